"""Groups for women."""

import uuid

from django.db import migrations, models

from article16.common.db.key_order import in_key_order


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Group",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("sealed", models.BinaryField()),
            ],
        ),
        migrations.RunPython(in_key_order("her_groups_group"), migrations.RunPython.noop),
    ]

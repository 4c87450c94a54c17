import uuid

from django.db import migrations, models

from article16.common.db.key_order import in_key_order


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
            ],
        ),
        migrations.RunPython(in_key_order("team_paper"), migrations.RunPython.noop),
    ]

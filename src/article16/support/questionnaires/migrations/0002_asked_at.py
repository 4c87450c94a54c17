import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("her_questionnaires", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="AskedAt",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("since", models.DateField()),
                ("asked", models.JSONField()),
                ("set_by", models.UUIDField()),
                ("set_at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["since", "set_at"], name="asked_at_since")]},
        ),
    ]

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("her_questionnaires", "0002_asked_at")]

    operations = [
        migrations.CreateModel(
            name="OwnQuestionnaire",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("instrument", models.CharField(max_length=48)),
                ("version", models.CharField(max_length=16)),
                ("fingerprint", models.CharField(db_index=True, max_length=64)),
                ("definition", models.TextField()),
                ("texts", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("released", "Released"), ("retired", "Retired")],
                        default="draft",
                        max_length=8,
                    ),
                ),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField()),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("instrument", "version"), name="her_own_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "released")), fields=("instrument",), name="her_own_one_released"
                    ),
                ],
            },
        ),
    ]

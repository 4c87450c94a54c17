import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("clients", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Numbering",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("secret", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=80)),
                ("digest", models.CharField(max_length=32)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="clients.episode"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("episode", "key"), name="study_row_told_once")],
            },
        ),
    ]

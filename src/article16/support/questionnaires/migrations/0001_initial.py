import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("survivors", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Filed",
            fields=[("message", models.UUIDField(editable=False, primary_key=True, serialize=False))],
        ),
        migrations.CreateModel(
            name="Gathered",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("messages", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Limits",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Sitting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("sealed", models.BinaryField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="survivors.case"
                    ),
                ),
            ],
        ),
    ]

"""Her pages: links and what was saved through them."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("held_hash", models.CharField(blank=True, db_index=True, max_length=64)),
                ("version", models.PositiveIntegerField(default=1)),
                ("state", models.BinaryField(default=b"")),
                ("letterbox", models.BinaryField()),
                ("resume", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Page",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
                (
                    "link",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="portal.link"),
                ),
            ],
        ),
    ]

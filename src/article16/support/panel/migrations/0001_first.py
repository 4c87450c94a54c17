import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("sealed", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="SheetKey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("generation", models.PositiveIntegerField(unique=True)),
                ("public_key", models.BinaryField(max_length=32)),
                ("sealed", models.BinaryField()),
            ],
        ),
    ]

"""Items of the service's own: an alert without a message from casework, and whom it is about inside a seal."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alerts", "0002_reading"),
        ("inbox", "0001_first"),
        ("keys", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="alert",
            name="message",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="inbox.receivedmessage",
            ),
        ),
        migrations.CreateModel(
            name="Pointer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
                (
                    "alert",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="alerts.alert"),
                ),
                (
                    "key",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="keys.workerkey"
                    ),
                ),
            ],
        ),
    ]

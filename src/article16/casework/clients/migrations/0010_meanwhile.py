"""What is told of a man while two files are one is kept, should they be two after all."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clients", "0009_figures_by_day")]

    operations = [
        migrations.CreateModel(
            name="Meanwhile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fact", models.UUIDField()),
                ("told_as", models.UUIDField()),
                ("kind", models.CharField(max_length=20)),
                ("words", models.TextField()),
                ("told_at", models.DateTimeField()),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="clients.episode"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["fact"], name="meanwhile_by_fact")]},
        ),
    ]

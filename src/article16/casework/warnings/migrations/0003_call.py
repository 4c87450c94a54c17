import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("warnings", "0002_rules_and_hours")]

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("occasion", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                (
                    "raised",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="warnings.raised"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("raised", "occasion"), name="called_once_for_each")],
            },
        ),
    ]

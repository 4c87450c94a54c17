import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("keys", "0002_in_key_order")]

    operations = [
        migrations.CreateModel(
            name="Spare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("inner", models.PositiveSmallIntegerField()),
                ("outer", models.PositiveSmallIntegerField()),
                ("sealed", models.BinaryField()),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="keys.casekey"),
                ),
                (
                    "set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="keys.sheetset"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "set", "inner", "outer"), name="one_spare"),
                ],
            },
        ),
    ]

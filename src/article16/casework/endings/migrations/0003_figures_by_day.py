"""Figures count endings by day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("endings", "0002_main_reason")]

    operations = [
        migrations.AddIndex(
            model_name="ending",
            index=models.Index(fields=["decided_on", "episode"], name="ending_by_day"),
        ),
    ]

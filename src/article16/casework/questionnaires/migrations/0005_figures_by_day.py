"""Figures count what was asked by day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0004_ratings")]

    operations = [
        migrations.AddIndex(
            model_name="asking",
            index=models.Index(fields=["opens_on", "episode"], name="asking_by_opening"),
        ),
    ]

"""Men who are referred and not taken in are walked in the order in which they came."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clients", "0006_unmerge")]
    operations = [
        migrations.AddIndex(
            model_name="episode",
            index=models.Index(fields=["programme", "state", "opened_on", "id"], name="episode_by_day"),
        ),
    ]

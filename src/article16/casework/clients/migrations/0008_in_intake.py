"""Men of whom intake waits for nothing more are left out of the walk; `intake.0003` says who they are."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("clients", "0007_by_day")]
    operations = [
        migrations.RemoveIndex(model_name="episode", name="episode_by_day"),
        migrations.AddField(
            model_name="episode", name="intake_done_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddIndex(
            model_name="episode",
            index=models.Index(
                fields=["programme", "state", "opened_on", "id"],
                condition=Q(intake_done_at__isnull=True),
                name="episode_in_intake",
            ),
        ),
    ]

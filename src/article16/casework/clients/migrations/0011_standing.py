"""Who stands where today is looked up from the episodes that have not ended, without reading a row of others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clients", "0010_meanwhile")]

    operations = [
        migrations.RemoveIndex(model_name="episode", name="episode_by_state"),
        migrations.AddIndex(
            model_name="episode",
            index=models.Index(fields=["programme", "state", "client", "id"], name="episode_by_state"),
        ),
        migrations.AddIndex(
            model_name="referralstep",
            index=models.Index(fields=["episode", "status", "on"], name="step_of_episode"),
        ),
    ]

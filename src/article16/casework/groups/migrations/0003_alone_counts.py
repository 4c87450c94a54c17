from django.db import migrations, models


class Migration(migrations.Migration):
    """Rules written before said nothing of sessions with him alone: what was not said does not count afterwards."""

    dependencies = [("groups", "0002_by_name")]

    operations = [
        migrations.AddField(
            model_name="attendancerules",
            name="alone_counts",
            field=models.BooleanField(default=False),
            preserve_default=False,
        ),
    ]

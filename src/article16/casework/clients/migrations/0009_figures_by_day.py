"""Figures count referrals and their steps by day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clients", "0008_in_intake")]

    operations = [
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["received_on", "episode"], name="referral_by_day"),
        ),
        migrations.AddIndex(
            model_name="referralstep",
            index=models.Index(fields=["status", "on", "episode"], name="step_by_status"),
        ),
    ]

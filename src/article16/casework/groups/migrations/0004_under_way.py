"""Groups under way are read in the order of their names, without those that have ended."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("groups", "0003_alone_counts")]
    operations = [
        migrations.AddIndex(
            model_name="group",
            index=models.Index(
                fields=["name", "id"], condition=Q(ended_on__isnull=True), name="group_under_way_by_name"
            ),
        ),
    ]

"""What waits to be asked or explained is found by the day it closes, without looking at what was explained."""

from django.db import migrations, models
from django.db.models import Min, OuterRef, Q, Subquery


def fill(apps, schema_editor):
    said = apps.get_model("questionnaires", "NotAnswered").objects.filter(asking=OuterRef("pk")).order_by()
    first = said.values("asking").annotate(at=Min("written_at")).values("at")
    apps.get_model("questionnaires", "Asking").objects.update(explained_at=Subquery(first))


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0002_programmes")]
    operations = [
        migrations.RemoveIndex(model_name="asking", name="asking_open"),
        migrations.AddField(
            model_name="asking", name="explained_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddIndex(
            model_name="asking",
            index=models.Index(
                fields=["closes_on", "id"],
                condition=Q(done_at__isnull=True, explained_at__isnull=True),
                name="asking_waits",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

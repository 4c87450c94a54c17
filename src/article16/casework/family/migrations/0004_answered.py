"""What waits for an answer about official records is found without looking at those that came."""

from django.db import migrations, models
from django.db.models import Min, OuterRef, Q, Subquery


def fill(apps, schema_editor):
    answers = apps.get_model("family", "RecordsAnswer").objects.filter(check_asked=OuterRef("pk")).order_by()
    first = answers.values("check_asked").annotate(at=Min("written_at")).values("at")
    apps.get_model("family", "RecordsCheck").objects.update(answered_at=Subquery(first))


class Migration(migrations.Migration):
    dependencies = [("family", "0003_expected_day")]
    operations = [
        migrations.RemoveIndex(model_name="recordscheck", name="records_by_expected_day"),
        migrations.AddField(
            model_name="recordscheck", name="answered_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddIndex(
            model_name="recordscheck",
            index=models.Index(
                fields=["expected_by", "id"], condition=Q(answered_at__isnull=True), name="records_unanswered"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

"""Two periods to begin with, marked as examples: taken from no law, and no ground to erase anything."""

from datetime import UTC, datetime

from django.db import migrations

SOURCE = "Example that came with the program. Taken from no law: ask your data protection officer."


def add(apps, schema_editor):
    period = apps.get_model("retention", "Period")
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for record_class, months in (("file", 60), ("referral", 12)):
        period.objects.create(record_class=record_class, months=months, source=SOURCE, is_example=True, written_at=at)


class Migration(migrations.Migration):
    dependencies = [("retention", "0001_first")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

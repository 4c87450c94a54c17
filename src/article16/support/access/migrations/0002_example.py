"""A period to begin with, marked as an example: taken from no law, and no ground to erase anything."""

from datetime import UTC, datetime

from django.db import migrations

SOURCE = "Example that came with the program. Taken from no law: ask your data protection officer."


def add(apps, schema_editor):
    at = datetime(2026, 1, 1, tzinfo=UTC)
    apps.get_model("access", "Period").objects.create(months=60, source=SOURCE, is_example=True, written_at=at)


class Migration(migrations.Migration):
    dependencies = [("access", "0001_first")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

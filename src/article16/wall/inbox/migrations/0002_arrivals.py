"""On PostgreSQL the slot is a table of its own; on SQLite it is a file of its own, made by the receiving process."""

from django.db import migrations

LAYOUT = """
CREATE TABLE inbox_arrival (
    zone text NOT NULL,
    epoch text NOT NULL,
    sequence bigint NOT NULL,
    sha256 text NOT NULL,
    header bytea NOT NULL,
    sealed bytea NOT NULL,
    arrived_at timestamptz NOT NULL,
    PRIMARY KEY (zone, epoch, sequence, sha256)
)
"""


def make_slot(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(LAYOUT)


def remove_slot(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TABLE inbox_arrival")


class Migration(migrations.Migration):
    dependencies = [("inbox", "0001_first")]

    operations = [migrations.RunPython(make_slot, remove_slot)]

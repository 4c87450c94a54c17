from django.db import migrations, models


def sign_slot(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE inbox_arrival ADD COLUMN signature bytea NOT NULL DEFAULT ''")


def unsign_slot(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE inbox_arrival DROP COLUMN signature")


class Migration(migrations.Migration):
    dependencies = [("inbox", "0002_arrivals")]

    operations = [
        migrations.AddField("receivedmessage", "signature", models.BinaryField(default=b"")),
        migrations.RunPython(sign_slot, unsign_slot),
    ]

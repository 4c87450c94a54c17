"""Keys of cases lie in the order of their random ids: a stolen file does not say which case was opened first."""

from django.db import migrations

from article16.common.db.key_order import in_key_order


class Migration(migrations.Migration):
    dependencies = [("keys", "0001_initial")]

    operations = [migrations.RunPython(in_key_order("keys_casekey"), migrations.RunPython.noop)]

"""What is kept of questionnaires says from which day on they count: such months are counted anew."""

from django.db import migrations

AGAIN = "INSERT INTO returns_outdated (about, day) SELECT DISTINCT 'asking', month FROM returns_cell WHERE figure = 'answers'"


class Migration(migrations.Migration):
    dependencies = [("returns", "0001_initial")]

    operations = [migrations.RunSQL(AGAIN, migrations.RunSQL.noop)]

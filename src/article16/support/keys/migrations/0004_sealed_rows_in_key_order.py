"""Rows of all sealed tables in the order of their random keys, also where they were made before it was a rule."""

from django.db import migrations

from article16.common.db.key_order import in_key_order

TABLES = (
    "portal_link",
    "portal_page",
    "her_questionnaires_sitting",
    "her_questionnaires_gathered",
    "her_questionnaires_filed",
    "access_copy",
    "access_keeping",
    "access_erased",
    "releases_release",
    "panel_meeting",
)


class Migration(migrations.Migration):
    dependencies = [
        ("keys", "0003_restricted_cases_for_two_sheets"),
        ("portal", "0001_initial"),
        ("her_questionnaires", "0002_asked_at"),
        ("access", "0002_example"),
        ("releases", "0001_first"),
        ("panel", "0001_first"),
    ]

    operations = [migrations.RunPython(in_key_order(*TABLES), migrations.RunPython.noop)]

"""The types of documents that a programme has from its first day; each can be changed on its page."""

from django.db import migrations

KINDS = [
    ("court", "Judgment or order of a court", 60),
    ("police", "Report of the police or prosecution", 36),
    ("agency", "Report of another agency", 36),
    ("letter", "Letter", 24),
    ("agreement", "Signed agreement", 60),
    ("own-report", "Report of this programme", 60),
    ("other", "Other document", 12),
]


def add(apps, schema_editor):
    kind = apps.get_model("family", "DocumentKind")
    have = set(kind.objects.values_list("code", flat=True))
    kind.objects.bulk_create(
        kind(code=code, label=label, months=months) for code, label, months in KINDS if code not in have
    )


class Migration(migrations.Migration):
    dependencies = [("family", "0001_first")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

"""A document can be put with a case; and rows in the order of their random keys."""

import django.db.models.deletion
from django.db import migrations, models

from article16.common.db.key_order import in_key_order


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_first"), ("survivors", "0002_duties_boxes_and_order")]

    operations = [
        migrations.AddField(
            "sealeddocument",
            "case",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="survivors.case"
            ),
        ),
        migrations.RunPython(in_key_order("documents_sealeddocument"), migrations.RunPython.noop),
    ]

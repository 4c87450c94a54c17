"""The four tables of the audit log; their triggers are made after each migration."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


def entry_key(kind: type[models.ForeignKey], **options: object) -> models.ForeignKey:
    return kind(on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="audit.entry", **options)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(blank=True, max_length=64)),
                ("verb", models.CharField(max_length=20)),
                ("thing", models.CharField(blank=True, max_length=40)),
                ("ids", models.JSONField(blank=True, default=list)),
                ("what", models.CharField(blank=True, max_length=100)),
                ("reason", models.TextField(blank=True)),
                ("sealed", models.BinaryField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["at", "id"], name="audit_entry_recent"),
                    models.Index(fields=["actor", "at", "id"], name="audit_entry_by_actor"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=~models.Q(verb=""), name="audit_entry_has_verb"),
                    models.CheckConstraint(
                        condition=models.Q(sealed__isnull=True, thing__gt="")
                        | models.Q(sealed__isnull=False, thing="", what="", reason=""),
                        name="audit_entry_clear_or_sealed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "thing",
                        "object_id",
                        "at",
                        "entry",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("thing", models.CharField(max_length=40)),
                ("object_id", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("entry", entry_key(models.ForeignKey, db_index=False)),
            ],
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("entry", entry_key(models.OneToOneField)),
                ("previous", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(seq__gt=0), name="audit_link_counts_from_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unchained",
            fields=[
                ("entry", entry_key(models.OneToOneField, primary_key=True, serialize=False)),
            ],
        ),
    ]

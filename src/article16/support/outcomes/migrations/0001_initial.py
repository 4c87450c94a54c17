"""Rows of the study, in the order of their random ids, so that the order of an intake shows in no file."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_SQLITE = (
    'CREATE TABLE "outcomes_studyrow" ("id" char(32) NOT NULL PRIMARY KEY, "sealed" BLOB NOT NULL, '
    '"counted" bool NOT NULL) WITHOUT ROWID'
)
_STATES = [("making", "Making"), ("done", "Done"), ("stopped", "Stopped"), ("none", "None")]
_TYPES = ("Opened", "Course", "StudyRecord", "RiskAssessed")


def uncounted() -> models.Index:
    return models.Index(condition=models.Q(("counted", False)), fields=["id"], name="study_uncounted")


def make(apps, schema_editor) -> None:
    model = apps.get_model("outcomes", "StudyRow")
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(_SQLITE)
        schema_editor.add_index(model, uncounted())
    else:
        schema_editor.create_model(model)


def drop(apps, schema_editor) -> None:
    schema_editor.delete_model(apps.get_model("outcomes", "StudyRow"))


def note_what_came_before(apps, schema_editor) -> None:
    """Messages that are here already become rows of the study when a worker next unlocks."""
    unsorted = apps.get_model("outcomes", "Unsorted")
    came = apps.get_model("inbox", "ReceivedMessage").objects.filter(type__in=_TYPES)
    rows = (unsorted(message_id=pk) for pk in came.values_list("pk", flat=True).iterator())
    unsorted.objects.bulk_create(rows, batch_size=500)


def key() -> models.UUIDField:
    return models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("inbox", "0001_first")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="StudyRow",
                    fields=[
                        ("id", key()),
                        ("sealed", models.BinaryField()),
                        ("counted", models.BooleanField(default=False)),
                    ],
                    options={"indexes": [uncounted()]},
                ),
            ],
        ),
        migrations.RunPython(make, drop),
        migrations.CreateModel(
            name="Unsorted",
            fields=[
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="inbox.receivedmessage",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("name", models.CharField(max_length=12, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("sealed", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", key()),
                ("release", models.BooleanField(default=False)),
                ("language", models.CharField(max_length=12)),
                ("state", models.CharField(choices=_STATES, default="making", max_length=8)),
                ("why", models.CharField(blank=True, max_length=300)),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("places", models.PositiveSmallIntegerField(default=0)),
                ("chapter", models.CharField(blank=True, max_length=40)),
                ("begun_at", models.DateTimeField()),
                ("beat_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("session", models.UUIDField(null=True)),
                ("stop", models.BooleanField(default=False)),
                ("approved_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-begun_at", "id"], name="study_reports_latest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("approved_at__isnull", True), ("release", True), ("state__in", ["making", "done"])
                        ),
                        fields=("release",),
                        name="one_release_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportPart",
            fields=[
                ("id", key()),
                ("name", models.CharField(max_length=24)),
                ("sealed", models.BinaryField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="outcomes.report"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("report", "name"), name="report_part_once")],
            },
        ),
        migrations.RunPython(note_what_came_before, migrations.RunPython.noop),
    ]

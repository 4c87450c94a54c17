"""What is due beside each case, boxes from casework, terms; and rows in the order of their random keys."""

import uuid

from django.db import migrations, models

from article16.common.db.key_order import in_key_order

TABLES = (
    "survivors_case",
    "survivors_entry",
    "survivors_basket",
    "survivors_sorted",
    "survivors_decided",
    "survivors_knownman",
)


def key() -> models.UUIDField:
    return models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    dependencies = [("survivors", "0001_initial")]

    operations = [
        migrations.AddField("case", "standing", models.BinaryField(default=b"")),
        migrations.AddField("case", "standing_version", models.PositiveIntegerField(default=0)),
        migrations.CreateModel(
            name="ContactTerms",
            fields=[
                ("id", key()),
                ("since", models.DateField()),
                ("first_contact", models.PositiveSmallIntegerField()),
                ("try_again", models.PositiveSmallIntegerField()),
                ("consent_ahead", models.PositiveSmallIntegerField()),
                ("set_by", models.UUIDField()),
                ("set_at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["since", "set_at"], name="contact_terms_since")]},
        ),
        migrations.CreateModel(
            name="Basket",
            fields=[("id", key()), ("messages", models.PositiveIntegerField()), ("sealed", models.BinaryField())],
        ),
        migrations.CreateModel(
            name="Sorted", fields=[("message", models.UUIDField(editable=False, primary_key=True, serialize=False))]
        ),
        migrations.CreateModel(name="Decided", fields=[("id", key()), ("sealed", models.BinaryField())]),
        migrations.CreateModel(name="KnownMan", fields=[("id", key()), ("sealed", models.BinaryField())]),
        migrations.RunPython(in_key_order(*TABLES), migrations.RunPython.noop),
    ]

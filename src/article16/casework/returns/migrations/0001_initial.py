"""Months of figures are kept. All that are there are out of date, and the tick counts them."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

DAYS = (
    ("referral", "clients", "Referral", "received_on"),
    ("step", "clients", "ReferralStep", "on"),
    ("ending", "endings", "Ending", "decided_on"),
    ("asking", "questionnaires", "Asking", "opens_on"),
)


def note_all(apps: Any, schema_editor: Any) -> None:
    outdated = apps.get_model("returns", "Outdated")
    for about, room, name, day in DAYS:
        rows = apps.get_model(room, name).objects.filter(**{f"{day}__isnull": False})
        months = {one.replace(day=1) for one in rows.order_by().values_list(day, flat=True).distinct()}
        outdated.objects.bulk_create(outdated(about=about, day=month) for month in sorted(months))


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("clients", "0009_figures_by_day"),
        ("endings", "0003_figures_by_day"),
        ("questionnaires", "0005_figures_by_day"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("figure", models.CharField(max_length=16)),
                ("month", models.DateField()),
                ("part", models.CharField(max_length=60)),
                ("number", models.PositiveIntegerField()),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.programme"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("figure", "month", "programme", "part"), name="counted_once_a_month"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outdated",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(max_length=12)),
                ("day", models.DateField()),
            ],
        ),
        migrations.RunPython(note_all, migrations.RunPython.noop),
    ]

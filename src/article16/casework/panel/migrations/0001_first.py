import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("clients", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sheet",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("on", models.DateField()),
                ("men", models.PositiveIntegerField()),
                ("unknown", models.PositiveIntegerField()),
                ("brought_at", models.DateTimeField()),
                (
                    "brought_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.programme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("no-change", "no-change"),
                            ("ring-lead", "ring-lead"),
                            ("attention", "attention"),
                            ("risk-anew", "risk-anew"),
                            ("case-conf", "case-conf"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="clients.client"
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="panel.sheet"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("sheet", "client"), name="panel_one_code_for_a_man")],
            },
        ),
    ]

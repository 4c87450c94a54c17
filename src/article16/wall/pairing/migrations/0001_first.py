from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="KnownSigner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.CharField(max_length=16)),
                ("public_key", models.BinaryField(max_length=32)),
                ("fingerprint", models.CharField(max_length=64)),
                ("accepted_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("by", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("purpose",), name="pairing_one_current_signer"
                    )
                ],
            },
        ),
    ]

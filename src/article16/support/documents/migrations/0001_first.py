from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SealedDocument",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("about", models.BinaryField()),
                ("file", models.BinaryField()),
            ],
        ),
    ]

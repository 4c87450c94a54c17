"""Which case a warning is acted on for stands inside a seal: in clear it would tell which cases belong together."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("alerts", "0003_items_of_its_own")]

    operations = [
        migrations.RemoveConstraint(model_name="forcase", name="alert_once_for_case"),
        migrations.RemoveField(model_name="forcase", name="case"),
        migrations.AddField(model_name="forcase", name="about", field=models.BinaryField(null=True)),
    ]

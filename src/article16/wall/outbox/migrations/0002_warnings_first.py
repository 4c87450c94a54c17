from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_first")]

    operations = [
        migrations.AddIndex(
            model_name="outgoingmessage",
            index=models.Index(
                condition=models.Q(("sent_at", None), ("type", "Alert")),
                fields=["zone", "id"],
                name="outbox_unsent_warnings",
            ),
        ),
    ]

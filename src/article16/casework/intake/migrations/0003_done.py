"""Who was found suitable and has signed: intake waits for nothing more of him."""

from django.db import migrations
from django.db.models import Exists, OuterRef, Subquery


def fill(apps, schema_editor):
    withdrawn = apps.get_model("intake", "Withdrawal").objects.filter(agreement=OuterRef("pk"))
    signed = apps.get_model("intake", "Agreement").objects.filter(~Exists(withdrawn), episode=OuterRef("pk"))
    decided = apps.get_model("intake", "Assessment").objects.filter(episode=OuterRef("pk"))
    latest = decided.order_by("-on", "-written_at", "-id").values("outcome")[:1]
    episodes = apps.get_model("clients", "Episode").objects
    done = episodes.annotate(latest=Subquery(latest)).filter(Exists(signed), latest="suitable").values("pk")
    at = Subquery(signed.order_by("written_at").values("written_at")[:1])
    episodes.filter(pk__in=done).update(intake_done_at=at)


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_statement"), ("clients", "0008_in_intake")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

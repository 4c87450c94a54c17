"""Men taken in before referrals were kept: the words of their names, and a referral of which nothing is recorded."""

from uuid import uuid4

from django.db import migrations

from article16.casework.clients.names import parts

AT_ONCE = 500


def fill(apps, schema_editor):
    _names(apps.get_model("clients", "Client"), apps.get_model("clients", "NamePart"))
    _referrals(apps)


def _names(clients, name_parts):
    rows = []
    for pk, name in clients.objects.values_list("pk", "name").iterator(AT_ONCE):
        rows += [name_parts(client_id=pk, part=part) for part in parts(name)]
    name_parts.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)


def _referrals(apps):
    names = ("Referral", "ReferralFacts", "ReferralStep")
    referral, facts, step = (apps.get_model("clients", name) for name in names)
    episodes = apps.get_model("clients", "Episode").objects.exclude(pk__in=referral.objects.values("pk"))
    found = list(episodes.values_list("pk", "opened_on", "client__created_at"))
    referral.objects.bulk_create(
        [referral(episode_id=pk, received_on=on, status_on=on) for pk, on, _at in found], batch_size=AT_ONCE
    )
    facts.objects.bulk_create(
        [facts(id=uuid4(), episode_id=pk, written_at=at) for pk, _on, at in found], batch_size=AT_ONCE
    )
    step.objects.bulk_create(
        [step(id=uuid4(), episode_id=pk, status="received", on=on, written_at=at) for pk, on, at in found],
        batch_size=AT_ONCE,
    )


class Migration(migrations.Migration):
    dependencies = [("clients", "0003_referrals")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

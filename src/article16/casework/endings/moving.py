"""A transfer within this service: the next episode of the same man, in the other programme."""

from datetime import datetime

from article16.casework.clients import actions as clients
from article16.casework.clients.kinds import EpisodeState, Sender
from article16.casework.clients.models import Deadline, Episode, Order, ReferralFacts

from .models import Ending


def go_on_there(ending: Ending, *, for_her_service: str, by: str, at: datetime) -> None:
    """Open the next episode, with what the referral says, orders that still hold and days that are still to come.

    Where he has an open episode there already nothing is opened, and nothing is said: that he has one is for that
    programme's staff to know.
    """
    old, day = ending.episode, ending.decided_on
    there = Episode.objects.filter(client=old.client_id, programme=ending.to_programme_id)
    if there.exclude(state=EpisodeState.ENDED).exists() or there.filter(ended_on__gt=day).exists():
        return
    facts = ReferralFacts.objects.get(episode=old, replaced_at=None)
    kept = {
        name: getattr(facts, name) for name in clients.Said.__dataclass_fields__ if name not in {"agency", "sender"}
    }
    referred = clients.Referred(
        name="",
        birth_date=None,
        programme=ending.to_programme_id,
        for_her_service=for_her_service,
        said=clients.Said(**kept, sender=Sender.PROGRAMME, agency=facts.agency_id),
        received_on=day,
    )
    new = clients.open_episode(client=old.client, referred=referred, by=by, at=at, on=day)
    for order in Order.objects.filter(episode=old, replaced_at=None).exclude(ends__lt=day).order_by("written_at"):
        held = clients.Ordered(order.kind, order.source, order.begins, order.ends, order.words)
        clients.add_order(episode=new, ordered=held, by=by, at=at)
    for one in Deadline.objects.filter(episode=old, replaced_at=None, done_at=None, due__gte=day).order_by("due"):
        clients.add_deadline(episode=new, kind=one.kind, due=one.due, words=one.words, by=by, at=at)

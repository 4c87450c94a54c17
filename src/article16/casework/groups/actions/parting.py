"""Two files parted again, with the plans of both told as they stand then."""

from datetime import date, datetime

from django.db import transaction

from article16.casework.clients import actions as clients
from article16.casework.clients.models import Client, Episode, EpisodeState, Merge, Unmerge
from article16.casework.clients.queries import support_of
from article16.common.accounts.models import Programme
from article16.wall.outbox.actions import post

from .alone import tell_reviews
from .replanning import nothing_planned


@transaction.atomic
def unmerge_clients(*, merge: Merge, reason: str, by: str, at: datetime, on: date) -> Unmerge:
    """They are two men after all; what is planned for either stood in one plan and is told again for each.

    In every programme that was told of the merge, as for every man: what leaves says that two files were parted, and
    nothing of anybody beside them.
    """
    row = clients.unmerge_clients(merge=merge, reason=reason, by=by, at=at, on=on)
    men = list(Client.objects.filter(pk__in=[merge.merged_id, merge.into_id]).order_by("code"))
    for programme in Programme.objects.filter(pk__in=merge.moved["facts"]).order_by("code"):
        for man in men:
            _tell_plan(man, programme, at=at)
    return row


def _tell_plan(man: Client, programme: Programme, *, at: datetime) -> None:
    under_way = Episode.objects.filter(client=man, programme=programme).exclude(state=EpisodeState.ENDED)
    if episode := under_way.order_by("-number").first():
        tell_reviews([episode], at=at)
    elif zone := support_of(programme.pk).zone:
        post(zone=zone, message=nothing_planned(man.mailbox, programme.code), at=at)

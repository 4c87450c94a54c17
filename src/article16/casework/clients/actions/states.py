"""Moving an episode on, and the referral with it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.wall.outbox.actions import post
from article16.wall.vocabulary import Course, CourseEvent

from ..models import OPEN, Client, Episode, EpisodeState, Referral, ReferralStatus, ReferralStep
from ..queries import support_of
from .meanwhile import remember


@transaction.atomic
def set_state(*, episode: Episode, state: EpisodeState, on: date, by: str, at: datetime) -> None:
    """The one place that moves an episode on; `on` is the day it happened. Why it did is the caller's row.

    The first time that an episode becomes active its referral is taken up, and her service is told that he started, as
    for every man.
    """
    ended_on = on if state == EpisodeState.ENDED else None
    if on < episode.opened_on:
        raise NotPossible(_("This day lies before the episode was opened. Check the date"))
    starts = (
        state == EpisodeState.ACTIVE and Episode.objects.filter(pk=episode.pk, state=EpisodeState.REFERRED).exists()
    )
    Episode.objects.filter(pk=episode.pk).update(state=state, ended_on=ended_on)
    episode.state, episode.ended_on = state, ended_on
    record(verb=Verb.WRITE, thing="client", ids=[str(episode.client_id)], by=by, what=f"episode_{state}", at=at)
    if starts:
        _started(episode, on=on, by=by, at=at)


def _started(episode: Episode, *, on: date, by: str, at: datetime) -> None:
    open_one = Referral.objects.filter(episode=episode, status__in=OPEN)
    open_one.update(status=ReferralStatus.TAKEN_UP, status_on=on, appointment_on=None)
    step = ReferralStep.objects.create(
        episode=episode, status=ReferralStatus.TAKEN_UP, on=on, written_at=at, written_by_id=by or None
    )
    zone = support_of(episode.programme_id).zone
    if zone:
        course = Course(
            mailbox=episode.client.mailbox,
            programme=episode.programme.code,
            fact=step.pk,
            event=CourseEvent.STARTED,
            on=on,
        )
        if Client.objects.filter(merged_into=episode.client_id).exists():
            remember([(episode.pk, course)], at=at)
        post(zone=zone, message=course, at=at)

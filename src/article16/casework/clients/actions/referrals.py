"""What happens to a referral: its steps, corrections of what it says, orders in force, deadlines, agencies."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record

from ..kinds import OPEN, ReferralStatus
from ..models import Agency, Deadline, Episode, Order, Referral, ReferralFacts, ReferralStep
from .opening import Said, columns

WORKED_ON = (ReferralStatus.CONTACTED, ReferralStatus.SEEN, ReferralStatus.WAITING)
CHANGED_MEANWHILE = "Somebody else changed this in the meantime. Open it again and look"


@transaction.atomic
def record_step(
    *,
    episode: Episode,
    status: ReferralStatus,
    on: date,
    by: str,
    at: datetime,
    reason: str = "",
    appointment_on: date | None = None,
) -> ReferralStep:
    """One step of a referral: he was contacted, came, waits; or it is withdrawn, declined, or open again.

    The first contact stops the response time. An appointment stands until he came or another is agreed.
    """
    referral = Referral.objects.select_for_update().get(pk=episode.pk)
    if status in WORKED_ON and referral.status not in OPEN:
        raise NotPossible(_("This referral is answered already. Open it again and look"))
    if on < referral.received_on:
        raise NotPossible(_("This day lies before the referral was received. Check the date"))
    if appointment_on and appointment_on < on:
        raise NotPossible(_("The appointment lies before this day. Check the date"))
    step = ReferralStep.objects.create(
        episode=episode,
        status=status,
        on=on,
        reason=reason,
        appointment_on=appointment_on,
        written_at=at,
        written_by_id=by or None,
    )
    _take_step(referral, step)
    record(verb=Verb.WRITE, thing="client", ids=[str(episode.client_id)], by=by, what="record_step", at=at)
    return step


def _take_step(referral: Referral, step: ReferralStep) -> None:
    reached = step.status in (ReferralStatus.CONTACTED, ReferralStatus.SEEN)
    if reached and (referral.contacted_on is None or step.on < referral.contacted_on):
        referral.contacted_on = step.on
    if step.appointment_on or step.status != ReferralStatus.CONTACTED:
        referral.appointment_on = step.appointment_on
    referral.status, referral.status_on = step.status, step.on
    referral.save(update_fields=["contacted_on", "appointment_on", "status", "status_on"])


@transaction.atomic
def he_came(*, episode: Episode, on: date, by: str, at: datetime) -> None:
    """Called by intake when he was seen for the first time: no appointment is open any more."""
    waiting = (ReferralStatus.RECEIVED, ReferralStatus.CONTACTED)
    if Referral.objects.filter(episode=episode, status__in=waiting, received_on__lte=on).exists():
        record_step(episode=episode, status=ReferralStatus.SEEN, on=on, by=by, at=at)


@transaction.atomic
def correct_referral(*, episode: Episode, said: Said, reason: str, by: str, at: datetime) -> ReferralFacts:
    """What the referral says was wrong, has changed, or is now known. What stood there before is kept."""
    held = ReferralFacts.objects.select_for_update().get(episode=episode, replaced_at=None)
    ReferralFacts.objects.filter(pk=held.pk).update(replaced_at=at)
    row = ReferralFacts.objects.create(
        episode=episode, corrects=held, reason=reason, written_at=at, written_by_id=by or None, **columns(said)
    )
    record(verb=Verb.WRITE, thing="client", ids=[str(episode.client_id)], by=by, what="correct_referral", at=at)
    return row


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order in force, and whose word that is."""

    kind: str  # an OrderKind
    source: str  # an OrderSource
    begins: date | None = None
    ends: date | None = None  # None: until further notice
    words: str = ""


@transaction.atomic
def add_order(*, episode: Episode, ordered: Ordered, by: str, at: datetime) -> Order:
    row = _order(episode, ordered, by=by, at=at)
    record(verb=Verb.WRITE, thing="client", ids=[str(episode.client_id)], by=by, what="add_order", at=at)
    return row


@transaction.atomic
def correct_order(*, order: Order, ordered: Ordered, reason: str, by: str, at: datetime) -> Order:
    """It was written down wrongly, was changed, or ended earlier. What stood there before is kept."""
    _replace(order, at)
    row = _order(order.episode, ordered, by=by, at=at, corrects=order, reason=reason)
    client = str(order.episode.client_id)
    record(verb=Verb.WRITE, thing="client", ids=[client], by=by, what="correct_order", at=at)
    return row


def _order(
    episode: Episode, ordered: Ordered, *, by: str, at: datetime, corrects: Order | None = None, reason: str = ""
) -> Order:
    if ordered.begins and ordered.ends and ordered.ends < ordered.begins:
        raise NotPossible(_("The order would end before it begins. Check both dates"))
    return Order.objects.create(
        episode=episode,
        kind=ordered.kind,
        source=ordered.source,
        begins=ordered.begins,
        ends=ordered.ends,
        words=ordered.words,
        corrects=corrects,
        reason=reason,
        written_at=at,
        written_by_id=by,
    )


def _replace(row: Model, at: datetime, **changes: object) -> None:
    """Close a row that another one follows; of two people who do it at once, one is told."""
    rows = type(row)._default_manager.filter(pk=row.pk, replaced_at=None)
    if not rows.update(replaced_at=at, **changes):
        raise NotPossible(_(CHANGED_MEANWHILE))


@transaction.atomic
def add_deadline(*, episode: Episode, kind: str, due: date, words: str, by: str, at: datetime) -> Deadline:
    row = Deadline.objects.create(episode=episode, kind=kind, due=due, words=words, written_at=at, written_by_id=by)
    record(verb=Verb.WRITE, thing="client", ids=[str(episode.client_id)], by=by, what="add_deadline", at=at)
    return row


@transaction.atomic
def move_deadline(*, deadline: Deadline, due: date, words: str, by: str, at: datetime) -> Deadline:
    """The day was changed; the earlier one stays on record."""
    _refuse_done(deadline)
    _replace(deadline, at)
    row = Deadline.objects.create(
        episode=deadline.episode,
        kind=deadline.kind,
        due=due,
        words=words,
        corrects=deadline,
        written_at=at,
        written_by_id=by,
    )
    client = str(deadline.episode.client_id)
    record(verb=Verb.WRITE, thing="client", ids=[client], by=by, what="move_deadline", at=at)
    return row


@transaction.atomic
def finish_deadline(*, deadline: Deadline, words: str, by: str, at: datetime) -> None:
    """It was kept, held or is no longer needed; `words` say which."""
    _refuse_done(deadline)
    rows = Deadline.objects.filter(pk=deadline.pk, done_at=None, replaced_at=None)
    if not rows.update(done_at=at, done_by_id=by, done_words=words):
        raise NotPossible(_(CHANGED_MEANWHILE))
    client = str(deadline.episode.client_id)
    record(verb=Verb.WRITE, thing="client", ids=[client], by=by, what="finish_deadline", at=at)


def close_deadlines(*, episode: Episode, words: str, by: str, at: datetime) -> None:
    """The episode has ended, so nothing of it comes up any more. Part of the ending, which is recorded."""
    open_ones = Deadline.objects.filter(episode=episode, done_at=None, replaced_at=None)
    open_ones.update(done_at=at, done_by_id=by or None, done_words=words)


def _refuse_done(deadline: Deadline) -> None:
    if deadline.done_at or deadline.replaced_at:
        raise NotPossible(_(CHANGED_MEANWHILE))


@transaction.atomic
def add_agency(*, name: str, kind: str, contact: str, by: str, at: datetime) -> Agency:
    """Raises NotPossible when there is one of this name."""
    try:
        with transaction.atomic():
            row = Agency.objects.create(name=name, kind=kind, contact=contact, written_at=at, written_by_id=by or None)
    except IntegrityError:
        raise NotPossible(_("There is an agency of this name already. Choose it from the list")) from None
    record(verb=Verb.WRITE, thing="agency", ids=[str(row.pk)], by=by, what="add_agency", at=at)
    return row


@transaction.atomic
def change_agency(
    *, agency: Agency, name: str, kind: str, contact: str, is_active: bool, by: str, at: datetime
) -> None:
    """Another name or contact; one that is no longer used is not offered any more, and stays where it was named."""
    if Agency.objects.filter(name=name).exclude(pk=agency.pk).exists():
        raise NotPossible(_("There is an agency of this name already. Choose another name"))
    Agency.objects.filter(pk=agency.pk).update(name=name, kind=kind, contact=contact, is_active=is_active)
    record(verb=Verb.WRITE, thing="agency", ids=[str(agency.pk)], by=by, what="change_agency", at=at)

"""What a person does about an alert: take it, pass it on, acknowledge it for each case, record what she was told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.support.alerts.models import Alert, ForCase, Step, Telling
from article16.support.alerts.policy import hold_until
from article16.support.alerts.queries import rota
from article16.support.keys.sealing import seal_for_zone
from article16.wall.box.framing import bind

from .climbing import climb_one, rules


def _open(alert_id: UUID) -> Alert:
    alert = Alert.objects.select_for_update().get(pk=alert_id)
    if alert.acknowledged_at is not None:
        raise NotPossible(_("Somebody has acted on this warning already. Read what was done on its page."))
    return alert


@transaction.atomic
def take(*, alert_id: UUID, by: UUID, at: datetime) -> datetime:
    """I am on it: the ladder waits until the time given back. Once for each person, also while locked."""
    alert = _open(alert_id)
    if alert.held_until and alert.held_until > at:
        if alert.taken_by_id == by:
            return alert.held_until  # pressed twice
        raise NotPossible(_("A colleague has taken this warning. The ladder goes on when her time has passed."))
    if Step.objects.filter(alert=alert, what="taken", person=by).exists():
        raise NotPossible(_("You have taken this warning once. Unlock and acknowledge it, or pass it on."))
    until = hold_until(rota.paces()[alert.severity], at=at, due=alert.due)
    alert.taken_by_id, alert.taken_at, alert.held_until, alert.next_due = by, at, until, until
    alert.save(update_fields=["taken_by", "taken_at", "held_until", "next_due"])
    _note(alert, "taken", by=by, at=at)
    return until


@transaction.atomic
def pass_on(*, alert_id: UUID, by: UUID, at: datetime) -> None:
    """I cannot act: the next rung is told now. A way on, not an acknowledgement."""
    alert = _open(alert_id)
    alert.held_until, alert.next_due = None, at
    alert.save(update_fields=["held_until", "next_due"])
    _note(alert, "passed-on", by=by, at=at)
    climb_one(alert.pk, rules(at), at=at)


@dataclass(frozen=True, slots=True)
class Acted:
    """What was done about an alert for one case."""

    action: str
    words: str = ""


@transaction.atomic
def acknowledge(*, for_case: UUID, acted: Acted, by: UUID, at: datetime, raised_at: datetime | None = None) -> None:
    """The action taken, for one case. When every case of his has one, the ladder stops. Unlocked only.

    `raised_at`: when the fact was saved, which stands inside the message.
    """
    alert = _open(ForCase.objects.values_list("alert", flat=True).get(pk=for_case))
    one = ForCase.objects.select_for_update().get(pk=for_case)
    if one.acknowledged_at is not None:
        raise NotPossible(_("This was acknowledged already. Read what was done on the page of the warning."))
    one.acknowledged_at, one.by_id, one.action = at, by, acted.action
    one.words = seal_for_zone(acted.words.encode(), context=words_context(one.pk))
    one.save(update_fields=["acknowledged_at", "by", "action", "words"])
    alert.raised_at = raised_at or alert.raised_at
    if not ForCase.objects.filter(alert=alert, acknowledged_at=None).exists():
        alert.acknowledged_at, alert.next_due, alert.held_until = at, None, None
    alert.save(update_fields=["raised_at", "acknowledged_at", "next_due", "held_until"])
    _note(alert, "acknowledged", by=by, at=at)


@dataclass(frozen=True, slots=True)
class Told:
    """What she was told of an event; `at` is empty when she was not told, and the words say why."""

    at: datetime | None
    how: str
    words: str


@transaction.atomic
def record_telling(*, for_case: UUID, told: Told, by: UUID, at: datetime) -> None:
    """What she was told, when and how. The first time closes her case of it; later ones are further rows."""
    one = ForCase.objects.select_for_update().get(pk=for_case)
    alert = Alert.objects.select_for_update().get(pk=one.alert_id)
    if one.acknowledged_at is None:
        raise NotPossible(_("Acknowledge the warning first, with what you did about it."))
    earlier = Telling.objects.filter(for_case=one).order_by("-written_at", "-pk").first()
    telling = Telling(for_case=one, at=told.at, how=told.how, by_id=by, written_at=at, corrects=earlier)
    telling.words = seal_for_zone(told.words.encode(), context=words_context(telling.pk))
    telling.save(force_insert=True)
    if told.at is not None and (one.knows_at is None or told.at < one.knows_at):
        one.knows_at = told.at
        one.save(update_fields=["knows_at"])
    if alert.closed_at is None and alert.acknowledged_at is not None and not _untold(alert):
        alert.closed_at = at
        alert.save(update_fields=["closed_at"])
        _note(alert, "closed", by=by, at=at)
    else:
        _note(alert, "telling", by=by, at=at)


def _untold(alert: Alert) -> bool:
    said = Telling.objects.filter(for_case__alert=alert).values("for_case")
    return ForCase.objects.filter(alert=alert).exclude(pk__in=said).exists()


Named = Callable[[Mapping[UUID, bytes | None]], Mapping[UUID, UUID]]  # rows with their seals -> case to row


@transaction.atomic
def split(*, alert_id: UUID, cases: Sequence[UUID], named: Named, by: UUID, at: datetime) -> dict[UUID, UUID]:
    """Several women are beside him: from now on the alert is acted on for each of these cases. Case to its row.

    `named` opens the rows that there are, once they are locked: two who do this at one moment make no row twice.
    """
    alert = _open(alert_id)
    rows = list(ForCase.objects.filter(alert=alert).order_by("pk"))
    found = dict(named({row.pk: row.about and bytes(row.about) for row in rows}))
    unnamed = [row for row in rows if row.about is None and row.acknowledged_at is None]
    for case in cases:
        if case in found:
            continue
        row = unnamed.pop(0) if unnamed else ForCase(alert=alert)
        row.about = seal_for_zone(case.bytes, context=about_context(row.pk))
        row.save()
        found[case] = row.pk
    _note(alert, "cases", by=by, at=at)
    return found


def about_context(row: UUID) -> bytes:
    """Binds the case of a warning to its row."""
    return bind("case of a warning", row.bytes)


def words_context(row: UUID) -> bytes:
    """Binds sealed words to their row, so that they open in no other."""
    return f"article16 alert words 1 {row}".encode()


def _note(alert: Alert, what: str, *, by: UUID, at: datetime) -> None:
    Step.objects.create(alert=alert, at=at, what=what, rung=alert.rung, person_id=by)
    record(verb=Verb.WRITE, thing="alert", ids=[str(alert.pk)], by=str(by), what=f"alert-{what}", at=at)

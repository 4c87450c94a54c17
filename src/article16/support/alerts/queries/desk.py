"""What the duty desk and the page of one warning show. Each says what it costs."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from article16.common.db import paging
from article16.support.alerts.models import Alert, ForCase, Notice, Step, Telling


@dataclass(frozen=True, slots=True)
class StepRow:
    """One thing that happened to a warning."""

    at: datetime
    what: str
    rung: int
    line: str
    person: UUID | None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case of a warning, and what was done about it."""

    id: UUID
    about: bytes | None  # which case, sealed
    acknowledged_at: datetime | None
    by: UUID | None
    action: str
    words: bytes | None
    knows_at: datetime | None


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One warning with its steps and its cases."""

    id: UUID
    code: str
    kind: str
    severity: str
    due: datetime
    came_at: datetime
    raised_at: datetime | None
    whole: bool
    rung: int
    next_due: datetime | None
    taken_by: UUID | None
    held_until: datetime | None
    acknowledged_at: datetime | None
    closed_at: datetime | None
    steps: tuple[StepRow, ...]
    cases: tuple[CaseRow, ...]


PAGE = 10  # warnings on one page: what a person can take in, and what keeps the desk quick


@dataclass(frozen=True, slots=True)
class DeskPart:
    rows: tuple[AlertRow, ...]
    earlier: str
    later: str
    open: int
    late: int


def desk(*, at: datetime, token: str = "", size: int = PAGE) -> DeskPart:
    """Everything that nobody has acted on, the first deadline first, one page. Four queries, whatever waits."""
    waiting = Alert.objects.filter(acknowledged_at=None)
    counts = waiting.aggregate(open=Count("pk"), late=Count("pk", filter=Q(due__lt=at)))
    part = paging.page(waiting, order=["due", "id"], token=token, size=size)
    return DeskPart(_rows(part.rows), part.earlier, part.later, counts["open"], counts["late"])


def open_count() -> int:
    """How many warnings wait for a person. One query."""
    return Alert.objects.filter(acknowledged_at=None).count()


def waits(alert_id: UUID) -> bool:
    """Whether nobody has acted on it yet. One query."""
    return Alert.objects.filter(pk=alert_id, acknowledged_at=None).exists()


@dataclass(frozen=True, slots=True)
class SealedRow:
    """What casework wrote of one warning, as it came."""

    alert: UUID
    header: bytes
    sealed: bytes


def from_casework(*, since: datetime | None) -> list[SealedRow]:
    """Warnings of casework on which nobody has acted, and all that came since. One query."""
    wanted = Q(acknowledged_at=None) if since is None else Q(acknowledged_at=None) | Q(came_at__gte=since)
    rows = Alert.objects.filter(wanted, message__isnull=False)
    columns = rows.values_list("pk", "message__header", "message__sealed")
    return [SealedRow(alert, bytes(header), bytes(sealed)) for alert, header, sealed in columns]


def alerts(ids: Collection[UUID]) -> tuple[AlertRow, ...]:
    """These warnings, the latest first. Three queries."""
    return _rows(Alert.objects.filter(pk__in=ids).order_by("-came_at", "id"))


def acknowledged_untold(*, token: str = "", size: int = PAGE) -> tuple[tuple[AlertRow, ...], str, str]:
    """Acted on, but not recorded yet what she was told. Three queries."""
    left = Alert.objects.filter(acknowledged_at__isnull=False, closed_at=None)
    part = paging.page(left, order=["due", "id"], token=token, size=size)
    return _rows(part.rows), part.earlier, part.later


def alert(alert_id: UUID) -> AlertRow | None:
    """One warning, or None. Three queries."""
    found = Alert.objects.filter(pk=alert_id).first()
    return _rows([found])[0] if found else None


def for_case(case_id: UUID) -> tuple[AlertRow, CaseRow] | None:
    """One case of a warning with the warning. Four queries."""
    alert_id = ForCase.objects.filter(pk=case_id).values_list("alert", flat=True).first()
    found = alert(alert_id) if alert_id else None
    return (found, next(one for one in found.cases if one.id == case_id)) if found else None


def message(alert_id: UUID) -> tuple[bytes, bytes] | None:
    """Header and seal of a warning, for whoever is unlocked; None: it is an item of our own. One query."""
    row = Alert.objects.values_list("message__header", "message__sealed").get(pk=alert_id)
    return None if row[0] is None else (bytes(row[0]), bytes(row[1]))


@dataclass(frozen=True, slots=True)
class TellingRow:
    id: UUID
    for_case: UUID
    at: datetime | None
    how: str
    words: bytes
    by: UUID
    written_at: datetime


def tellings(alert_id: UUID) -> list[TellingRow]:
    """What she was told of it, the latest first. One query."""
    rows = Telling.objects.filter(for_case__alert=alert_id).order_by("-written_at", "-pk")
    columns = rows.values_list("id", "for_case", "at", "how", "words", "by", "written_at")
    return [
        TellingRow(pk, case, at, how, bytes(words), by, written) for pk, case, at, how, words, by, written in columns
    ]


def silent_channels(*, at: datetime) -> dict[str, datetime]:
    """Channels whose latest word within six hours was a failure, and since when. One query."""
    lately = Notice.objects.filter(made_at__gt=at - timedelta(hours=6)).order_by("made_at", "pk")
    found: dict[str, datetime] = {}
    for channel, state, tries, made in lately.values_list("channel", "state", "tries", "made_at"):
        if state == "failed" or (state == "waiting" and tries):
            found.setdefault(channel, made)
        elif state == "sent":
            found.pop(channel, None)
    return found


def _rows(alerts: Iterable[Alert]) -> tuple[AlertRow, ...]:
    found = list(alerts)
    ids = [one.pk for one in found]
    steps: dict[UUID, list[StepRow]] = {}
    for alert_id, *values in (
        Step.objects.filter(alert__in=ids)
        .order_by("at", "rung", "pk")
        .values_list("alert", "at", "what", "rung", "line", "person")
    ):
        steps.setdefault(alert_id, []).append(StepRow(*values))
    cases: dict[UUID, list[CaseRow]] = {}
    columns = ("alert", "id", "about", "acknowledged_at", "by", "action", "words", "knows_at")
    for alert_id, *values in ForCase.objects.filter(alert__in=ids).order_by("pk").values_list(*columns):
        for sealed in (1, 5):
            values[sealed] = None if values[sealed] is None else bytes(values[sealed])
        cases.setdefault(alert_id, []).append(CaseRow(*values))
    return tuple(_row(one, steps.get(one.pk, []), cases.get(one.pk, [])) for one in found)


def _row(one: Alert, steps: list[StepRow], cases: list[CaseRow]) -> AlertRow:
    return AlertRow(
        one.pk,
        str(one),
        one.kind,
        one.severity,
        one.due,
        one.came_at,
        one.raised_at,
        one.whole,
        one.rung,
        one.next_due,
        one.taken_by_id,
        one.held_until,
        one.acknowledged_at,
        one.closed_at,
        tuple(steps),
        tuple(cases),
    )

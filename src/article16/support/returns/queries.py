"""Where the rows behind the figures come from: warnings and the rota with nobody unlocked, cases for whoever is."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from article16.common.accounts.access import Viewer
from article16.common.returns.periods import Period
from article16.support.alerts.models import Alert, Shift
from article16.support.keys.holders import case_boxes
from article16.support.keys.opening import Unlocked
from article16.support.survivors import queries as survivors
from article16.support.survivors import terms, writings
from article16.support.survivors.models import Case, Entry
from article16.support.survivors.writings import CaseFile, Core, Opened
from article16.support.team import queries as team
from article16.wall.vocabulary import AlertKind

from .counting import IN_TIME, LATER, NOT_YET, Days, Row, rows

MINUTES = (30, 240, 1440)  # classes of the time to action, each up to and with its last
HOUR = timedelta(hours=1)
OFTEN = 500  # entries between two words of progress: some 30 ms
Progress = Callable[[int, int], None]


def quarters(period: Period) -> dict[str, int]:
    """Cases by the quarter in which they were opened. One query."""
    wanted = {quarter_name(day) for day in _days(period)}
    counts = Counter(Case.objects.filter(quarter__in=wanted).values_list("quarter", flat=True))
    return {name: counts[name] for name in sorted(wanted)}


def quarter_name(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def _days(period: Period) -> list[date]:
    """One day of each month it touches."""
    found, day = [], period.first.replace(day=1)
    while day <= period.last:
        found.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return found


def warnings(period: Period, at: datetime) -> dict[str, list[Row]]:
    """What came in the period: by kind, whether in time, how soon. Test warnings are none. One query."""
    first, after = _moments(period)
    came = Alert.objects.filter(came_at__gte=first, came_at__lt=after).exclude(kind=AlertKind.TEST)
    found: dict[str, list[Row]] = {"warnings": [], "acted": [], "minutes": []}
    columns = ("pk", "kind", "came_at", "due", "acknowledged_at")
    for pk, kind, came_at, due, acted_at in came.order_by("-came_at", "pk").values_list(*columns):
        parts = {"warnings": kind, "acted": _acted(due, acted_at, at), "minutes": _class(came_at, acted_at)}
        for code, part in parts.items():
            found[code].append(Row(part, timezone.localdate(came_at), alert=pk))
    return found


def _acted(due: datetime, acted_at: datetime | None, at: datetime) -> str:
    if acted_at is not None:
        return IN_TIME if acted_at <= due else LATER
    return NOT_YET


def _class(came_at: datetime, acted_at: datetime | None) -> str:
    if acted_at is None:
        return NOT_YET
    took = (acted_at - came_at).total_seconds() / 60
    return next((str(most) for most in MINUTES if took <= most), LATER)


def open_warnings() -> int:
    """One query."""
    return Alert.objects.filter(acknowledged_at=None).count()


def cases(*, until: date | None = None) -> int:
    """All, or those opened up to the quarter of this day. One query."""
    return (Case.objects.filter(quarter__lte=quarter_name(until)) if until else Case.objects).count()


def rota(period: Period, at: datetime) -> dict[str, int]:
    """Whole hours on each line, up to now. One query."""
    first, after = _moments(period)
    last = min(after, at)
    spans = Shift.objects.filter(begins_at__lt=last).filter(Q(ends_at__isnull=True) | Q(ends_at__gt=first))
    found: dict[str, timedelta] = {}
    for line, begins, ends in spans.values_list("line", "begins_at", "ends_at"):
        found[line] = found.get(line, timedelta()) + max(timedelta(), min(ends or last, last) - max(begins, first))
    return {line: span // HOUR for line, span in found.items()}


def _moments(period: Period) -> tuple[datetime, datetime]:
    """From the first moment of the period to the first one after it, as the clocks here go."""
    zone = timezone.get_current_timezone()
    first = datetime.combine(period.first, time(), tzinfo=zone)
    return first, datetime.combine(period.last + timedelta(days=1), time(), tzinfo=zone)


def sessions(period: Period, by: Unlocked) -> list[Row]:
    """Sessions of the team. One query."""
    held = (one for _told, one in team.papers(by).sessions())
    return [Row(one.kind, one.on) for one in held if period.first <= one.on <= period.last]


class Everything:
    """All cases that open with this key, read once for a page. Those closed to this person too: counted, not listed."""

    def __init__(self, by: Unlocked, *, until: date, progress: Progress | None = None) -> None:
        """Four queries, and some 60 µs for each entry. Cases opened in a later quarter are left out.

        `progress` hears how many entries were opened, of how many; it may raise to stop.
        """
        there = Case.objects.filter(quarter__lte=quarter_name(until))
        self.all = there.count()
        boxes = case_boxes(there.values("pk"), by)
        entries: dict[UUID, list[Opened]] = {case: [] for case in boxes}
        written = Entry.objects.filter(case__in=there.values("pk")).values_list("id", "case", "sealed")
        whole = written.count() if progress else 0
        for number, (row, case, sealed) in enumerate(written):
            if progress and number % OFTEN == 0:
                progress(number, whole)
            if (box := boxes.get(case)) is not None:
                try:
                    entries[case].append(
                        writings.read(row, box.open(sealed, field=survivors.ENTRY, row=row, version=1))
                    )
                except ValueError:  # Broken is one too; the case itself says so on its page
                    continue
        self.files: list[CaseFile] = []
        for case, version, sealed in there.values_list("id", "version", "core"):
            if (box := boxes.get(case)) is not None:
                try:
                    core = writings.core_from(box.open(sealed, field=survivors.CORE, row=case, version=version))
                except ValueError:
                    continue
                self.files.append(CaseFile(case, core, writings.latest_first(entries[case])))
        among = terms.versions()
        self.days = Days(lambda day: terms.terms_on(day, among).first_contact)

    @property
    def unopened(self) -> int:
        """Cases that do not open with this key, and are in no figure."""
        return self.all - len(self.files)

    def rows(self, code: str, period: Period) -> list[Row]:
        return rows(code, self.files, period, self.days)


def listed(viewer: Viewer, by: Unlocked) -> dict[UUID, Core]:
    """Cases that may be listed to this person. Four queries."""
    return {case: core for case, core in survivors.cores(viewer, by) if core.code}

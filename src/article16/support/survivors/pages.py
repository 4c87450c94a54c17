"""What the pages of a case show."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from article16.common.ui.parts import Badge, Day, Entry, Fact, Hour, Month, SafeContact, State
from article16.common.ui.shell import Link

from .contact import SafeContact as Contact
from .contact import Verdict, Window, Wish, verdict
from .forms import DAYS, WAYS, WISHES
from .policy import DUTIES, FIRST_CONTACT, OUTCOMES, RELATIONS, WRITINGS
from .writings import Attempt, CaseFile, ConsentNow, Kind, Opened

HOURS = tuple(range(8, 22))


@dataclass(frozen=True, slots=True)
class CaseRow:
    id: UUID
    name: str
    code: str
    relation: str


@dataclass(frozen=True, slots=True)
class CasesPage:
    rows: tuple[CaseRow, ...]
    words: str  # searched for
    add: Link


@dataclass(frozen=True, slots=True)
class DutyRow:
    what: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class ConsentRow:
    id: UUID
    words: str
    second: str
    badge: Badge
    in_force: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    id: UUID
    name: str
    code: str
    facts: tuple[Fact, ...]
    contact: SafeContact
    may_now: bool
    duties: tuple[DutyRow, ...]
    consents: tuple[ConsentRow, ...]
    months: tuple[Month, ...]
    plan: str
    plan_when: str
    beside: tuple[str, ...]  # versions that another one does not know of
    broken: int
    guard: str
    asks: bool  # whether she may be asked: not after she said that she wishes no contact


def case_page(file: CaseFile, *, at: datetime, names: dict[str, str], guard: str) -> CasePage:
    contact = file.contact or Contact(wish=Wish.NOT_ASKED)
    found = verdict(contact, at=at)
    plans = file.plans
    return CasePage(
        id=file.id,
        name=file.core.called or file.core.name,
        code=file.core.code,
        facts=_facts(file, at),
        contact=_safe_contact(file, contact, found, at),
        may_now=found.now,
        duties=tuple(_duty(file, what, at) for what in DUTIES),
        consents=tuple(_consent(one, timezone.localdate(at)) for one in file.consents),
        months=_months(file, names),
        plan=plans[0].value.words if plans else "",
        plan_when=_when(plans[0].at) if plans else "",
        beside=tuple(one.value.words for one in file.beside if one.id != plans[0].id),
        broken=file.broken,
        guard=guard,
        asks=contact.wish in (Wish.OPEN, Wish.NOT_ASKED),
    )


def _facts(file: CaseFile, at: datetime) -> tuple[Fact, ...]:
    attempts = file.of(Kind.ATTEMPT)
    opened = file.core.opened_on
    due = _("by %(day)s") % {"day": _day(opened + FIRST_CONTACT)} if opened else ""
    reached = [one for one in attempts if one.value.outcome in ("reached", "wish")]
    last = [Fact(_("Last attempt"), f"{OUTCOMES[one.value.outcome]}, {_when(one.at)}") for one in attempts[:1]]
    again = [Fact(_("Next attempt"), _when(one.value.next_at)) for one in attempts[:1] if one.value.next_at]
    return (
        Fact(_("Who she is to him"), str(RELATIONS.get(file.core.relation, file.core.relation))),
        Fact(_("Case opened"), _day(opened) if opened else ""),
        Fact(_("First contact of ours"), _when(reached[-1].at) if reached else due),
        *last,
        *again,
        Fact(_("Language"), file.contact.language if file.contact else ""),
    )


def _safe_contact(file: CaseFile, contact: Contact, found: Verdict, at: datetime) -> SafeContact:
    zone = timezone.get_current_timezone()
    facts = [
        Fact(_("Ways"), ", ".join(str(WAYS[way]) for way in contact.ways)),
        Fact(_("Number"), contact.number),
        Fact(_("Message"), _("may be left") if contact.message_may_be_left else _("none may be left")),
        Fact(_("Others use the telephone"), {True: _("yes"), False: _("no"), None: ""}[contact.others_use_device]),
        Fact(_("Call as"), contact.cover_name),
        Fact(_("Code word"), contact.code_word),
        Fact(_("Our number"), _("withhold it") if contact.withhold_number else _("may be shown")),
    ]
    link = Link(_("What she said about contact"), reverse("survivor-contact", args=[file.id]))
    danger = Link(_("A life is in danger"), reverse("survivor-danger", args=[file.id]))
    open_now = contact.wish is Wish.OPEN
    return SafeContact(
        confirmed=_("said on %(day)s") % {"day": _day(contact.confirmed_on)}
        if contact.confirmed_on
        else _("not recorded"),
        moment=date_format(at.astimezone(zone), "D j F, H:i"),
        now=_now(contact, found),
        reason=_why(found),
        heads=((8, 4), (12, 4), (16, 4), (20, 2)),
        days=tuple(_week_day(number, contact, at.astimezone(zone)) for number in range(7)),
        facts=tuple(Fact(one.label, one.value or _("not recorded")) for one in facts) if open_now else (),
        shut="" if found.now else _shut(found),
        links=(link, danger),
    )


def _now(contact: Contact, found: Verdict) -> str:
    if found.now and found.until:
        return _("Now, until %(time)s.") % {"time": _clock(found.until)}
    if contact.wish is not Wish.OPEN:
        since = f" ({_('since %(day)s') % {'day': _day(contact.confirmed_on)}})" if contact.confirmed_on else ""
        return f"{WISHES[contact.wish]}{since}."
    if found.next:
        return _("Not now. Next: %(when)s.") % {"when": span(found.next)}
    return _("Not now.")


def _why(found: Verdict) -> str:
    return {
        "old": _("What she said is older than three months: ask her again at the next contact she begins."),
        "no window": _("No time is written down."),
        "never": _("Asking has ended. Only she takes this back."),
        "danger only": _("Only the page for danger to life leads to her."),
        "not asked": _("Ask how she can be reached when she calls, or through the person who sent her."),
    }.get(found.why, "")


def _shut(found: Verdict) -> str:
    return _("Opens %(when)s") % {"when": span(found.next)} if found.next else _("Not open")


def _week_day(number: int, contact: Contact, here: datetime) -> Day:
    hours = []
    for hour in HOURS:
        may = contact.wish is Wish.OPEN and any(_covers(window, number, hour) for window in contact.windows)
        now = here.weekday() == number and here.hour == hour
        words = f"{DAYS[number]} {hour}:00, {_('may be contacted') if may else _('not')}"
        hours.append(Hour(words, may, now))
    return Day(str(DAYS[number])[:2], tuple(hours))


def _covers(window: Window, weekday: int, hour: int) -> bool:
    if window.weekday != weekday:
        return False
    end = window.until.hour + (1 if window.until.minute else 0) if window.until > window.since else 24
    return window.since.hour <= hour < end


def _duty(file: CaseFile, what: str, at: datetime) -> DutyRow:
    done = file.duties.get(what)
    if done:
        return DutyRow(str(DUTIES[what]), Badge(State.DONE, _("told %(day)s") % {"day": _day(done.on)}))
    opened = file.core.opened_on
    late = bool(opened) and timezone.localdate(at) > opened + FIRST_CONTACT  # type: ignore[operator]
    return DutyRow(
        str(DUTIES[what]), Badge(State.LATE, _("not told yet, late")) if late else Badge(State.OPEN, _("not told yet"))
    )


def _consent(one: ConsentNow, on: date) -> ConsentRow:
    consent = one.consent
    words = _("%(who)s may be told: %(what)s") % {"who": consent.recipient, "what": consent.scope}
    second = _("For: %(purpose)s. Since %(day)s.") % {"purpose": consent.purpose, "day": _day(consent.since)}
    if consent.expires_on:
        second += " " + _("Until %(day)s.") % {"day": _day(consent.expires_on)}
    if one.in_force(on):
        return ConsentRow(one.id, words, second, Badge(State.DONE, _("in force")), True)
    ended = _("taken back %(day)s") % {"day": _day(one.ended_on)} if one.ended_on else _("not in force")
    return ConsentRow(one.id, words, second, Badge(State.NONE, ended), False)


def _months(file: CaseFile, names: dict[str, str]) -> tuple[Month, ...]:
    found: dict[str, list[Entry]] = {}
    for one in file.entries:
        local = timezone.localtime(one.at)
        found.setdefault(date_format(local, "F Y"), []).append(_entry(one, local, names))
    return tuple(Month(title, tuple(entries)) for title, entries in found.items())


def _entry(one: Opened, local: datetime, names: dict[str, str]) -> Entry:
    icon, fact, words = _words(one)
    who = names.get(str(one.by), "")
    second = " · ".join(part for part in (words, who) if part)
    danger = one.kind is Kind.ATTEMPT and bool(one.value.danger)
    return Entry(date_format(local, "D j, H:i"), local.isoformat(), icon, fact, second, danger)


def _words(one: Opened) -> tuple[str, str, str]:
    """Icon, fact and second line."""
    value: Any = one.value  # of the shape that its kind says
    if one.kind in _SAID:
        return _SAID[one.kind](value)
    title = WRITINGS.get(one.kind.value, one.kind.value)
    return "list", f"{title}: {value.title}" if value.title else str(title), value.words


def _tried(value: Attempt) -> tuple[str, str, str]:
    title = _("Danger to life: contact outside her times") if value.danger else _("Attempt to reach her")
    parts = (str(OUTCOMES[value.outcome]), value.danger, value.words)
    return "phone", title, " · ".join(part for part in parts if part)


_SAID: dict[Kind, Callable[[Any], tuple[str, str, str]]] = {
    Kind.CONTACT: lambda value: ("phone", _("What she said about contact"), str(WISHES[value.wish])),
    Kind.ATTEMPT: _tried,
    Kind.DUTY: lambda value: ("tick", _("She was told"), str(DUTIES.get(value.what, value.what))),
    Kind.CONSENT: lambda value: ("tick", _("She agreed"), f"{value.recipient}: {value.scope}"),
    Kind.CONSENT_ENDED: lambda _value: ("ring", _("She took a consent back"), ""),
    Kind.DISCLOSURE: lambda value: ("list", _("Told to %(who)s") % {"who": value.recipient}, value.what),
    Kind.PLAN: lambda value: ("list", _("Safety plan, a version"), value.words),
}


def span(span: tuple[datetime, datetime]) -> str:
    since = timezone.localtime(span[0])
    return _("%(day)s, %(since)s to %(until)s") % {
        "day": date_format(since, "D j F"),
        "since": f"{since:%H:%M}",
        "until": _clock(span[1]),
    }


def _clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def _when(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i")

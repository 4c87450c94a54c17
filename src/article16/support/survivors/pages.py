"""What the pages of a case show."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from article16.common.ui.parts import Badge, Day, Fact, Hour, Month, SafeContact, State
from article16.common.ui.shell import Link

from .child_pages import ChildRow, child_rows
from .contact import SafeContact as Contact
from .contact import Verdict, Window, Wish, verdict
from .duties import Terms
from .forms import DAYS, WAYS, WISHES
from .helped import ReferralRow, ToldRow, referral_rows, told_rows
from .policy import DUTIES, OUTCOMES, RELATIONS
from .safe_place import still_safe
from .story import months
from .to_do import ToDoRow, to_do_rows
from .writings import CaseFile, ConsentNow, Kind

HOURS = tuple(range(8, 22))
SHOWN = 100  # cases of a list; with more, a name or number finds one


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
    others: tuple[Link, ...] = ()
    more: int = 0  # found, and not shown


@dataclass(frozen=True, slots=True)
class DutyRow:
    what: str
    badge: Badge
    by: str = ""  # who told her


@dataclass(frozen=True, slots=True)
class ConsentRow:
    id: UUID
    words: str
    second: str
    badge: Badge
    in_force: bool
    tells: bool  # whether something is told under it; not where she agrees to be asked


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
    to_do: tuple[ToDoRow, ...]
    paper: Link | None  # of the plan, on the day on which its place was said
    children: tuple[ChildRow, ...]
    referrals: tuple[ReferralRow, ...]
    told: tuple[ToldRow, ...]  # to others: the register
    asks: bool  # whether she may be asked: not after she said that she wishes no contact


def case_page(
    file: CaseFile, *, at: datetime, names: dict[str, str], guard: str, terms: Terms, holder: str
) -> CasePage:
    """`terms`: those of the day on which the case was opened. `holder`: who holds it; empty: nobody."""
    contact = file.contact or Contact(wish=Wish.NOT_ASKED)
    found = verdict(contact, at=at)
    plans = file.plans
    return CasePage(
        id=file.id,
        name=file.core.called or file.core.name,
        code=file.core.code,
        facts=_facts(file, terms, holder),
        contact=_safe_contact(file, contact, found, at),
        may_now=found.now,
        duties=tuple(_duty(file, what, at, terms, names) for what in DUTIES),
        consents=tuple(_consent(one, timezone.localdate(at)) for one in file.consents),
        months=months(file, names),
        plan=plans[0].value.words if plans else "",
        plan_when=_when(plans[0].at) if plans else "",
        beside=tuple(one.value.words for one in file.beside if one.id != plans[0].id),
        broken=file.broken,
        guard=guard,
        to_do=to_do_rows(file, timezone.localdate(at)),
        paper=_paper(file, timezone.localdate(at)),
        children=child_rows(file),
        referrals=referral_rows(file),
        told=told_rows(file, names),
        asks=contact.wish in (Wish.OPEN, Wish.NOT_ASKED),
    )


def _paper(file: CaseFile, on: date) -> Link | None:
    printed = next((one for one in file.of(Kind.PLAN_PRINTED) if one.value.on == on), None)
    if printed is None or not still_safe(file, printed):
        return None
    return Link(_("Take the paper"), reverse("survivor-plan-paper", args=[file.id, printed.id]))


def _facts(file: CaseFile, terms: Terms, holder: str) -> tuple[Fact, ...]:
    attempts = file.of(Kind.ATTEMPT)
    opened, since = file.core.opened_on, file.core.counted_from
    due = _("by %(day)s") % {"day": _day(since + timedelta(days=terms.first_contact))} if since else ""
    referred = [Fact(_("His referral"), _day(file.core.referred_on))] if file.core.referred_on else []
    reached = [one for one in attempts if one.value.outcome in ("reached", "wish")]
    last = [Fact(_("Last attempt"), f"{OUTCOMES[one.value.outcome]}, {_when(one.at)}") for one in attempts[:1]]
    again = [Fact(_("Next attempt"), _when(one.value.next_at)) for one in attempts[:1] if one.value.next_at]
    return (
        Fact(_("Who she is to him"), str(RELATIONS.get(file.core.relation, file.core.relation))),
        Fact(_("Held by"), holder or _("nobody")),
        *referred,
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
        Fact(_("Others use the telephone"), _others(contact)),
        Fact(_("Call as"), contact.cover_name),
        Fact(_("Code word"), contact.code_word),
        Fact(_("Our number"), _("withhold it") if contact.withhold_number else _("may be shown")),
    ]
    link = Link(_("What she said about contact"), reverse("survivor-contact", args=[file.id]))
    danger = Link(_("A life is in danger"), reverse("survivor-danger", args=[file.id]))
    first = [Link(_("First contact"), reverse("survivor-first", args=[file.id]))]
    open_now = contact.wish is Wish.OPEN
    return SafeContact(
        confirmed=_("said on %(day)s") % {"day": _day(contact.confirmed_on)}
        if contact.confirmed_on
        else _("not recorded"),
        moment=date_format(at.astimezone(zone), "D j F, H:i"),
        now=_now(contact, found),
        reason=_("Casework wrote ways to reach her. She has not confirmed them: only the first contact uses them.")
        if contact.from_casework
        else _why(found),
        heads=((8, 4), (12, 4), (16, 4), (20, 2)),
        days=tuple(_week_day(number, contact, at.astimezone(zone)) for number in range(7)),
        facts=tuple(Fact(one.label, one.value or _("not recorded")) for one in facts) if open_now else (),
        shut="" if found.now else _shut(found),
        links=(*(first if contact.wish is Wish.NOT_ASKED else ()), link, danger),
    )


def _others(contact: Contact) -> str:
    said = {True: _("yes"), False: _("no"), None: ""}[contact.others_use_device]
    return ", ".join(filter(None, (said, contact.who_uses)))


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
        "not asked": _("The first contact asks how and when she can be reached."),
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


def _duty(file: CaseFile, what: str, at: datetime, terms: Terms, names: dict[str, str]) -> DutyRow:
    told = [one for one in file.of(Kind.DUTY) if one.value.what == what]
    if told:
        first = told[-1]
        said = _("told %(day)s") % {"day": _day(first.value.on)}
        return DutyRow(str(DUTIES[what]), Badge(State.DONE, said), names.get(str(first.by), ""))
    since = file.core.counted_from
    late = since is not None and timezone.localdate(at) > since + timedelta(days=terms.first_contact)
    return DutyRow(
        str(DUTIES[what]), Badge(State.LATE, _("not told yet, late")) if late else Badge(State.OPEN, _("not told yet"))
    )


def _consent(one: ConsentNow, on: date) -> ConsentRow:
    consent = one.consent
    words = _("%(who)s may be told: %(what)s") % {"who": consent.recipient, "what": consent.scope}
    words = consent.scope if consent.about else words
    second = _("For: %(purpose)s. Since %(day)s.") % {"purpose": consent.purpose, "day": _day(consent.since)}
    if consent.expires_on:
        second += " " + _("Until %(day)s.") % {"day": _day(consent.expires_on)}
    if one.in_force(on):
        return ConsentRow(one.id, words, second, Badge(State.DONE, _("in force")), True, not consent.about)
    ended = _("taken back %(day)s") % {"day": _day(one.ended_on)} if one.ended_on else _("not in force")
    return ConsentRow(one.id, words, second, Badge(State.NONE, ended), False, False)


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

"""The duty desk, one warning, what she is still to be told, and the board."""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from article16.common.accounts import queries as accounts
from article16.common.accounts.log_view import paging_of
from article16.common.accounts.middleware import seen
from article16.common.pulse import queries as pulse
from article16.common.ui.parts import Badge, Fact, State
from article16.common.ui.shell import Link
from article16.support.alerts import drawing, pages
from article16.support.alerts.actions.raising import OWN
from article16.support.alerts.knowing import closed
from article16.support.alerts.pointing import Pointed, pointed
from article16.support.alerts.policy import ACTIONS, HOW, KINDS, SOURCES
from article16.support.alerts.queries import board, desk
from article16.support.alerts.queries import rota as rota_queries
from article16.support.alerts.women import Linked, linked, named
from article16.support.keys.opening import Unlocked
from article16.support.keys.session import unlocked
from article16.wall.box.errors import Broken
from article16.wall.sheet import label
from article16.wall.vocabulary import Alert

from .frame import now, tabs, to_unlock

WATCHED = {
    "tick": _("Tick"),
    "test": _("Test warning"),
    "unnotified": _("Oldest warning not told"),
    "slot": _("Oldest message"),
    "backup": _("Backup"),
}
ABOUT = {
    "answer": _("She gave an answer by her link that needs somebody at once. It stands in her case."),
    "message": _("She wrote by her link. It stands in her case."),
    "arrived": _("She saved answers by her link that nobody has read yet. They are scored when her case is opened."),
}
SHUT = gettext_lazy("You said that you know this man. Pass the warning on now: somebody else acts on it.")
DOUBT = gettext_lazy(
    "Nobody can say that casework wrote this: its signature or its seal is not right. Ring casework before you act on "
    "its words; act at once where waiting could cost a life."
)
CHANNELS = {"mail": _("Mail"), "sms": _("The gateway for short messages")}


def _cards(request: HttpRequest, rows, at: datetime) -> tuple[pages.Card, ...]:
    ladders, locked = rota_queries.ladders(), unlocked(request) is None
    people = {str(one.taken_by) for one in rows if one.taken_by}
    names = accounts.names(people) if people else {}
    return tuple(
        drawing.card(
            row, ladders[row.severity], now=at, viewer=request.viewer.id, names=names, locked=locked, first=n == 0
        )
        for n, row in enumerate(rows)
    )


@require_safe
def duty_desk(request: HttpRequest) -> HttpResponse:
    at = now()
    part = desk.desk(at=at, token=request.GET.get("from", ""))
    seen(request, *(row.id for row in part.rows))
    looks = pulse.looks()
    page = pages.DutyDeskPage(
        now=timezone.localtime(at),
        summary=_summary(part),
        cards=_cards(request, part.rows, at),
        paging=paging_of(part),
        tabs=tabs(request, "duty-desk"),
        locked=unlocked(request) is None,
        unlock=to_unlock(request),
        silent=_silent(at),
        watch=tuple(_watched(one, at) for one in looks.values() if one.name in WATCHED or not one.well),
        looked=drawing.clock(max(one.at for one in looks.values()), at) if looks else "",
    )
    return render(request, "alerts/duty_desk.html", {"page": page})


def _summary(part: desk.DeskPart) -> str:
    waits = ngettext("%(number)d warning waits for a person", "%(number)d warnings wait for a person", part.open)
    waits %= {"number": part.open}
    if not part.late:
        return _("%(waits)s, none past its time.") % {"waits": waits}
    late = ngettext("%(number)d of them past its time", "%(number)d of them past their time", part.late)
    return f"{waits}, {late % {'number': part.late}}."


def _silent(at: datetime) -> tuple[str, ...]:
    said = _("%(channel)s has not answered since %(time)s. Rungs follow faster until it does.")
    found = desk.silent_channels(at=at)
    return tuple(
        said % {"channel": CHANNELS.get(name, name), "time": drawing.clock(since, at)} for name, since in found.items()
    )


def _watched(look: pulse.LookRow, at: datetime) -> Badge:
    label = WATCHED.get(look.name, look.name)
    return Badge(State.DONE if look.well else State.LATE, f"{label} {look.value}".strip())


@require_safe
def alerts_untold(request: HttpRequest) -> HttpResponse:
    rows, earlier, later = desk.acknowledged_untold(token=request.GET.get("from", ""))
    seen(request, *(row.id for row in rows))
    part = desk.DeskPart(rows, earlier, later, 0, 0)
    page = pages.UntoldPage(_cards(request, rows, now()), paging_of(part), tabs(request, "alerts-untold"))
    return render(request, "alerts/alerts_untold.html", {"page": page})


@require_safe
def alert(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    row, at = desk.alert(alert_id), now()
    if row is None:
        raise Http404
    seen(request, alert_id)
    people = {str(one.person) for one in row.steps if one.person} | {str(one.by) for one in row.cases if one.by}
    names = accounts.names(people)
    shut = closed(alert_id, request.viewer.id, unlocked(request))
    facts, words, fault = ((), "", str(SHUT)) if shut else _inside(request, alert_id)
    own, key = row.kind == OWN, unlocked(request)
    found = linked(alert_id, request.viewer, key) if key and not (own or shut) else ()
    seen(request, *(one.case for one in found))
    page = pages.AlertPage(
        card=_cards(request, (row,), at)[0],
        tabs=tabs(request, ""),
        locked=unlocked(request) is None,
        unlock=to_unlock(request),
        facts=facts,
        words=words,
        fault=fault,
        doubt="" if row.whole else str(DOUBT),
        cases=() if shut else _cases(request, row, found, names, at),
        months=drawing.months(row, names),
        open=row.acknowledged_at is None,
        own=own,
        read=_case_link(request, alert_id) if own else None,
        women=tuple(Link(one.title, reverse("survivor", args=[one.case])) for one in found),
    )
    return render(request, "alerts/alert.html", {"page": page})


def _inside(request: HttpRequest, alert_id: UUID) -> tuple[tuple[Fact, ...], str, str]:
    """What casework wrote: facts, words, or why it does not open. Nothing while locked."""
    key, sealed = unlocked(request), desk.message(alert_id)
    if key is None:
        return (), "", ""
    if sealed is None:
        return _own(pointed(alert_id, key))
    try:
        message = key.open_message(*sealed)
    except Broken as no:
        return (
            (),
            "",
            _("It does not open (%(code)s). Ask casework what it says; they read it to you.") % {"code": no.code},
        )
    if not isinstance(message, Alert):
        return (), "", _("It says something else than its header. Ask casework what it says.")
    facts = (
        Fact(_("Programme"), message.programme),
        Fact(_("Saved in casework"), drawing.clock(message.raised_at, timezone.now())),
        Fact(_("Whose word"), str(SOURCES[message.source])),
        Fact(_("Man, as casework names him to us"), label(message.mailbox)),
    )
    return facts, message.words, ""


def _own(found: Pointed | None) -> tuple[tuple[Fact, ...], str, str]:
    """An item of our own: what it is about, and where it is read."""
    if found is None:
        return (), "", _("It does not open. Tell the lead: something was moved or changed.")
    words = str(ABOUT.get(found.about, found.about))
    if found.case is None:
        return (Fact(_("May open the case"), ", ".join(found.named)),), words, ""
    return (), words, ""


def _case_link(request: HttpRequest, alert_id: UUID) -> Link | None:
    key = unlocked(request)
    found = pointed(alert_id, key) if key else None
    return Link(_("Open the case"), reverse("survivor", args=[found.case])) if found and found.case else None


def _cases(
    request: HttpRequest, row: desk.AlertRow, found: tuple[Linked, ...], names: dict[str, str], at: datetime
) -> tuple[pages.CaseLine, ...]:
    key, told = unlocked(request), desk.tellings(row.id)
    women = _titles(row, found, key) if key else {}
    lines = []
    for number, one in enumerate(row.cases, 1):
        title = _("Case %(number)d of %(all)d") % {"number": number, "all": len(row.cases)}
        title = f"{title}: {women[one.id]}" if one.id in women else title
        facts = []
        if one.acknowledged_at:
            facts += [
                Fact(_("Done about it"), str(ACTIONS.get(one.action, one.action))),
                Fact(_("By"), f"{names.get(str(one.by), '')}, {drawing.clock(one.acknowledged_at, at)}"),
            ]
        mine = [row for row in told if row.for_case == one.id]
        facts += [Fact(_("Told"), _told(telling, at)) for telling in mine]
        words = [drawing_words(key, one.words, one.id)] if key and one.words else []
        words += [drawing_words(key, telling.words, telling.id) for telling in mine] if key else []
        lines.append(pages.CaseLine(title, tuple(facts), "\n".join(filter(None, words)), _next(one, key is None)))
    return tuple(lines)


def _titles(row: desk.AlertRow, found: tuple[Linked, ...], key: Unlocked) -> dict[UUID, str]:
    """Row of the warning to the case that it is about, where this worker may open that case."""
    rows = named({one.id: one.about for one in row.cases}, key)
    return {rows[one.case]: one.title for one in found if one.case in rows}


def _told(telling: desk.TellingRow, at: datetime) -> str:
    how = str(HOW.get(telling.how, telling.how))
    return f"{how}, {drawing.clock(telling.at, at)}" if telling.at else how


def drawing_words(key, blob: bytes, row: UUID) -> str:
    """Words of a case while unlocked."""
    from article16.support.alerts.actions.acting import words_context

    try:
        return key.open_sealed(blob, context=words_context(row)).decode()
    except Broken as no:
        return _("These words do not open (%(code)s).") % {"code": no.code}


def _next(one: desk.CaseRow, locked: bool) -> Link | None:
    if locked:
        return None
    if one.acknowledged_at is None:
        return Link(_("Acknowledge with the action taken"), reverse("alert-acknowledge", args=[one.id]))
    return Link(_("Record what she was told"), reverse("alert-telling", args=[one.id]))


@require_safe
def alert_board(request: HttpRequest) -> HttpResponse:
    since = timezone.now() - timedelta(days=90)
    found = board.figures(since=since)
    rows = tuple(
        pages.FigureRow(label, spread.number, _length(spread.median), _length(spread.slowest))
        for label, spread in (
            (_("From the fact to its coming here"), found.receipt),
            (_("From the fact to taken"), found.taken),
            (_("From the fact to acted on, for every case"), found.acknowledged),
            (_("From the fact to her knowing"), found.known),
        )
    )
    kinds = tuple((str(KINDS.get(kind, kind)), number, late) for kind, number, late in found.kinds)
    said = _("%(name)s opened %(pages)d pages within an hour, until %(when)s.")
    alarms = tuple(
        said % {"name": one.person, "pages": one.pages, "when": drawing.clock(one.at, timezone.now())}
        for one in board.reading_alarms(since=since)
    )
    said = _("Casework began to count anew on %(when)s, as after a restore. Ask them which of these they still have: ")
    anew = tuple(
        said % {"when": drawing.clock(one.at, timezone.now())} + ", ".join(one.codes)
        for one in board.begun_anew(since=since)
        if one.codes
    )
    page = pages.BoardPage(rows, kinds, timezone.localtime(since), alarms, anew, tabs(request, "alert-board"))
    return render(request, "alerts/alert_board.html", {"page": page})


def _length(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return _("%(seconds).1f s") % {"seconds": seconds} if seconds < 60 else drawing.span(timedelta(seconds=seconds))

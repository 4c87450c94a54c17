"""The page of the team: a worker sees herself, a lead everybody."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from article16.common.accounts import queries as accounts
from article16.common.accounts.middleware import seen
from article16.common.ui.parts import Badge, State
from article16.common.ui.shell import Link
from article16.support.keys.session import held as unlocked_of
from article16.support.keys.session import needs_unlocked
from article16.support.survivors import clock

from .. import pages, queries, writings
from ..policy import SEES, SESSIONS
from ..queries import Load
from ..writings import Held, Papers, Standing, Told
from .frame import leads

LATEST = 12  # sessions on the page


@require_safe
@needs_unlocked
def team(request: HttpRequest) -> HttpResponse:
    me, lead, on = request.viewer.id, leads(request), clock.today()
    found, workers = queries.papers(unlocked_of(request)), queries.people(clock.now())
    shown = workers if lead else {pk: name for pk, name in workers.items() if pk == me}
    load, hard = queries.load(found, workers), queries.hard_days(shown)
    seen(request, *shown)
    sessions = [row for row in found.sessions() if lead or me in row[1].people][:LATEST]
    page = pages.TeamPage(
        about=_("Everybody who works here.") if lead else _("You, as you and the leads see it."),
        people=tuple(_person(pk, name, found, load, hard[pk], on, lead, me) for pk, name in shown.items()),
        nobody=_nobody(len(load.nobody)) if lead and load.nobody else "",
        plan=_plan(found),
        held=_held(sessions),
        sees=tuple(str(one) for one in SEES),
        links=_links(lead),
        broken=found.broken,
    )
    return render(request, "team/team.html", {"page": page})


def _person(
    pk: UUID, name: str, found: Papers, load: Load, hard: Iterable[date], on: date, lead: bool, me: UUID
) -> pages.PersonCard:
    number, most = load.number(pk), load.most(pk)
    owed = writings.owed(found, pk, hard)
    links = []
    if number:
        links.append(Link(_("Her cases"), f"{reverse('team-cases')}?who={pk}") if lead else _mine())
    if lead:
        links.append(Link(_("Cases at most"), reverse("team-agreed", args=[pk])))
    if owed:
        links.append(Link(_("Record the debrief"), reverse("team-care", args=[pk])))
    return pages.PersonCard(
        name=name,
        cases=_("%(number)d of %(most)d") % {"number": number, "most": most},
        full=number >= most,
        sessions=tuple(_line(one, on) for one in writings.standing(found, pk, on)),
        care=_("A debrief is owed since %(day)s") % {"day": day(owed[0])} if owed else "",
        links=tuple(links),
    )


def _mine() -> Link:
    return Link(_("Your cases"), reverse("team-cases"))


def _line(one: Standing, on: date) -> pages.SessionLine:
    if one.late(on):
        badge = Badge(State.LATE, _("planned by %(day)s") % {"day": day(one.next)})
    else:
        badge = Badge(State.OPEN, _("next by %(day)s") % {"day": day(one.next)})
    return pages.SessionLine(
        kind=str(SESSIONS.get(one.kind, one.kind)),
        number=_("%(held)d of %(planned)d in twelve months") % {"held": one.held, "planned": one.planned},
        last=_("last on %(day)s") % {"day": day(one.last)} if one.last else _("none yet"),
        badge=badge,
    )


def _nobody(number: int) -> str:
    said = ngettext("%(number)d case is held by nobody.", "%(number)d cases are held by nobody.", number)
    return said % {"number": number}


def _plan(found: Papers) -> tuple[str, ...]:
    said = _("%(kind)s: once in %(days)d days")
    days: Mapping[str, int] = found.rhythm.days if found.rhythm else {}
    return tuple(said % {"kind": SESSIONS.get(kind, kind), "days": number} for kind, number in days.items())


def _held(sessions: list[tuple[Told, Held]]) -> tuple[pages.HeldRow, ...]:
    names = accounts.names({str(pk) for told, value in sessions for pk in (told.by, *value.people)})
    return tuple(
        pages.HeldRow(
            on=day(value.on),
            kind=str(SESSIONS.get(value.kind, value.kind)),
            people=", ".join(sorted(names.get(str(pk), "") for pk in value.people)),
            by=names.get(str(told.by), ""),
        )
        for told, value in sessions
    )


def _links(lead: bool) -> tuple[Link, ...]:
    own = (
        Link(_("Record a session"), reverse("team-session-add")),
        Link(_("I want a debrief"), reverse("team-care-ask")),
    )
    set_up = (
        Link(_("Who holds which case"), reverse("team-cases")),
        Link(_("Planned sessions"), reverse("team-rhythm")),
    )
    return (*own, *set_up) if lead else (*own, _mine())


def day(on: date) -> str:
    return date_format(on, "j M Y")

"""Today, the man's page, and the same to print."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from article16.casework.clients import queries as clients
from article16.casework.clients.policy import INTAKE, WRITERS
from article16.casework.groups.queries import groups as groups_of
from article16.common.accounts.middleware import seen
from article16.common.ui.parts import Badge, State, Tab
from article16.common.ui.shell import Link
from article16.wall.outbox import queries as outbox

from . import due, man, pages, rooms, strip, today
from .history import history


@require_safe
def today_page(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    day = timezone.localdate(at)
    works_with_men = bool(request.viewer.grants.keys() - {"administrator"})
    found = today.gathered(request.viewer, at=at) if works_with_men else []
    badge, note = _messages(outbox.state(clients.DEFAULT_ZONE, most=COUNTED))
    groups = groups_of.groups(request.viewer, at=at, size=GROUPS).rows if works_with_men else ()
    links = [Link(_("Tasks"), reverse("tasks"))] if works_with_men else []
    if request.viewer.has(INTAKE):
        links.append(Link(_("New referral"), reverse("client-add")))
    page = pages.TodayPage(
        today=day,
        sentence=today.sentence(found, today=day) if works_with_men else _("People, programmes and the record."),
        groups=today.grouped(found, today=day),
        more=_("When these are done the next ones come here.") if len(found) > today.MOST else "",
        links=tuple(links),
        circles=tuple(_circle(one) for one in groups),
        messages_badge=badge,
        messages_note=note,
        works_with_men=works_with_men,
        to_men=Link(_("Show the men"), reverse("clients")),
    )
    return render(request, "overview/today.html", {"page": page})


def _circle(line: groups_of.GroupLine) -> pages.Circle:
    group, upcoming = line.group, line.next
    when = date_format(group.local(upcoming), "D j M, H:i") if upcoming else _("no session planned")
    places = _("%(men)d of %(most)d places") % {"men": line.men, "most": group.capacity}
    return pages.Circle(Link(group.name, reverse("group", args=[group.id])), places, when)


def _messages(state) -> tuple[Badge, str]:
    explain = _("Messages leave for every man alike and cannot be read back here.")
    if state.refused:
        words = _("%(number)d not taken") % {"number": state.refused}
        return Badge(State.LATE, words), _("Call the administrator: run the doctor command on the machine.")
    if state.unsent >= COUNTED:
        return Badge(State.DUE, _("%(number)d and more on the way") % {"number": COUNTED}), explain
    if state.unsent:
        return Badge(State.DUE, _("%(number)d on the way") % {"number": state.unsent}), explain
    return Badge(State.DONE, _("All handed over")), explain


@require_safe
def client(request: HttpRequest, client_id: UUID) -> HttpResponse:
    try:
        page = _page(request, client_id, show=request.GET.get("show", ""), token=request.GET.get("from", ""))
    except Http404:
        kept = clients.merged_into(request.viewer, client_id)
        if kept is None:
            raise
        return redirect("client", kept)
    return render(request, "overview/client.html", {"page": page})


@require_safe
def client_print(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The whole of it on paper: every entry, nothing to press."""
    page = _page(request, client_id, size=WHOLE)
    return render(request, "overview/client_print.html", {"page": page})


COUNTED = 1_000  # messages on the way; beyond it nobody needs the number
GROUPS = 8  # beside what waits; the page of groups has them all
WHOLE = 10_000  # entries; no man has as many


def _page(
    request: HttpRequest, client_id: UUID, *, show: str = "", token: str = "", size: int = 50
) -> pages.ClientPage:
    found = clients.client(request.viewer, client_id)
    if found is None:
        raise Http404
    seen(request, client_id)
    at, where = timezone.now(), reverse("client", args=[client_id])
    episodes = [one.id for one in found.episodes]
    past = history(client_id, episodes, kinds=man.kinds_of(show), token=token, size=size)
    waits = due.due(request.viewer, client_id, episodes, at=at)
    return pages.ClientPage(
        client=found,
        tabs=_tabs(request, client_id, found.episodes[0].id),
        badges=man.badges(found),
        facts=man.facts(request.viewer, found, at=at),
        way=rooms.summaries(rooms.WAY, request.viewer, client_id),
        due=waits,
        due_count=sum(len(group.rows) for group in waits),
        attended=strip.attended(past.standing.get(("attendance", episodes[0]), ()), client_id),
        filters=man.filters(client_id, past.counts, show),
        months=man.months(past, where),
        paging=man.paging(past, show),
        left=man.left(past),
        may_close=request.viewer.has(WRITERS),
        print_url=reverse("client-print", args=[client_id]),
    )


def _tabs(request: HttpRequest, client_id: UUID, episode_id: UUID) -> tuple[Tab, ...]:
    linked = rooms.links(viewer=request.viewer, client_id=client_id, episode_id=episode_id)
    shown = [Link(_("Overview"), reverse("client", args=[client_id])), *linked]
    if request.viewer.has(frozenset({"manager", "auditor"})):
        shown.append(Link(_("Who opened this file"), reverse("client-opened", args=[client_id])))
    return tuple(Tab(link.label, link.url, n == 0) for n, link in enumerate(shown))

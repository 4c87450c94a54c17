"""Who holds which case, and giving a case to somebody."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts.middleware import seen
from article16.common.form_pages import form_page
from article16.common.ui.parts import Paging, Tab
from article16.support.keys.session import held as unlocked_of
from article16.support.keys.session import needs_unlocked
from article16.support.survivors import clock
from article16.support.survivors import queries as survivors
from article16.support.survivors.views import found_case, on_case

from .. import actions, forms, pages, queries
from ..queries import Load
from . import frame

SIZE = 50


@require_safe
@needs_unlocked
def team_cases(request: HttpRequest) -> HttpResponse:
    """A worker sees those that she holds; a lead all, or one worker's, or nobody's."""
    me, lead = request.viewer.id, frame.leads(request)
    by, workers = unlocked_of(request), queries.people(clock.now())
    load = queries.load(queries.papers(by), workers)
    who = _who(request, workers) if lead else str(me)
    wanted = _wanted(load, who)
    listed = [(case, core) for case, core in survivors.cores(request.viewer, by) if case in wanted]
    first = _first(request, len(listed))
    part = listed[first : first + SIZE]
    seen(request, *(case for case, _core in part))
    rows = tuple(
        pages.CaseRow(
            id=case,
            code=core.code,
            name=core.called or core.name,
            worker=workers.get(load.held[case], "") if case in load.held else "",
            give=reverse("team-hold", args=[case]) if lead else "",
        )
        for case, core in part
    )
    page = pages.CasesPage(
        filters=_filters(load, workers, who) if lead else (),
        rows=rows,
        paging=_paging(who if lead else "", first, len(listed)),
        closed=_closed(len(wanted) - len(listed)),
        lead=lead,
    )
    return render(request, "team/cases.html", {"page": page})


def _who(request: HttpRequest, workers: dict[UUID, str]) -> str:
    asked = request.GET.get("who", "")
    return asked if asked == forms.NOBODY or asked in {str(one) for one in workers} else ""


def _wanted(load: Load, who: str) -> set[UUID]:
    if not who:
        return {*load.held, *load.nobody}
    return set(load.nobody) if who == forms.NOBODY else {case for case, one in load.held.items() if str(one) == who}


def _first(request: HttpRequest, number: int) -> int:
    asked = request.GET.get("from", "")
    first = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    return first if first < number else 0


def _paging(who: str, first: int, number: int) -> Paging:
    def at(start: int) -> str:
        return f"?who={who}&from={start}"

    return Paging(at(max(0, first - SIZE)) if first else None, at(first + SIZE) if first + SIZE < number else None)


def _filters(load: Load, workers: dict[UUID, str], who: str) -> tuple[Tab, ...]:
    base = reverse("team-cases")
    everybody = Tab(_("All"), base, not who, len(load.held) + len(load.nobody))
    nobody = Tab(_("Nobody"), f"{base}?who={forms.NOBODY}", who == forms.NOBODY, len(load.nobody))
    each = (Tab(name, f"{base}?who={pk}", who == str(pk), load.number(pk)) for pk, name in workers.items())
    return (everybody, nobody, *each)


def _closed(number: int) -> str:
    said = ngettext(
        "%(number)d more case is counted here, and closed to you.",
        "%(number)d more cases are counted here, and closed to you.",
        number,
    )
    return said % {"number": number} if number else ""


@require_http_methods(["GET", "POST"])
@on_case
def team_hold(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    file, by = found_case(request, survivor_id), unlocked_of(request)
    workers = queries.people(clock.now())
    load = queries.load(queries.papers(by), workers)
    said = _("%(name)s: holds %(number)d of %(most)d")
    choices = [
        (str(pk), said % {"name": name, "number": load.number(pk), "most": load.most(pk)})
        for pk, name in workers.items()
    ]
    now = load.held.get(survivor_id)
    initial = {"worker": str(now) if now else None}
    form = common.opened(request, forms.HoldForm, people=choices, initial=initial)

    def act() -> None:
        chosen = form.cleaned_data["worker"]
        worker = None if chosen == forms.NOBODY else UUID(chosen)
        if worker is not None and worker not in workers:
            raise Http404
        actions.hold(case=survivor_id, worker=worker, by=by, at=clock.now())

    return form_page(
        request,
        form,
        act,
        heading=f"{_('Who holds this case')}: {file.core.code}",
        intro=_("She is told by her worker who it is now. Nobody gets more cases than she has agreed to."),
        button=_("Save who holds it"),
        said=_("Saved."),
        back=reverse("team-cases"),
    )

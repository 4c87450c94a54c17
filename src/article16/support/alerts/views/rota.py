"""What the lead sets: the ladder, the rota, the hours of duty; and each person's own absence and telephone."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts import queries as accounts
from article16.common.accounts.log_view import paging_of
from article16.common.accounts.pages import FormPage
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link
from article16.support.alerts import drawing, forms, pages
from article16.support.alerts.actions import setting
from article16.support.alerts.policy import LINES, SEVERITIES, Line, Roster
from article16.support.alerts.queries import rota as queries

from .frame import tabs


def _saved(request: HttpRequest, form, act, *, said: str, **page) -> HttpResponse:
    """Save once and say so, or show the form."""
    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, said)
        return done
    kept = getattr(request, "draft_kept_at", None)
    shown = FormPage(form=form, back=reverse("rota"), kept_at=kept, **page)
    return render(request, "accounts/form_page.html", {"page": shown})


@require_http_methods(["GET", "POST"])
def alert_ladder(request: HttpRequest) -> HttpResponse:
    initial = forms.LadderForm.from_rules(queries.ladders(), queries.paces(), queries.reading_limit())
    form = common.opened(request, forms.LadderForm, initial=initial)

    def act() -> str:
        data = form.cleaned_data
        ladders, paces = data["ladders"], data["paces"]
        setting.set_ladder(
            ladders=ladders, paces=paces, reading=data["reading"], by=request.viewer.id, at=timezone.now()
        )
        return reverse("alert-ladder")

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Saved. What waits already goes on from the rung it has reached."))
        return done
    sections = tuple(
        (
            _("Severity: %(severity)s") % {"severity": words},
            tuple(one for one in form if one.name.startswith(f"{key}-")),
        )
        for key, words in SEVERITIES.items()
    )
    page = pages.LadderPage(form=form, sections=sections, tabs=tabs(request, "alert-ladder"))
    return render(request, "alerts/alert_ladder.html", {"page": page})


@require_safe
def rota(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    roster = queries.roster(at)
    part = queries.shifts(at, token=request.GET.get("from", ""))
    away = queries.absences(at)
    people = {str(one.person) for one in (*part.rows, *away)} | {
        str(one) for line in roster.lines.values() for one in line
    }
    names = accounts.names(people)
    lead = "lead" in request.viewer.grants
    page = pages.RotaPage(
        shifts=tuple(_shift(one, names, at, lead) for one in part.rows),
        paging=paging_of(part),
        absences=tuple(_shift(one, names, at, lead) for one in away),
        hours=_hours(),
        now=_now(roster, names),
        warnings=_warnings(roster),
        links=_links(lead),
        tabs=tabs(request, "rota"),
    )
    return render(request, "alerts/rota.html", {"page": page})


def _shift(one: queries.ShiftRow, names: dict[str, str], at, lead: bool) -> pages.ShiftRow:
    until = drawing.clock(one.ends_at, at) if one.ends_at else _("until somebody ends it")
    span = _("%(begins)s to %(ends)s") % {"begins": drawing.clock(one.begins_at, at), "ends": until}
    end = reverse("rota-shift-end", args=[one.id]) if lead and one.line else ""
    line = str(LINES[Line(one.line)]) if one.line else ""
    return pages.ShiftRow(one.id, line, names.get(str(one.person), ""), span, one.begins_at <= at, end)


def _hours() -> tuple[str, ...]:
    said = _("%(day)s %(opens)s to %(closes)s")
    return tuple(
        said % {"day": forms.DAYS[day], "opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}"}
        for day, opens, closes in queries.week().stretches
    )


def _now(roster: Roster, names: dict[str, str]) -> tuple[Fact, ...]:
    return tuple(
        Fact(str(words), ", ".join(names.get(str(one), "") for one in roster.on(line)) or _("nobody"))
        for line, words in LINES.items()
    )


def _warnings(roster: Roster) -> tuple[str, ...]:
    empty = [str(words) for line, words in LINES.items() if not roster.on(line)]
    said = _("Nobody stands on “%(line)s” now. Its rung is left out and the next is told at once.")
    found = [said % {"line": line} for line in empty]
    if not any(roster.channels.values()):
        found.append(_("Nobody can be called by mail or telephone. Warnings show on the desk only."))
    return tuple(found)


def _links(lead: bool) -> tuple[Link, ...]:
    own = (Link(_("I am away"), reverse("rota-absence-add")), Link(_("My telephone"), reverse("rota-reach")))
    set_up = (Link(_("Add to the rota"), reverse("rota-shift-add")), Link(_("Hours of duty"), reverse("rota-hours")))
    return (*set_up, *own) if lead else own


@require_http_methods(["GET", "POST"])
def rota_shift_add(request: HttpRequest) -> HttpResponse:
    form = common.opened(request, forms.ShiftForm, people=queries.people(timezone.now()))

    def act() -> str:
        data = form.cleaned_data
        span = {"begins_at": data["begins_at"], "ends_at": data["ends_at"]}
        person, at = UUID(data["person"]), timezone.now()
        setting.add_shift(line=data["line"], person=person, by=request.viewer.id, at=at, **span)
        return reverse("rota")

    return _saved(
        request,
        form,
        act,
        said=_("Saved. It counts from the next round of the ladder on."),
        heading=_("Add to the rota"),
        intro=_("A line for which the rota was ever written follows the rota only. Without one, everybody is told."),
        button=_("Add to the rota"),
    )


@require_http_methods(["GET", "POST"])
def rota_shift_end(request: HttpRequest, shift_id: UUID) -> HttpResponse:
    row = queries.shift(shift_id)
    if row is None:
        raise Http404
    name = accounts.names([str(row.person)]).get(str(row.person), "")
    form = common.opened(request, forms.EndForm)

    def act() -> str:
        setting.end_shift(shift=shift_id, by=request.viewer.id, at=timezone.now())
        return reverse("rota")

    return _saved(
        request,
        form,
        act,
        said=_("Ended."),
        heading=_("End the shift of %(name)s") % {"name": name},
        intro=_("It ends now. If nobody else stands on this line, its rung is left out and the next is told at once."),
        button=_("End the shift"),
    )


@require_http_methods(["GET", "POST"])
def rota_hours(request: HttpRequest) -> HttpResponse:
    initial: dict[str, str] = {}
    for day, opens, closes in queries.week().stretches:
        initial |= {f"opens-{day}": f"{opens:%H:%M}", f"closes-{day}": f"{closes:%H:%M}"}
    form = common.opened(request, forms.HoursForm, initial=initial)

    def act() -> str:
        setting.set_hours(stretches=form.cleaned_data["stretches"], by=request.viewer.id, at=timezone.now())
        return reverse("rota")

    return _saved(
        request,
        form,
        act,
        said=_("Saved. Tell casework too: they enter the hours that men’s workers are told."),
        heading=_("Hours of duty"),
        intro=_("Outside these hours the first rung is the manager on call. All empty: a worker is always on duty."),
        button=_("Save the hours"),
    )


@require_http_methods(["GET", "POST"])
def rota_absence_add(request: HttpRequest) -> HttpResponse:
    me = [(str(request.viewer.id), request.viewer.name)]
    people = queries.people(timezone.now()) if "lead" in request.viewer.grants else me
    form = common.opened(request, forms.AbsenceForm, people=people)

    def act() -> str:
        data = form.cleaned_data
        span = {"begins_at": data["begins_at"], "ends_at": data["ends_at"]}
        setting.add_absence(person=UUID(data["person"]), by=request.viewer.id, at=timezone.now(), **span)
        return reverse("rota")

    return _saved(
        request,
        form,
        act,
        said=_("Saved. Whoever is away is not called; the next rung is told at once."),
        heading=_("Away"),
        intro=_("Whoever is away is not called, and nothing waits for her."),
        button=_("Save the absence"),
    )


@require_http_methods(["GET", "POST"])
def rota_reach(request: HttpRequest) -> HttpResponse:
    phone, mail = queries.reach(request.viewer.id)
    form = common.opened(request, forms.ReachForm, initial={"phone": phone, "mail": mail})

    def act() -> str:
        data, me = form.cleaned_data, request.viewer.id
        setting.set_reach(person=me, phone=data["phone"], mail=data["mail"], by=me, at=timezone.now())
        return reverse("rota")

    return _saved(
        request,
        form,
        act,
        said=_("Saved."),
        heading=_("How you are called"),
        intro=_("The message says “1 item waits. Please sign in.” and nothing else, whoever sees your telephone."),
        button=_("Save"),
    )

"""What a manager sets about warnings in her programme."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts import queries as accounts
from article16.common.accounts.log_view import paging_of
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage
from article16.common.pulse import queries as pulse
from article16.common.ui.shell import Link
from article16.wall.vocabulary import AlertKind, Severity

from . import actions, forms, pages, queries
from .policy import KINDS, SEVERITIES


@require_safe
def warnings(request: HttpRequest) -> HttpResponse:
    """What warned, as for every man. What becomes of it in the women's service is not known here."""
    part = queries.raised(request.viewer, token=request.GET.get("from", ""))
    seen(request, *(row.client for row in part.rows))
    mine = accounts.programmes_of(request.viewer.programmes(frozenset({"manager"})))
    places = tuple(
        pages.Place(
            one.name,
            Link(_("Deadlines"), reverse("warning-rules", args=[one.id])),
            Link(_("Hours of the women’s service"), reverse("warning-hours", args=[one.id])),
        )
        for one in mine
    )
    rows = tuple(_row(one) for one in part.rows)
    panel = Link(_("Panel codes"), reverse("panel-sheets")) if "manager" in request.viewer.grants else None
    paging = paging_of(part, latest_first=True)
    page = pages.WarningsPage(rows, paging, places, panel, _backup() if mine else "")
    return render(request, "warnings/warnings.html", {"page": page})


def _backup() -> str:
    """As the watchdog saw it last. One query."""
    found = pulse.looks().get("backup")
    if found is None:
        return ""
    if found.well:
        return _("The last backup: %(seen)s.") % {"seen": found.value}
    return _("The last backup: %(seen)s. Ask whoever runs the machine to look.") % {"seen": found.value}


def _row(one: queries.RaisedRow) -> pages.Row:
    return pages.Row(
        Link(one.code, reverse("client", args=[one.client])),
        str(KINDS[AlertKind(one.kind)]),
        str(SEVERITIES[Severity(one.severity)]),
        _moment(one.raised_at),
        _moment(one.due),
    )


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "D j M Y, H:i")


def _name(request: HttpRequest, programme_id: UUID) -> str:
    mine = request.viewer.programmes(frozenset({"manager"}))
    found = next((one for one in accounts.programmes_of(mine) if one.id == programme_id), None)
    if found is None:
        raise Http404
    return found.name


def _answer(request: HttpRequest, form, act, *, said: str, heading: str, intro: str) -> HttpResponse:
    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, said)
        return done
    kept = getattr(request, "draft_kept_at", None)
    page = FormPage(heading=heading, intro=intro, form=form, button=_("Save"), back=reverse("warnings"), kept_at=kept)
    return render(request, "accounts/form_page.html", {"page": page})


@require_http_methods(["GET", "POST"])
def warning_rules(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    name = _name(request, programme_id)
    initial = forms.RulesForm.showing(queries.rules_of(programme_id), *queries.days_of(programme_id))
    form = common.opened(request, forms.RulesForm, initial=initial)

    def act() -> str:
        actions.set_rules(
            programme=programme_id,
            rules=form.rules(),
            days=form.days(),
            danger_call=form.cleaned_data["danger_call"],
            by=str(request.viewer.id),
            at=timezone.now(),
        )
        return reverse("warning-rules", args=[programme_id])

    return _answer(
        request,
        form,
        act,
        said=_("Saved. It counts for every warning from now on."),
        heading=_("Warnings of %(name)s") % {"name": name},
        intro=_("Agree these times with the women’s service. They count for every man of this programme."),
    )


@require_http_methods(["GET", "POST"])
def warning_hours(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    name = _name(request, programme_id)
    initial: dict[str, str] = {}
    for day, opens, closes in queries.week_of(programme_id).stretches:
        initial |= {f"opens-{day}": f"{opens:%H:%M}", f"closes-{day}": f"{closes:%H:%M}"}
    form = common.opened(request, forms.HoursForm, initial=initial)

    def act() -> str:
        stretches = form.cleaned_data["stretches"]
        actions.set_hours(programme=programme_id, stretches=stretches, by=str(request.viewer.id), at=timezone.now())
        return reverse("warning-hours", args=[programme_id])

    return _answer(
        request,
        form,
        act,
        said=_("Saved. Outside these hours whoever saves a warning is told whom to call."),
        heading=_("Hours of the women’s service beside %(name)s") % {"name": name},
        intro=_("As the women’s service has declared them. Nothing comes back from there: enter them here."),
    )

"""What is due to be erased, periods, and holds."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.casework.access.tabs import tabs
from article16.common import forms as common
from article16.common.accounts import queries as accounts
from article16.common.accounts.middleware import seen
from article16.common.form_pages import form_page
from article16.common.ui.parts import Badge, State
from article16.common.ui.shell import Link

from . import actions, forms, pages, queries
from .policy import MANAGERS, whole_file_of

METHODS = require_http_methods(["GET", "POST"])


@require_safe
def retention_board(request: HttpRequest) -> HttpResponse:
    today, viewer = timezone.localdate(), request.viewer
    due, holds = queries.due(viewer, today=today), queries.holds(viewer)
    documents = queries.documents_due(viewer, today=today)
    seen(request, *(one.client for one in due), *(one.client for one in holds), *(one[0] for one in documents))
    manager = viewer.has(MANAGERS)
    page = pages.BoardPage(
        tabs=tabs(request, "retention-board"),
        due=tuple(pages.DueLine(one, _badge(one)) for one in due),
        holds=tuple(holds),
        documents=tuple(pages.DocumentLine(*one) for one in documents),
        erased=tuple(queries.erased(viewer)),
        examples=any(one.is_example for one in queries.periods()),
        periods=Link(_("Periods"), reverse("retention-periods")) if manager else None,
        may_end=manager,
    )
    return render(request, "retention/board.html", {"page": page})


def _badge(row: queries.DueRow) -> Badge:
    if row.held_until:
        return Badge(State.SUSPENDED, _("Held"))
    if row.proposed_by:
        return Badge(State.DUE, _("A second person confirms"))
    return Badge(State.OPEN, _("Time has passed"))


@require_safe
def retention_periods(request: HttpRequest) -> HttpResponse:
    known = queries.places()
    mine = accounts.programmes_of(request.viewer.programmes(MANAGERS))
    page = pages.PeriodsPage(tuple(queries.periods()), tuple((one.name, known.get(one.id, "")) for one in mine))
    return render(request, "retention/periods.html", {"page": page})


@METHODS
def retention_period_add(request: HttpRequest) -> HttpResponse:
    form = common.opened(request, forms.PeriodForm)

    def act() -> str:
        data = {name: form.cleaned_data[name] for name in ("country", "record_class", "months", "source")}
        actions.set_period(**data, by=_by(request), at=timezone.now())
        return reverse("retention-periods")

    return form_page(
        request,
        form,
        act,
        heading=_("A period"),
        intro=_("It takes the place of the one before for this country and class; the earlier one stays on record."),
        button=_("Set the period"),
        back=reverse("retention-periods"),
        said=_("Saved. It counts from now on."),
    )


@METHODS
def retention_place(request: HttpRequest) -> HttpResponse:
    mine = accounts.programmes_of(request.viewer.programmes(MANAGERS))
    form = common.opened(request, forms.PlaceForm, programmes=mine)

    def act() -> str:
        data = form.cleaned_data
        actions.set_place(
            programme=UUID(data["programme"]), country=data["country"], by=_by(request), at=timezone.now()
        )
        return reverse("retention-periods")

    return form_page(
        request,
        form,
        act,
        heading=_("Country of a programme"),
        intro=_("Its periods count for the files of this programme."),
        button=_("Set the country"),
        back=reverse("retention-periods"),
        said=_("Saved."),
    )


@METHODS
def retention_hold(request: HttpRequest, client_id: UUID) -> HttpResponse:
    man = whole_file_of(request.viewer, client_id, MANAGERS)
    if man is None:
        raise Http404
    seen(request, client_id)
    form = common.opened(request, forms.HoldForm)

    def act() -> str:
        data = form.cleaned_data
        actions.hold(client=man, reason=data["reason"], until=data["until"], by=_by(request), at=timezone.now())
        return reverse("erasure-propose", args=[client_id])

    return form_page(
        request,
        form,
        act,
        heading=_("Hold the file of %(code)s") % {"code": man.code},
        intro=_("Nobody can erase it until then. A proposal to erase it falls."),
        button=_("Hold the file"),
        back=reverse("erasure-propose", args=[client_id]),
        said=_("The file is held."),
    )


@METHODS
def retention_hold_end(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    found = queries.hold(request.viewer, hold_id)
    if found is None:
        raise Http404
    seen(request, found.client)
    form = common.opened(request, forms.EndHoldForm)

    def act() -> str:
        actions.end_hold(hold_id=hold_id, reason=form.cleaned_data["reason"], by=_by(request), at=timezone.now())
        return reverse("retention-board")

    return form_page(
        request,
        form,
        act,
        heading=_("End the hold on %(code)s") % {"code": found.code},
        intro=found.reason,
        button=_("End the hold"),
        back=reverse("retention-board"),
        said=_("The hold has ended. The period of the file counts again."),
    )


def _by(request: HttpRequest) -> str:
    return str(request.viewer.id)

"""Taking, passing on, acknowledging, and recording what she was told."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from article16.common import forms as common
from article16.common.accounts.actions import NotPossible
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage
from article16.support.alerts import drawing, forms
from article16.support.alerts.actions import acting
from article16.support.alerts.actions.raising import OWN
from article16.support.alerts.knowing import closed
from article16.support.alerts.pointing import pointed
from article16.support.alerts.policy import EMERGENCY, KINDS
from article16.support.alerts.queries import desk
from article16.support.alerts.women import Linked, linked, named
from article16.support.keys.session import needs_unlocked, unlocked
from article16.support.portal.actions.bringing import lies_unread
from article16.support.restricting.queries import named as who_may_open
from article16.wall.box.errors import Broken

from .frame import now


def _found(alert_id: UUID) -> desk.AlertRow:
    found = desk.alert(alert_id)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def alert_take(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """Taking it twice is taking it once."""
    found, at = _found(alert_id), now()
    if request.method == "GET":  # come back here after a sign-in
        return HttpResponseRedirect(reverse("alert", args=[alert_id]))
    try:
        until = acting.take(alert_id=alert_id, by=request.viewer.id, at=at)
    except NotPossible as no:
        messages.error(request, str(no))
    else:
        said = _("You took %(code)s. The ladder waits until %(time)s. Unlock, act, and acknowledge it before then.")
        messages.success(request, said % {"code": found.code, "time": drawing.clock(until, at)})
    return HttpResponseRedirect(reverse("alert", args=[alert_id]))


@require_http_methods(["GET", "POST"])
def alert_pass_on(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """The rung that the button was drawn for: pressed twice it passes on one rung."""
    found, rung = _found(alert_id), request.POST.get("rung", "")
    if request.method == "GET":
        return HttpResponseRedirect(reverse("alert", args=[alert_id]))
    try:
        if rung == str(found.rung):
            acting.pass_on(alert_id=alert_id, by=request.viewer.id, at=now())
        messages.success(request, _("%(code)s: the next rung is told now.") % {"code": found.code})
    except NotPossible as no:
        messages.error(request, str(no))
    return HttpResponseRedirect(reverse("duty-desk"))


def _case(request: HttpRequest, case_id: UUID) -> tuple[desk.AlertRow, desk.CaseRow]:
    found = desk.for_case(case_id)
    if found is None:
        raise Http404
    seen(request, found[0].id)
    return found


def _not_closed(request: HttpRequest, found: desk.AlertRow) -> None:
    """Who knows him privately stops no ladder: she passes it on."""
    if closed(found.id, request.viewer.id, unlocked(request)):
        raise Http404


@require_http_methods(["GET", "POST"])
def alert_acknowledge(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The action taken, for one case. The only thing that stops the ladder."""
    found, one = _case(request, case_id)
    return _acknowledge(request, found, one)


@needs_unlocked
def _acknowledge(request: HttpRequest, found: desk.AlertRow, one: desk.CaseRow) -> HttpResponse:
    _not_closed(request, found)
    women, several = _women(request, found, one)
    choices = [(str(each.case), each.title) for each in women] if several else []
    form = common.opened(request, forms.AcknowledgeForm, cases=choices)

    def act() -> str:
        _must_be_read(request, found)
        data, at = form.cleaned_data, now()
        row = _row(request, found, one, women, data.get("case"), at=at)
        acted, said = acting.Acted(data["action"], data["words"]), _raised_at(request, found.id)
        acting.acknowledge(for_case=row, acted=acted, by=request.viewer.id, at=at, raised_at=said)
        return reverse("alert", args=[found.id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Acknowledged by you. Record what she was told when she has been told."))
        if form.cleaned_data["action"] == EMERGENCY:
            messages.info(request, _("A debrief is owed to you. The leads see that, and not why."))
        return done
    return _form(
        request,
        form,
        heading=_("Acknowledge %(code)s") % {"code": found.code},
        intro=_("%(kind)s. Recorded with your name and the time. Only this stops the ladder.")
        % {"kind": KINDS.get(found.kind, found.kind)},
        button=_("Acknowledge %(code)s") % {"code": found.code},
        back=reverse("alert", args=[found.id]),
    )


def _women(request: HttpRequest, found: desk.AlertRow, one: desk.CaseRow) -> tuple[tuple[Linked, ...], bool]:
    """The cases beside him for which nobody has acted, and whether somebody has to choose among them.

    None where the row says whose it is.
    """
    key = unlocked(request)
    if key is None or one.about is not None or found.kind == OWN:
        return (), False
    there = named({each.id: each.about for each in found.cases}, key)
    left = tuple(each for each in linked(found.id, request.viewer, key) if each.case not in there)
    return left, bool(left) and len(left) + len(there) > 1


def _row(
    request: HttpRequest,
    found: desk.AlertRow,
    one: desk.CaseRow,
    women: tuple[Linked, ...],
    chosen: str | None,
    *,
    at: datetime,
) -> UUID:
    """The row of the warning for the case that was chosen, or for the only one: so that it is never taken for another.

    A restricted case that stands alone is not named: whoever holds the key of the service could read which it is.
    """
    key, cases, by = unlocked(request), [each.case for each in women], request.viewer.id
    if key is None or not cases or (not chosen and who_may_open(cases[0]) is not None):
        return one.id
    rows = acting.split(alert_id=found.id, cases=cases, named=lambda rows: named(rows, key), by=by, at=at)
    return rows[UUID(chosen) if chosen else cases[0]]


def _must_be_read(request: HttpRequest, found: desk.AlertRow) -> None:
    """What she saved is acted on once it is read: an item that ends unread would lose it."""
    key = unlocked(request) if found.kind == OWN else None
    about = pointed(found.id, key) if key else None
    if key and about and about.case and lies_unread(about.case, request.viewer, key):
        raise NotPossible(_("What she saved is not read yet. Open the case first; this stays as you typed it."))


def _raised_at(request: HttpRequest, alert_id: UUID):
    """When the fact was saved: it stands inside. A message that does not open has no such time."""
    key, message = unlocked(request), desk.message(alert_id)
    try:
        return getattr(key.open_message(*message), "raised_at", None) if key and message else None
    except Broken:
        return None


@require_http_methods(["GET", "POST"])
def alert_telling(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What she was told of it, when and how; or why not."""
    found, one = _case(request, case_id)
    return _telling(request, found, one)


@needs_unlocked
def _telling(request: HttpRequest, found: desk.AlertRow, one: desk.CaseRow) -> HttpResponse:
    _not_closed(request, found)
    form = common.opened(request, forms.TellingForm)

    def act() -> str:
        data = form.cleaned_data
        told = acting.Told(data["moment"], data["how"], data["words"])
        acting.record_telling(for_case=one.id, told=told, by=request.viewer.id, at=timezone.now())
        return reverse("alert", args=[found.id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Recorded."))
        return done
    return _form(
        request,
        form,
        heading=_("What she was told of %(code)s") % {"code": found.code},
        intro=_("Nothing is sent to her from here. This records what you or a colleague told her."),
        button=_("Record telling her"),
        back=reverse("alert", args=[found.id]),
    )


def _form(request: HttpRequest, form, *, heading: str, intro: str, button: str, back: str) -> HttpResponse:
    page = FormPage(
        heading=heading,
        intro=intro,
        form=form,
        button=button,
        back=back,
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "accounts/form_page.html", {"page": page})

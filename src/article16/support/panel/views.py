"""Panel meetings: the list, a new one, its codes, and the sheet that a person takes to casework."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage
from article16.common.ui.parts import Badge, State
from article16.common.ui.shell import Link
from article16.support.keys.session import held, needs_unlocked, to_unlock, unlocked
from article16.support.survivors import queries as cases
from article16.wall import sheet
from article16.wall.box.signing import spoken

from . import actions, forms, pages, queries
from .policy import CODES
from .writings import Held


def on_meeting(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of one meeting: first whether there is one, then the key."""

    @wraps(view)
    def guarded(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
        if not queries.exists(meeting_id):
            raise Http404
        return view(request, meeting_id) if unlocked(request) else to_unlock(request)

    return guarded


def _found(request: HttpRequest, meeting_id: UUID) -> tuple[int, Held]:
    found = queries.meeting(meeting_id, held(request))
    if found is None:
        raise Http404
    seen(request, meeting_id)
    return found


@require_safe
@needs_unlocked
def panel(request: HttpRequest) -> HttpResponse:
    found = queries.meetings(held(request))
    seen(request, *(pk for pk, _one in found))
    page = pages.PanelPage(
        rows=tuple(_row(pk, one) for pk, one in found),
        add=Link(_("New meeting"), reverse("panel-meeting-add")),
        releases=Link(_("What may leave, and when"), reverse("releases")),
    )
    return render(request, "panel/panel.html", {"page": page})


def _row(pk: UUID, one: Held | None) -> pages.MeetingRow:
    if one is None:
        return pages.MeetingRow(pk, None, "", 0, Badge(State.LATE, _("Does not open: tell the lead")))
    badge = Badge(State.DONE, _("Sheet made")) if one.sheet else Badge(State.DUE, _("Sheet not made yet"))
    return pages.MeetingRow(pk, one.on, one.programme, len(one.codes), badge)


@require_http_methods(["GET", "POST"])
@needs_unlocked
def panel_meeting_add(request: HttpRequest) -> HttpResponse:
    by = held(request)
    known = sorted(queries.men(by).items())
    if not known:
        messages.warning(request, _("No message about a man has come yet, so there is nobody to set a code for."))
        return HttpResponseRedirect(reverse("panel"))
    choices = [(code, _("%(code)s: %(men)d men") % {"code": code, "men": len(men)}) for code, men in known]
    form = common.opened(request, forms.MeetingForm, programmes=choices)

    def act() -> str:
        told = form.cleaned_data
        meeting = actions.begin(programme=told["programme"], on=told["on"], by=by, at=timezone.now())
        return reverse("panel-meeting", args=[meeting])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        return done
    page = FormPage(
        heading=_("New panel meeting"),
        intro=_("Every man of the programme stands in it, on “no change”, whether he will be spoken of or not."),
        form=form,
        button=_("Begin the meeting"),
        back=reverse("panel"),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "accounts/form_page.html", {"page": page})


@require_http_methods(["GET", "POST"])
@on_meeting
def panel_meeting(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    version, now = _found(request, meeting_id)
    if now.sheet:
        return _closed(request, meeting_id, now)
    men = _men(request, now)
    initial = {f"{forms.PREFIX}{man}": code.value for man, code in now.codes.items()} | {"version": version}
    form = common.opened(request, forms.CodesForm, men=men, initial=initial)

    def act() -> str:
        based_on = form.cleaned_data["version"]
        by, at = held(request), timezone.now()
        actions.set_codes(meeting=meeting_id, codes=form.codes(), based_on=based_on, by=by, at=at)
        return reverse("panel-meeting", args=[meeting_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Saved, sealed. Nothing has left yet."))
        return done
    make = Link(_("Make the sheet"), reverse("panel-sheet-make", args=[meeting_id]))
    kept = getattr(request, "draft_kept_at", None)
    page = pages.MeetingPage(now.on, now.programme, form, make, kept)
    return render(request, "panel/panel_meeting.html", {"page": page})


def _men(request: HttpRequest, now: Held) -> dict[UUID, str]:
    """Each man by the signs of his number, with the cases here that are linked to him, in the order of the sheet."""
    linked: dict[UUID, list[str]] = {}
    for _case, core in cases.cores(request.viewer, held(request)):
        if core.mailbox is not None:
            linked.setdefault(core.mailbox, []).append(core.code)
    men = sorted(now.codes, key=lambda one: one.bytes)
    return {man: " · ".join([sheet.label(man), *sorted(linked.get(man, []))]) for man in men}


def _closed(request: HttpRequest, meeting_id: UUID, now: Held) -> HttpResponse:
    men = _men(request, now)
    page = pages.ClosedPage(
        now.on,
        now.programme,
        tuple(pages.CodeRow(name, str(CODES[now.codes[man]])) for man, name in men.items()),
        Link(_("Download the sheet"), reverse("panel-sheet", args=[meeting_id])),
        spoken(sheet.read(now.file).signer.fingerprint),
        len(now.file),
    )
    return render(request, "panel/panel_meeting_closed.html", {"page": page})


@require_http_methods(["GET", "POST"])
@on_meeting
def panel_sheet_make(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    _found(request, meeting_id)
    form = common.opened(request, forms.SheetForm)

    def act() -> str:
        actions.make_sheet(meeting=meeting_id, by=held(request), at=timezone.now())
        return reverse("panel-meeting", args=[meeting_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("The sheet is made. Take it to casework on the day you always do."))
        return done
    page = FormPage(
        heading=_("Make the sheet"),
        intro=_(
            "It holds one code for every man and no word. What is in it can be read in casework by managers, and "
            "reaches his file: set no code that would tell him that somebody spoke. It cannot be changed afterwards."
        ),
        form=form,
        button=_("Make the sheet"),
        back=reverse("panel-meeting", args=[meeting_id]),
    )
    return render(request, "accounts/form_page.html", {"page": page})


@require_safe
@on_meeting
def panel_sheet(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    _version, now = _found(request, meeting_id)
    if not now.sheet:
        raise Http404
    name = f"panel-{now.on:%Y-%m-%d}-{meeting_id.hex[:8]}{sheet.ENDING}"
    headers = {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return HttpResponse(now.file, headers=headers)

"""Questionnaires of this service's own: taken in, looked at, tested, released, retired. Nothing of hers stands here."""

from collections.abc import Callable
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
from article16.common.accounts.middleware import seen
from article16.common.questionnaires.own import AddPage, InstrumentPage, Taken, case_lines, read_upload, speaks_to
from article16.common.questionnaires.own_forms import FormFile, SureForm
from article16.common.questionnaires.pages import languages_of
from article16.common.questionnaires.previewing import preview
from article16.common.ui.parts import Badge, Fact, State
from article16.common.ui.shell import Link
from article16.instruments.definition import Instrument
from article16.instruments.written import Fault
from article16.support.survivors import clock

from .. import pages
from ..actions import authoring
from ..held import HERS
from ..models import OwnQuestionnaire
from ..queries import instruments
from . import frame

BADGES = {"draft": State.OPEN, "released": State.DONE, "retired": State.NONE}


@require_safe
def her_own_questionnaires(request: HttpRequest) -> HttpResponse:
    lines = tuple(
        pages.OwnLine(
            url=reverse("her-own-questionnaire", args=[one.pk]),
            title=instruments.title_of(instruments.instrument_of(one)),
            version=one.version,
            badge=Badge(BADGES[one.state], one.get_state_display()),
        )
        for one in instruments.own_versions()
    )
    return render(request, "her_questionnaires/own.html", {"page": pages.OwnPage(lines)})


@require_http_methods(["GET", "POST"])
def her_own_add(request: HttpRequest) -> HttpResponse:
    """Take a form in; every fault at once, by sheet and row."""
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        form = FormFile(request.POST, request.FILES)
        if form.is_valid():
            data, file = form.cleaned_data, form.cleaned_data["file"]
            taken = read_upload(
                file.read(), name=file.name, source=data["source"], licence=data["licence"], informant=HERS
            )
            faults = taken.faults
            if done := _kept(request, form, taken):
                return done
    else:
        form = common.opened(request, FormFile)
    page = AddPage(form, faults, reverse("her-own-questionnaires"))
    return render(request, "questionnaires/instrument_add.html", {"page": page})


def _kept(request: HttpRequest, form: FormFile, taken: Taken) -> HttpResponse | None:
    parcel = taken.parcel
    if parcel is None:
        return None

    def act() -> str:
        own = authoring.add(parcel=parcel, by=request.viewer.id, at=clock.now())
        return reverse("her-own-questionnaire", args=[own.pk])

    done = common.save(request, form, act)
    for note in taken.notes if done else ():
        messages.warning(request, note)
    return done


def _own_or_404(request: HttpRequest, own_id: UUID) -> tuple[OwnQuestionnaire, Instrument]:
    own = instruments.own_version(own_id)
    if own is None:
        raise Http404
    seen(request, own_id)
    return own, instruments.instrument_of(own)


@require_safe
def her_own_questionnaire(request: HttpRequest, own_id: UUID) -> HttpResponse:
    own, found = _own_or_404(request, own_id)
    page = InstrumentPage(
        title=instruments.title_of(found),
        badge=Badge(BADGES[own.state], own.get_state_display()),
        facts=(
            Fact(_("Version"), f"{own.version}, {own.fingerprint[:12]}"),
            Fact(_("Speaks to"), speaks_to(found)),
            Fact(_("Written by"), found.source.text),
            Fact(_("Terms"), found.source.licence),
            Fact(_("Questions"), str(len(found.items))),
            Fact(_("Taken in"), date_format(timezone.localtime(own.written_at), "j M Y, H:i")),
        ),
        previews=tuple(
            Link(one.name, reverse("her-own-preview", args=[own_id, one.code])) for one in languages_of(found)
        ),
        cases=case_lines(found),
        release=reverse("her-own-release", args=[own_id]) if own.state == "draft" else "",
        retire=reverse("her-own-retire", args=[own_id]) if own.state != "retired" else "",
        back=reverse("her-own-questionnaires"),
    )
    return render(request, "questionnaires/instrument.html", {"page": page})


@require_safe
def her_own_preview(request: HttpRequest, own_id: UUID, language: str) -> HttpResponse:
    _own, found = _own_or_404(request, own_id)
    back = reverse("her-own-questionnaire", args=[own_id])
    return preview(request, found, language, informant=HERS, declines=True, service="", back=back)


@require_http_methods(["GET", "POST"])
def her_own_release(request: HttpRequest, own_id: UUID) -> HttpResponse:
    own, found = _own_or_404(request, own_id)
    if own.state != "draft":
        raise Http404
    return _step(
        request, own_id, lambda at: authoring.release(own=own, instrument=found, by=request.viewer.id, at=at),
        heading=_("Release this version"), button=_("Release it"),
        intro=_("Released, this version never changes again. A released version before it is retired."),
        said=_("Released. Choose at which times it is asked, under What is asked at each time."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def her_own_retire(request: HttpRequest, own_id: UUID) -> HttpResponse:
    own, _found = _own_or_404(request, own_id)
    if own.state == "retired":
        raise Http404
    return _step(
        request, own_id, lambda at: authoring.retire(own=own, by=request.viewer.id, at=at),
        heading=_("Retire this version"), button=_("Retire it"),
        intro=_("It is asked no more. Answers to it stay readable with its own words."),
        said=_("Retired. It is asked no more."),
    )  # fmt: skip


def _step(
    request: HttpRequest,
    own_id: UUID,
    change: Callable[[datetime], None],
    *,
    heading: str,
    intro: str,
    button: str,
    said: str,
) -> HttpResponse:
    back = reverse("her-own-questionnaire", args=[own_id])

    def act() -> str:
        change(clock.now())
        return back

    form = common.opened(request, SureForm)
    return frame.form_page(request, form, act, heading=heading, intro=intro, button=button, back=back, said=said)

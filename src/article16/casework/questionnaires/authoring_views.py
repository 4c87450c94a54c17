"""A programme's own questionnaires: taken in, tested, released, retired; and what is asked when."""

from dataclasses import dataclass
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
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage
from article16.common.questionnaires.own import AddPage, InstrumentPage, Taken, case_lines, read_upload, speaks_to
from article16.common.questionnaires.own_forms import SureForm
from article16.common.questionnaires.pages import languages_of, name_of
from article16.common.ui.parts import Badge, Fact, State
from article16.common.ui.shell import Link
from article16.instruments.written import Fault

from . import forms
from .actions import authoring
from .authoring_forms import UploadForm
from .policy import AUTHORS
from .queries import askings, instruments
from .schedule import MAIN, Anchor, Rules

BADGES = {"draft": State.OPEN, "released": State.DONE, "retired": State.NONE}


@dataclass(frozen=True, slots=True)
class OwnLine:
    url: str
    title: str
    version: str
    programme: str
    badge: Badge


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    name: str
    choose: str
    windows: str
    context: str
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InstrumentsPage:
    programmes: tuple[ProgrammeLine, ...]
    own: tuple[OwnLine, ...]
    add: str


@require_safe
def what_is_asked(request: HttpRequest) -> HttpResponse:
    mine = accounts.programmes_of(request.viewer.programmes(AUTHORS))
    chosen = instruments.choice_of(frozenset(one.id for one in mine))
    rows = instruments.own_instruments(request.viewer)
    names = {*(name for one in mine for name in chosen[one.id]), *(one.instrument for one in rows)}
    titles = instruments.titles_of(frozenset(one.id for one in mine), names)
    lines = tuple(_programme_line(one, chosen[one.id], titles) for one in mine)
    own = tuple(_own_line(one, titles[one.instrument]) for one in rows)
    page = InstrumentsPage(lines, own, reverse("instrument-add"))
    return render(request, "questionnaires/instruments.html", {"page": page})


def _programme_line(one, chosen: dict[str, tuple[str, ...]], titles: dict[str, str]) -> ProgrammeLine:
    return ProgrammeLine(
        name=one.name,
        choose=reverse("instruments-choose", args=[one.id]),
        windows=reverse("instruments-windows", args=[one.id]),
        context=reverse("programme-context", args=[one.id]),
        asked=tuple(f"{titles[name]}: {', '.join(waves)}" for name, waves in sorted(chosen.items()) if waves),
    )


def _own_line(own, title: str) -> OwnLine:
    badge = Badge(BADGES[own.state], own.get_state_display())
    return OwnLine(reverse("instrument", args=[own.pk]), title, own.version, own.programme.name, badge)


@require_http_methods(["GET", "POST"])
def instruments_choose(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    """Which questionnaires a programme asks at which times."""
    if programme_id not in request.viewer.programmes(AUTHORS):
        raise Http404
    chosen = instruments.choice_of(frozenset({programme_id}))[programme_id]
    rules = askings.rules_of([programme_id]).get(programme_id, Rules())
    offered = [(one.id, instruments.title_of(one), one.times or MAIN) for one in instruments.askable(programme_id)]
    form = common.opened(request, forms.ChoiceForm, instruments=offered)
    if request.method == "GET":
        form.initial |= {"anchor": rules.anchor.value, "follow_ups": [str(one) for one in rules.follow_ups]}
        form.initial |= {f"waves_{name}": list(waves) for name, waves in chosen.items()}

    def act() -> str:
        data = form.cleaned_data
        authoring.choose(
            programme=programme_id, waves=form.chosen(), anchor=Anchor(data["anchor"]).value,
            follow_ups=tuple(int(one) for one in data["follow_ups"]), by=str(request.viewer.id), at=timezone.now(),
        )  # fmt: skip
        return reverse("instruments")

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Saved. Men's times follow within five minutes; what is answered stays."))
        return done
    seen(request, programme_id)
    page = FormPage(
        heading=_("What is asked, and when"),
        intro=_("T0 first contact, T1 start, T2 half-way, T3 end or when he stops coming, T4 six months after."),
        form=form,
        button=_("Save what is asked"),
        back=reverse("instruments"),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "accounts/form_page.html", {"page": page})


@require_http_methods(["GET", "POST"])
def instrument_add(request: HttpRequest) -> HttpResponse:
    """Take a form in; every fault at once, by sheet and row."""
    mine = accounts.programmes_of(request.viewer.programmes(AUTHORS))
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, programmes=mine)
        if form.is_valid():
            data = form.cleaned_data
            file = data["file"]
            taken = read_upload(
                file.read(), name=file.name, source=data["source"], licence=data["licence"], informant="client"
            )
            faults = taken.faults
            if taken.parcel is not None and (done := _kept(request, form, taken)):
                return done
    else:
        form = common.opened(request, UploadForm, programmes=mine)
    page = AddPage(form, faults, reverse("instruments"))
    return render(request, "questionnaires/instrument_add.html", {"page": page})


def _kept(request: HttpRequest, form: UploadForm, taken: Taken) -> HttpResponse | None:
    def act() -> str:
        own = authoring.add(
            programme=UUID(form.cleaned_data["programme"]), parcel=taken.parcel, by=str(request.viewer.id),
            at=timezone.now(),
        )  # fmt: skip
        return reverse("instrument", args=[own.pk])

    done = common.save(request, form, act)
    if done:
        for note in taken.notes:
            messages.warning(request, note)
    return done


def own_or_404(request: HttpRequest, own_id: UUID):
    """A version of the viewer's programmes with its instrument, or the 404 of what does not exist."""
    own = instruments.own_instrument(request.viewer, own_id)
    found = instruments.by_fingerprint(own.pack_id) if own else None
    if own is None or found is None:
        raise Http404
    seen(request, own_id)
    return own, found


@require_safe
def instrument(request: HttpRequest, own_id: UUID) -> HttpResponse:
    own, found = own_or_404(request, own_id)
    page = InstrumentPage(
        title=instruments.title_of(found),
        badge=Badge(BADGES[own.state], own.get_state_display()),
        facts=(
            Fact(_("Version"), f"{own.version}, {own.pack_id[:12]}"),
            Fact(_("Programme"), own.programme.name),
            Fact(_("Speaks to"), speaks_to(found)),
            Fact(_("Written by"), found.source.text),
            Fact(_("Terms"), found.source.licence),
            Fact(_("Questions"), str(len(found.items))),
            Fact(_("Taken in"), date_format(timezone.localtime(own.written_at), "j M Y, H:i")),
        ),
        previews=tuple(
            Link(one.name, reverse("instrument-preview", args=[own_id, one.code])) for one in languages_of(found)
        ),
        cases=case_lines(found),
        release=reverse("instrument-release", args=[own_id]) if own.state == "draft" else "",
        retire=reverse("instrument-retire", args=[own_id]) if own.state != "retired" else "",
        back=reverse("instruments"),
    )
    return render(request, "questionnaires/instrument.html", {"page": page})


@require_http_methods(["GET", "POST"])
def instrument_release(request: HttpRequest, own_id: UUID) -> HttpResponse:
    own, found = own_or_404(request, own_id)
    if own.state != "draft":
        raise Http404
    languages = ", ".join(name_of(one.code) for one in found.languages)
    intro = _(
        "Released, this version never changes again. A released version before it is retired. It can then be asked, "
        "in: %(languages)s."
    )
    return _step(
        request, own_id, _("Release this version"), intro % {"languages": languages}, _("Release it"),
        lambda by, at: authoring.release(own=own, instrument=found, by=by, at=at),
        _("Released. Choose at which times it is asked.")
        if instruments.for_him(found)
        else _("Released. Staff fill it in from a man's page."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def instrument_retire(request: HttpRequest, own_id: UUID) -> HttpResponse:
    own, _found = own_or_404(request, own_id)
    if own.state == "retired":
        raise Http404
    return _step(
        request, own_id, _("Retire this version"),
        _("It is asked no more. Answers to it stay readable with its own words."), _("Retire it"),
        lambda by, at: authoring.retire(own=own, by=by, at=at), _("Retired. It is asked no more."),
    )  # fmt: skip


def _step(request: HttpRequest, own_id: UUID, heading: str, intro: str, button: str, act, done_words: str):
    form = common.opened(request, SureForm)

    def save() -> str:
        act(str(request.viewer.id), timezone.now())
        return reverse("instrument", args=[own_id])

    done = common.save(request, form, save) if request.method == "POST" else None
    if done:
        messages.success(request, done_words)
        return done
    page = FormPage(heading=heading, intro=intro, form=form, button=button, back=reverse("instrument", args=[own_id]))
    return render(request, "accounts/form_page.html", {"page": page})

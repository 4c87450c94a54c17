"""Licensed questionnaires: slots of the library, their blank files of words, and the owner's files taken in."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts import queries as accounts
from article16.common.ui.parts import Fact
from article16.instruments import slots
from article16.instruments.definition import Instrument
from article16.instruments.written import Fault

from .actions import authoring
from .authoring_forms import LicensedForm
from .policy import AUTHORS
from .queries import instruments


@dataclass(frozen=True, slots=True)
class SlotLine:
    title: str
    owner: str
    terms: str
    fill: str


@dataclass(frozen=True, slots=True)
class SlotsPage:
    lines: tuple[SlotLine, ...]
    back: str


@require_safe
def instrument_slots(request: HttpRequest) -> HttpResponse:
    lines = tuple(_line(one) for one in instruments.slots_here())
    return render(request, "questionnaires/slots.html", {"page": SlotsPage(lines, reverse("instruments"))})


def _line(one: Instrument) -> SlotLine:
    owner, terms = (one.slot.owner, one.slot.terms) if one.slot else ("", "")
    return SlotLine(instruments.title_of(one), owner, terms, reverse("instrument-fill", args=[one.id]))


@dataclass(frozen=True, slots=True)
class FillPage:
    title: str
    facts: tuple[Fact, ...]
    needs: tuple[str, ...]
    form: LicensedForm
    faults: tuple[Fault, ...]
    words: str
    back: str


def _slot_or_404(slot: str) -> Instrument:
    found = next((one for one in instruments.slots_here() if one.id == slot), None)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def instrument_fill(request: HttpRequest, slot: str) -> HttpResponse:
    """The owner's files taken in as a draft; every fault at once, by file and line."""
    found = _slot_or_404(slot)
    mine = accounts.programmes_of(request.viewer.programmes(AUTHORS))
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        form = LicensedForm(request.POST, request.FILES, programmes=mine)
        if form.is_valid():
            made = slots.licensed(found, form.texts(), version=form.cleaned_data["version"])
            faults = made.faults
            if made.instrument is not None and not faults and (done := _kept(request, form, made)):
                return done
    else:
        form = common.opened(request, LicensedForm, programmes=mine)
        form.initial["version"] = found.version
    page = FillPage(
        title=instruments.title_of(found),
        facts=_facts(found),
        needs=_needs(found),
        form=form,
        faults=faults,
        words=reverse("instrument-words", args=[found.id]),
        back=reverse("instrument-slots"),
    )
    return render(request, "questionnaires/instrument_fill.html", {"page": page})


def _facts(found: Instrument) -> tuple[Fact, ...]:
    return (
        Fact(_("Source"), found.source.text),
        Fact(_("Owner"), found.source.owner),
        Fact(_("Terms"), found.source.licence),
        Fact(_("What to load"), found.slot.terms if found.slot else ""),
    )


def _needs(found: Instrument) -> tuple[str, ...]:
    words = {
        "weights": _("weights"),
        "reverse": _("what is turned round"),
        "bands": _("limits"),
        "scheme": _("the name of the scheme of its limits"),
        "prorating": _("the table for open questions"),
    }
    needs = found.slot.needs if found.slot else {}
    return tuple(f"{key}: {', '.join(str(words[one]) for one in owed)}" for key, owed in needs.items())


def _kept(request: HttpRequest, form: LicensedForm, made: slots.Licensed) -> HttpResponse | None:
    def act() -> str:
        own = authoring.add_licensed(
            programme=UUID(form.cleaned_data["programme"]), made=made, by=str(request.viewer.id), at=timezone.now()
        )
        return reverse("instrument", args=[own.pk])

    return common.save(request, form, act)


@require_safe
def instrument_words(request: HttpRequest, slot: str) -> HttpResponse:
    """Every key of the slot as a PO file, for the owner's words."""
    found = _slot_or_404(slot)
    headers = {"Content-Disposition": 'attachment; filename="en.po"'}
    return HttpResponse(slots.blank(found), content_type="text/x-gettext-translation; charset=utf-8", headers=headers)

"""Her answers corrected at her word: why, the pages once more, and what will stand there before it is saved."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from article16.common import forms as common
from article16.common.questionnaires import results
from article16.common.questionnaires.encoding import decoded
from article16.common.questionnaires.parts import parts_of
from article16.common.questionnaires.two_entries import Shown, shown
from article16.common.ui.shell import Link
from article16.instruments.definition import Instrument
from article16.support.keys.session import held as unlocked_of
from article16.support.survivors import clock
from article16.support.survivors.asked import Answers
from article16.support.survivors.views import found_case, on_case
from article16.support.survivors.writings import CaseFile, Opened

from .. import forms, words
from ..actions import correcting
from ..held import HERS, time_of
from ..queries import instruments
from . import frame
from .answering import sitting_or_404

AWAY = "give_up"


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    """What was answered and what will stand there, before it is saved."""

    code: str
    case: Link
    heading: str
    when: str
    why: str
    rows: tuple[Shown, ...]
    form: forms.EmptyForm
    more: str  # the first page of the questions


def _standing_or_404(file: CaseFile, entry: UUID) -> tuple[Opened, Instrument]:
    found = next((one for one in file.answers if one.id == entry), None)
    instrument = instruments.by_fingerprint(found.value.fingerprint) if found else None
    if found is None or instrument is None:
        raise Http404
    return found, instrument


@require_http_methods(["GET", "POST"])
@on_case
def survivor_correct(request: HttpRequest, survivor_id: UUID, entry_id: UUID) -> HttpResponse:
    """Asks nothing of her: she said it of her own accord, so that neither consent nor a time is looked at."""
    file = found_case(request, survivor_id)
    found, instrument = _standing_or_404(file, entry_id)
    form = common.opened(request, forms.CorrectForm, parts=_parts(instrument, found.value))

    def act() -> str:
        data = form.cleaned_data
        sitting = correcting.begin_correction(
            case=survivor_id, entry=entry_id, why=data["why"], by=unlocked_of(request), at=clock.now()
        )
        return reverse("survivor-sitting", args=[survivor_id, sitting, data["part"]])

    return frame.form_page(
        request, form, act,
        heading=_("Correct %(what)s: %(code)s") % {"what": instruments.title_of(instrument), "code": file.core.code},
        intro=_("%(time)s. What she answered then stays; the correction stands in its place, with your name and why.")
        % {"time": words.time_words(found.value.wave)},
        button=_("Open the questions"), back=reverse("survivor-answers", args=[survivor_id, entry_id]), said="",
    )  # fmt: skip


def _parts(instrument: Instrument, value: Answers) -> list[tuple[str, str]]:
    known = decoded(instrument, correcting.given(instrument, value))
    parts = parts_of(instrument, known, informant=value.informant, time=time_of(instrument, value.wave))
    return [
        (
            str(place),
            f"{results.say(instrument, f'section.{one.section.key}', value.informant)} {one.number or ''}".strip(),
        )
        for place, one in enumerate(parts, 1)
    ]


@require_http_methods(["GET", "POST"])
@on_case
def survivor_correction(request: HttpRequest, survivor_id: UUID, sitting_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    _box, row = sitting_or_404(request, survivor_id, sitting_id)
    held, by = row.held, unlocked_of(request)
    if held.corrects is None:
        raise Http404
    if request.method == "POST" and AWAY in request.POST:
        correcting.give_up(case=survivor_id, sitting=sitting_id, by=by)
        messages.success(request, _("Given up. What she answered stands as it did."))
        return HttpResponseRedirect(reverse("survivor-answers", args=[survivor_id, held.corrects]))
    found, instrument = _standing_or_404(file, held.corrects)
    form = common.opened(request, forms.EmptyForm)

    def act() -> str:
        made = correcting.finish_correction(case=survivor_id, sitting=sitting_id, by=by, at=clock.now())
        return reverse("survivor-answers", args=[survivor_id, made])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Corrected. What she answered before is kept."))
        return done
    page = CorrectionPage(
        code=file.core.code,
        case=frame.case_link(file),
        heading=instruments.title_of(instrument),
        when=words.time_words(held.wave),
        why=held.why,
        rows=shown(instrument, correcting.different(instrument, found.value, held), informant=held.informant),
        form=form,
        more=reverse("survivor-sitting", args=[survivor_id, sitting_id, 1]),
    )
    return render(request, "her_questionnaires/correction.html", {"page": page})


def link_to(file: CaseFile, one: Opened) -> Link | None:
    """None: a correction stands in the place of these answers, or their words are not on this server."""
    if one not in file.answers or instruments.by_fingerprint(one.value.fingerprint) is None:
        return None
    label = _("Correct at her word") if one.value.informant == HERS else _("Correct")
    return Link(label, reverse("survivor-correct", args=[file.id, one.id]))

"""Paper: printed, keyed in twice, compared."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.casework.clients.policy import WRITERS
from article16.common import forms as common
from article16.common.questionnaires.comparing import differences
from article16.common.questionnaires.paper import paper
from article16.common.questionnaires.two_entries import CompareForm, shown
from article16.common.ui.shell import Link

from . import filling, words
from .actions import answering, keying
from .looking import asking_or_404, man_link
from .queries import askings, instruments
from .schedule import asked_as


@require_safe
def questionnaire_paper(request: HttpRequest, asking_id: UUID) -> HttpResponse:
    """The sheet as PDF: his code and the time, no name and no answer."""
    asking = asking_or_404(request, asking_id, WRITERS)
    instrument = instruments.current(asking.episode.programme_id, asking.instrument)
    language = request.GET.get("language", "en")
    if (
        instrument is None
        or "self" not in instrument.modes
        or language not in {one.code for one in instrument.languages}
    ):
        raise Http404
    time = asked_as(asking.wave) if instrument.times else None
    code = asking.episode.client.code
    made = paper(instrument, informant=answering.INFORMANT, time=time, language=language, code=code, at=timezone.now())
    name = f"{code}-{asking.wave}-{instrument.id}-{language}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


@dataclass(frozen=True, slots=True)
class ComparePage:
    heading: str
    when: str
    man: Link
    form: CompareForm
    same: bool
    back: Link


@require_http_methods(["GET", "POST"])
def questionnaire_compare(request: HttpRequest, asking_id: UUID) -> HttpResponse:
    """After the first entry: on to the second. After both: where they differ."""
    asking = asking_or_404(request, asking_id, WRITERS)
    drafts = {entry: askings.draft_of(asking_id, entry) for entry in ("first", "second")}
    first, second = drafts["first"], drafts["second"]
    if first is None:
        return HttpResponseRedirect(reverse("questionnaire", args=[asking_id]))
    instrument = instruments.by_fingerprint(first.fingerprint)
    if instrument is None:
        raise Http404
    if second is None or second.fingerprint != first.fingerprint:
        return _second(request, asking, first)
    time = asked_as(asking.wave) if instrument.times else None
    found = differences(instrument, first.answers, second.answers, informant=answering.INFORMANT, time=time)
    form = common.opened(
        request, CompareForm, found=shown(instrument, found, informant=answering.INFORMANT),
        whose=_("The day on which he filled it in, for example 12 11 2026."), since=asking.episode.opened_on,
        before=_("This day lies before his first contact. Check the year"), today=timezone.localdate(),
    )  # fmt: skip

    def act() -> str:
        keying.finish_keyed(
            first=first, second=second, found=found, chosen=form.chosen(), on=form.cleaned_data["on"],
            by=str(request.viewer.id), at=timezone.now(),
        )  # fmt: skip
        return reverse("questionnaire-result", args=[asking_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Saved. Both entries agree with the paper."))
        return done
    page = ComparePage(
        heading=filling.title(asking.instrument, instrument),
        when=f"{asking.wave}: {words.wave_words(asking.wave)}",
        man=man_link(asking.episode.client),
        form=form,
        same=not found,
        back=Link(_("Key in the second entry again"), reverse("questionnaire-key", args=[asking_id, "second", 1])),
    )
    return render(request, "questionnaires/compare.html", {"page": page})


def _second(request: HttpRequest, asking, first) -> HttpResponse:
    """The first entry is whole. The second begins with empty pages, by whoever keys it in."""
    if request.method == "POST":
        keying.begin_second(first=first, by=str(request.viewer.id), at=timezone.now())
        return HttpResponseRedirect(reverse("questionnaire-key", args=[asking.pk, "second", 1]))
    page = {
        "when": f"{asking.wave}: {words.wave_words(asking.wave)}",
        "man": man_link(asking.episode.client),
        "back": Link(_("Later"), reverse("questionnaire", args=[asking.pk])),
    }
    return render(request, "questionnaires/second.html", {"page": page})

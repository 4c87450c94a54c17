"""Paper: printed, keyed in twice, compared."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.casework.clients.policy import WRITERS
from article16.common import forms as common
from article16.common.forms import OnceForm
from article16.common.questionnaires.comparing import Difference, differences
from article16.common.questionnaires.encoding import read_text
from article16.common.questionnaires.paper import paper
from article16.common.ui.fields import TolerantDateField
from article16.common.ui.shell import Link
from article16.instruments.definition import Instrument

from . import filling, results, words
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
    if instrument is None or language not in {one.code for one in instrument.languages}:
        raise Http404
    time = asked_as(asking.wave) if instrument.times else None
    code = asking.episode.client.code
    made = paper(instrument, informant=answering.INFORMANT, time=time, language=language, code=code, at=timezone.now())
    name = f"{code}-{asking.wave}-{instrument.id}-{language}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


class CompareForm(OnceForm):
    """What holds where two entries differ, and the day on the paper."""

    on = TolerantDateField(label="")

    def __init__(self, *args, found: tuple[tuple[Difference, str, str, str], ...], since: date, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.since, self.today = since, today
        self.fields["on"].label = _("Date on the paper")
        self.fields["on"].help_text = _("The day on which he filled it in, for example 12 11 2026.")
        for one, question, first, second in found:
            self.fields[f"d.{one.key}"] = django_forms.ChoiceField(
                label=question,
                choices=[("first", _("First entry: %(words)s") % {"words": first}),
                         ("second", _("Second entry: %(words)s") % {"words": second})],
                widget=django_forms.RadioSelect,
                error_messages={"required": _("Look at the paper and choose what stands there")},
            )  # fmt: skip

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise django_forms.ValidationError(_("This day lies in the future. Enter the day on the paper"))
        if day < self.since:
            raise django_forms.ValidationError(_("This day lies before his first contact. Check the year"))
        return day

    def chosen(self) -> dict[str, str]:
        return {name[2:]: value for name, value in self.cleaned_data.items() if name.startswith("d.")}


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
    shown = tuple((one, *_said(instrument, one)) for one in found)
    form = common.opened(request, CompareForm, found=shown, since=asking.episode.opened_on, today=timezone.localdate())

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


def _said(instrument: Instrument, one: Difference) -> tuple[str, str, str]:
    """The question, and both entries, in words."""
    item = instrument.by_key[one.key.partition(".")[0]]
    rows = []
    for text in (one.first, one.second):
        answer = read_text(item, text) if text else None
        rows.append(results.answer_row(instrument, one.key, answer, answering.INFORMANT))
    return rows[0].question, rows[0].answer, rows[1].answer


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

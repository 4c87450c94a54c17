"""The result of a questionnaire for the worker, and the correction of answers."""

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

from article16.casework.clients.policy import WRITERS
from article16.common import forms as common
from article16.common.accounts.pages import FormPage
from article16.common.questionnaires import results
from article16.common.questionnaires.pages import name_of
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link

from . import filling, forms, words
from .actions import answering
from .looking import asking_or_404, man_link
from .queries import instruments, limits, responses


@dataclass(frozen=True, slots=True)
class ResultPage:
    """What he answered at one time, scored, beside earlier times."""

    heading: str
    when: str
    man: Link
    facts: tuple[Fact, ...]
    alerts: tuple[results.AlertRow, ...]
    open_alerts: tuple[results.AlertRow, ...]  # possible while an answer is open
    scores: tuple[results.ScoreRow, ...]
    figures: tuple[results.Figure, ...]
    groups: tuple[results.AnswerGroup, ...]
    versions: tuple[str, ...]  # earlier versions of these answers
    readable: bool
    back: Link
    correct: Link | None


@require_safe
def questionnaire_result(request: HttpRequest, asking_id: UUID) -> HttpResponse:
    asking = asking_or_404(request, asking_id)
    versions = responses.of_asking(asking_id)
    if not versions:
        raise Http404
    now = versions[0]
    instrument = instruments.by_fingerprint(now.fingerprint)
    rows = responses.of_episode(asking.episode_id, asking.instrument)
    answers = responses.answers_of(rows)
    told = [
        results.Told(row.id, row.wave, row.fingerprint, result)
        for row in rows
        if row.id in answers and (result := responses.result_of(row, answers[row.id]))
    ]
    this = next((one for one in told if one.id == now.id), None)
    earlier = told[: next((place for place, one in enumerate(told) if one.id == now.id), 0)]
    alerts = results.alert_rows(instrument, this.result) if this and instrument else ()
    page = ResultPage(
        heading=filling.title(asking.instrument, instrument),
        when=f"{asking.wave}: {words.wave_words(asking.wave)}",
        man=man_link(asking.episode.client),
        facts=_facts(now),
        alerts=tuple(one for one in alerts if one.certain),
        open_alerts=tuple(one for one in alerts if not one.certain),
        scores=results.score_rows(
            instrument, this, earlier, limits.limits_of(asking.episode.programme_id, now.fingerprint)
        )
        if this and instrument
        else (),
        figures=results.figures(instrument, told) if instrument else (),
        groups=results.answer_groups(instrument, answers[now.id], now.informant) if this and instrument else (),
        versions=tuple(_version(one) for one in versions[1:]),
        readable=this is not None,
        back=Link(_("All his questionnaires"), reverse("questionnaires", args=[asking.episode.client_id])),
        correct=Link(_("Correct the answers"), reverse("questionnaire-correct", args=[asking_id]))
        if request.viewer.has(WRITERS) and this
        else None,
    )
    return render(request, "questionnaires/result.html", {"page": page})


def _facts(row: responses.ResponseRow) -> tuple[Fact, ...]:
    facts = [
        Fact(_("Answered"), date_format(row.on, "j F Y")),
        Fact(_("How"), words.mode_words(row.mode)),
        Fact(_("Language"), name_of(row.language)),
        Fact(_("Reported by"), _("the man himself")),
        Fact(_("Version"), f"{row.version}, {row.fingerprint[:12]}"),
    ]
    if row.written_by:
        facts.append(Fact(_("Entered by"), row.written_by))
    if row.checked_by:
        facts.append(Fact(_("Second entry by"), row.checked_by))
    return tuple(facts)


def _version(row: responses.ResponseRow) -> str:
    values = {
        "at": date_format(timezone.localtime(row.answered_at), "j M Y, H:i"),
        "by": row.written_by or _("himself"),
    }
    return _("Entered %(at)s by %(by)s") % values


@require_http_methods(["GET", "POST"])
def questionnaire_correct(request: HttpRequest, asking_id: UUID) -> HttpResponse:
    asking_or_404(request, asking_id, WRITERS)
    versions = responses.of_asking(asking_id)
    if not versions:
        raise Http404
    form = common.opened(request, forms.CorrectionForm)

    def act() -> str:
        answering.begin_correction(
            response_id=versions[0].id, reason=form.cleaned_data["reason"], by=str(request.viewer.id), at=timezone.now()
        )
        return reverse("questionnaire-key", args=[asking_id, "correct", 1])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.info(request, _("The answers stand as they were until you save the last part."))
        return done
    page = FormPage(
        heading=_("Correct the answers"),
        intro=_("The answers as they were given stay on record. What you save takes their place from now on."),
        form=form,
        button=_("Go to the answers"),
        back=reverse("questionnaire-result", args=[asking_id]),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "accounts/form_page.html", {"page": page})

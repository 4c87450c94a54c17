"""Pages of intake: all of it, and its interviews."""

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
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link

from . import actions, forms, pages, queries
from .figure import side_words
from .kinds import Asked, Setting, Topic
from .policy import OVERSEERS, PROGRAMME_LINKS, WRITERS, interview_of
from .showing import (
    agreement_state,
    end_link,
    episode_or_404,
    held_words,
    may,
    motivation_part,
    outcome_badge,
    saved_now,
    to_episode,
)


@require_safe
def client_intake(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """On to the latest episode of this man."""
    return to_episode(request, client_id, "intake")


@require_safe
def intake(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    episode = episode_or_404(request, episode_id)
    rows = queries.interviews(episode_id)
    standing = [one for one in rows if one.corrected_by is None]
    writes = may(request, episode, WRITERS)
    page = pages.IntakePage(
        man=pages.man(episode),
        interviews=_interview_lines(rows),
        held=held_words(len(standing)),
        subjects=_subjects(standing, queries.sections(one.id for one in standing)),
        motivation=motivation_part(queries.motivations(episode_id)),
        decisions=(decisions := _decisions(queries.assessments(episode_id))),
        agreement=agreement_state(next(iter(queries.agreements(episode_id)), None)),
        agreement_url=reverse("agreement", args=[episode_id]),
        add=Link(_("Write down an interview"), reverse("interview-add", args=[episode_id])) if writes else None,
        decide=Link(_("Decide on suitability"), reverse("suitability-add", args=[episode_id])) if writes else None,
        end=end_link(decisions[0].row.outcome, episode) if writes and decisions else None,
        manage=_manage(request, episode),
    )
    return render(request, "intake/intake.html", {"page": page})


def _manage(request: HttpRequest, episode) -> tuple[Link, ...]:
    if not may(request, episode, OVERSEERS):
        return ()
    return tuple(
        Link(str(words), reverse(name, args=[episode.programme_id])) for name, words in PROGRAMME_LINKS.items()
    )


def _interview_lines(rows: list[queries.InterviewRow]) -> tuple[pages.InterviewLine, ...]:
    number, found = 0, []
    for row in rows:
        number += row.corrected_by is None
        url = reverse("interview", args=[row.id])
        counted = number if row.corrected_by is None else None
        found.append(pages.InterviewLine(row, counted, url, str(Setting(row.setting).label)))
    return tuple(found)


def _subjects(
    rows: list[queries.InterviewRow], sections: dict[str, list[queries.SectionRow]], *, every: bool = False
) -> tuple[pages.Subject, ...]:
    """By subject what was told in each interview. Where one asked and another did not, only the former is shown."""
    days = {row.id: row.on for row in rows}
    found = []
    for topic in Topic:
        said = [
            pages.Said(
                days[one.interview],
                reverse("interview", args=[one.interview]),
                "" if one.state == Asked.TOLD else str(Asked(one.state).label),
                one.words,
            )
            for one in sections[topic]
            if every or one.state != Asked.NOT_ASKED
        ]
        found.append(pages.Subject(str(topic.label), tuple(said)))
    return tuple(found)


def _decisions(rows: list[queries.AssessmentRow]) -> tuple[pages.DecisionLine, ...]:
    return tuple(
        pages.DecisionLine(row, outcome_badge(row.outcome), reverse("suitability", args=[row.id])) for row in rows
    )


@require_safe
def interview(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    found = interview_of(request.viewer, interview_id)
    if found is None:
        raise Http404
    seen(request, found.episode.client_id)
    rows = {row.id: row for row in queries.interviews(found.episode_id)}
    row = rows[interview_id]
    asked = queries.motivation_of(interview_id)
    newer, older = row.corrected_by, row.corrects
    writes = may(request, found.episode, WRITERS) and not newer
    page = pages.InterviewPage(
        man=pages.man(found.episode),
        row=row,
        setting=str(Setting(row.setting).label),
        facts=_interview_facts(row),
        subjects=_subjects([row], queries.sections([interview_id]), every=True),
        motivation=(side_words(asked.inside), side_words(asked.outside)) if asked else None,
        newer=Link(_("Show the correction"), reverse("interview", args=[newer])) if newer else None,
        older=Link(_("Show what stood before"), reverse("interview", args=[older])) if older else None,
        correct=Link(_("Correct this interview"), reverse("interview-correct", args=[interview_id]))
        if writes
        else None,
        back=reverse("intake", args=[found.episode_id]),
    )
    return render(request, "intake/interview.html", {"page": page})


def _interview_facts(row: queries.InterviewRow) -> tuple[Fact, ...]:
    return (
        Fact(_("Day"), date_format(row.on, "j F Y")),
        Fact(_("Minutes"), str(row.minutes)),
        Fact(_("Held by"), row.held_by),
        Fact(_("How"), str(Setting(row.setting).label)),
        Fact(_("Interpreter"), _("yes") if row.interpreter else _("no")),
        Fact(_("Written by"), row.written_by),
        Fact(_("Written on"), date_format(timezone.localtime(row.written_at), "j F Y, H:i")),
    )


@require_http_methods(["GET", "POST"])
def interview_add(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    episode = episode_or_404(request, episode_id, WRITERS)
    return _interview_form(request, episode, _("Intake interview"))


@require_http_methods(["GET", "POST"])
def interview_correct(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    found = interview_of(request.viewer, interview_id, WRITERS)
    if found is None:
        raise Http404
    seen(request, found.episode.client_id)
    return _interview_form(request, found.episode, _("Correct the interview"), corrects=found)


def _interview_form(request: HttpRequest, episode, heading: str, *, corrects=None) -> HttpResponse:
    at = timezone.now()
    people = accounts.colleagues(request.viewer, at=at)
    initial = _as_typed(corrects) if corrects else {}
    form = common.opened(request, forms.InterviewForm, people=people, initial=initial)

    def act() -> str:
        data = form.cleaned_data
        told = actions.Interviewed(
            on=data["on"],
            minutes=data["minutes"],
            held_by=UUID(data["held_by"]),
            setting=data["setting"],
            sections=form.answers(),
            motivated=form.motivated(),
            interpreter=data["interpreter"],
        )
        actions.record_interview(episode=episode, told=told, by=str(request.viewer.id), at=at, corrects=corrects)
        return reverse("intake", args=[episode.pk])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, saved_now(_("Nothing left this service.")))
        return done
    page = pages.InterviewFormPage(
        man=pages.man(episode),
        heading=heading,
        form=form,
        consequence=_consequence_of_correction() if corrects else _consequence_of_interview(),
        back=reverse("interview", args=[corrects.pk]) if corrects else reverse("intake", args=[episode.pk]),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "intake/interview_form.html", {"page": page})


def _consequence_of_interview() -> str:
    return _("Saving writes the interview into his file. What you left open is kept as “not asked”. Nothing leaves.")


def _consequence_of_correction() -> str:
    return _("Saving writes a new row. What stood before stays in the file, and the two point at each other.")


def _as_typed(row) -> dict[str, object]:
    """An interview as its form would show it, to be corrected."""
    found = queries.told(queries.sections([row.pk]), row.pk)
    initial: dict[str, object] = {name: getattr(row, name) for name in ("on", "minutes", "setting", "interpreter")}
    initial["held_by"] = str(row.held_by_id)
    for topic, one in found.items():
        initial[f"{topic}_words" if one.state == Asked.TOLD else f"{topic}_why"] = one.words or one.state
    asked = queries.motivation_of(row.pk)
    for name, side in (("inside", asked.inside), ("outside", asked.outside)) if asked else ():
        initial |= {name: side.strength, f"{name}_words": side.words}
        initial[f"{name}_why"] = "" if side.state == Asked.TOLD else side.state
    return initial

"""Pages of a decision on suitability."""

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
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link

from . import actions, forms, pages, queries
from .kinds import CriterionKind, Finding
from .policy import MANAGERS, WRITERS, assessment_of
from .showing import (
    end_link,
    episode_or_404,
    held_words,
    may,
    outcome_badge,
    saved_now,
)


@require_safe
def suitability(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    found = assessment_of(request.viewer, assessment_id)
    if found is None:
        raise Http404
    seen(request, found.episode.client_id)
    row = next(one for one in queries.assessments(found.episode_id) if one.id == assessment_id)
    judged = queries.judgements(assessment_id)
    groups = tuple(
        (str(kind.label), tuple((one, str(Finding(one.finding).label)) for one in judged if one.kind == kind))
        for kind in CriterionKind
    )
    page = pages.SuitabilityPage(
        man=pages.man(found.episode),
        row=row,
        badge=outcome_badge(row.outcome),
        judgements=tuple(group for group in groups if group[1]),
        facts=_decision_facts(row),
        end=end_link(row.outcome, found.episode) if may(request, found.episode, WRITERS) else None,
        back=reverse("intake", args=[found.episode_id]),
    )
    return render(request, "intake/suitability.html", {"page": page})


def _decision_facts(row: queries.AssessmentRow) -> tuple[Fact, ...]:
    facts = [
        Fact(_("Day of the decision"), date_format(row.on, "j F Y")),
        Fact(_("Interviews held until then"), str(row.interviews)),
        Fact(_("Written by"), row.by),
        Fact(_("Written on"), date_format(timezone.localtime(row.written_at), "j F Y, H:i")),
    ]
    if row.look_again_on:
        facts.append(Fact(_("Look at it again on"), date_format(row.look_again_on, "j F Y")))
    if row.referred_to:
        facts.append(Fact(_("Referred on to"), row.referred_to))
    return tuple(facts)


@require_http_methods(["GET", "POST"])
def suitability_add(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    episode = episode_or_404(request, episode_id, WRITERS)
    at = timezone.now()
    criteria = queries.criteria_on(episode.programme_id, timezone.localdate(at))
    form = common.opened(request, forms.SuitabilityForm, criteria=criteria)

    def act() -> str:
        data = form.cleaned_data
        names = ("on", "outcome", "reasons", "in_spite_of", "referred_to", "look_again_on")
        decided = actions.Decided(judged=form.judged(), **{name: data[name] for name in names})
        row = actions.decide_suitability(episode=episode, decided=decided, by=str(request.viewer.id), at=at)
        return reverse("suitability", args=[row.pk])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, saved_now(_("His episode stays as it is.")))
        return done
    held = sum(one.corrected_by is None for one in queries.interviews(episode_id))
    manage = Link(_("Criteria of the programme"), reverse("criteria", args=[episode.programme_id]))
    page = pages.SuitabilityFormPage(
        man=pages.man(episode),
        form=form,
        held=held_words(held),
        criteria=manage if may(request, episode, MANAGERS) else None,
        consequence=_consequences(),
        back=reverse("intake", args=[episode_id]),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "intake/suitability_form.html", {"page": page})


def _consequences() -> tuple[str, ...]:
    return (
        _("Saving writes the decision into his file. By itself it moves nothing, and nothing leaves."),
        _("Suitable: the agreement waits to be signed."),
        _("Not yet: it waits here again from the day you enter."),
        _("Not suitable or referred on: his episode stays open until it is ended on the page that is offered next."),
    )

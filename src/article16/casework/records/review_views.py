"""Pages of reviews: held with the box for her service, moved, corrected, and how often a programme reviews."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.casework.clients.policy import READERS, WRITERS
from article16.casework.clients.queries import support_of
from article16.casework.intake import pages as intake_pages
from article16.casework.intake import queries as intake
from article16.casework.intake.actions import Motivated, Side
from article16.casework.intake.figure import side_words
from article16.casework.intake.kinds import Asked
from article16.casework.intake.programme_showing import Words, form_page, programme_or_404
from article16.casework.intake.showing import episode_or_404, may, saved_now
from article16.common import forms as common
from article16.common.accounts import queries as accounts
from article16.common.accounts.middleware import seen
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link

from . import forms, pages, queries, review_actions
from .kinds import LookedAt
from .policy import MANAGERS, review_held_of


def _found(request: HttpRequest, held_id: UUID, roles: frozenset[str] = READERS):
    found = review_held_of(request.viewer, held_id, roles)
    if found is None:
        raise Http404
    seen(request, found.episode.client_id)
    return found


@require_safe
def review(request: HttpRequest, held_id: UUID) -> HttpResponse:
    found = _found(request, held_id)
    newer, older = queries.correction_of(found), found.corrects_id
    asked = intake.motivation_of(queries.first_written(found))
    correct = may(request, found.episode, WRITERS) and not newer
    page = pages.ReviewPage(
        man=intake_pages.man(found.episode),
        day=found.on,
        looked_at=tuple(str(LookedAt(one).label) for one in found.looked_at),
        words=found.words,
        goals=found.goals,
        motivation=(side_words(asked.inside), side_words(asked.outside)) if asked else None,
        facts=_facts(found),
        newer=Link(_("Show the correction"), reverse("review", args=[newer])) if newer else None,
        older=Link(_("Show what stood before"), reverse("review", args=[older])) if older else None,
        correct=Link(_("Correct this review"), reverse("review-correct", args=[held_id])) if correct else None,
        back=reverse("records", args=[found.episode_id]),
    )
    return render(request, "records/review.html", {"page": page})


def _facts(found) -> tuple[Fact, ...]:
    return (
        Fact(_("Day of the review"), date_format(found.on, "j F Y")),
        Fact(_("Held by"), found.held_by.name),
        Fact(_("Next review"), date_format(found.next_on, "j F Y")),
        Fact(_("Written by"), found.written_by.name),
        Fact(_("Written on"), date_format(timezone.localtime(found.written_at), "j F Y, H:i")),
    )


def _reviewed(form, *, motivated: Motivated, next_on, words: str = "") -> review_actions.Reviewed:
    data = form.cleaned_data
    return review_actions.Reviewed(
        on=data["on"],
        held_by=UUID(data["held_by"]),
        looked_at=data["looked_at"],
        words=data["words"],
        goals=data["goals"],
        next_on=next_on,
        motivated=motivated,
        for_her_service=words,
    )


def hold(request: HttpRequest, episode_id: UUID, save: Callable[..., object]) -> HttpResponse:
    """The page of a review. `save`: `groups.actions.hold_review`, a room above this one, which tells the plan, too."""
    episode = episode_or_404(request, episode_id, WRITERS)
    at = timezone.now()
    today = timezone.localdate(at)
    people = accounts.colleagues(request.viewer, at=at)
    weeks = queries.review_weeks(episode.programme_id, today)
    due, leaves = queries.open_review(episode_id), bool(support_of(episode.programme_id).zone)
    initial = {"on": today, "next_on": today + timedelta(weeks=weeks)}
    form = common.opened(request, forms.ReviewForm, people=people, initial=initial)

    def act() -> str:
        data = form.cleaned_data
        found = _reviewed(form, motivated=form.motivated(), next_on=data["next_on"], words=data["for_her_service"])
        save(episode=episode, reviewed=found, by=str(request.viewer.id), at=at)
        return reverse("records", args=[episode_id])

    second = _("Due on %(day)s.") % {"day": date_format(due[1], "j F Y")} if due else _("None was planned.")
    return _answer(
        request,
        episode,
        form,
        act,
        heading=_("Review"),
        second=second + " " + _("Your programme reviews every %(weeks)d weeks.") % {"weeks": weeks},
        consequence=_consequence(leaves=leaves),
        saved=_("The box for her service leaves sealed, as for every man.") if leaves else "",
    )


def _consequence(*, leaves: bool) -> str:
    if leaves:
        return _(
            "Saving writes the review into his file, makes the next one due on the day you enter, and sends the box "
            "for her service sealed, empty or not, as for every man."
        )
    return _(
        "Saving writes the review into his file and makes the next one due on the day you enter. There is no women’s "
        "service beside your programme: what is written in the box is kept nowhere."
    )


@require_http_methods(["GET", "POST"])
def review_correct(request: HttpRequest, held_id: UUID) -> HttpResponse:
    found = _found(request, held_id, WRITERS)
    people = accounts.colleagues(request.viewer, at=timezone.now())
    names = ("on", "looked_at", "words", "goals")
    initial = {name: getattr(found, name) for name in names} | {"held_by": str(found.held_by_id)}
    form = common.opened(request, forms.ReviewFields, people=people, initial=initial)
    nothing = Motivated(Side(Asked.NOT_ASKED), Side(Asked.NOT_ASKED))

    def act() -> str:
        reviewed = _reviewed(form, motivated=nothing, next_on=found.next_on)
        row = review_actions.correct_review(held=found, reviewed=reviewed, by=str(request.viewer.id), at=timezone.now())
        return reverse("review", args=[row.pk])

    return _answer(
        request,
        found.episode,
        form,
        act,
        heading=_("Correct the review"),
        second=_("What moved him, and the day of the next review, stay as they were written."),
        consequence=_("Saving writes a new row. What stood before stays in the file. Nothing leaves."),
        saved=_("What stood before stays in the file."),
    )


def _answer(request: HttpRequest, episode, form, act, *, heading: str, second: str, consequence: str, saved: str):
    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, saved_now(saved))
        return done
    page = pages.ReviewFormPage(
        man=intake_pages.man(episode),
        heading=heading,
        second=second,
        form=form,
        corrects="next_on" not in form.fields,
        consequence=consequence,
        back=reverse("records", args=[episode.pk]),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "records/review_form.html", {"page": page})


def move(request: HttpRequest, episode_id: UUID, save: Callable[..., object]) -> HttpResponse:
    """The page on which a review is put on another day. `save`: `groups.actions.move_review`."""
    episode = episode_or_404(request, episode_id, WRITERS)
    form = common.opened(request, forms.ReviewMoveForm)

    def act() -> str:
        data, by, at = form.cleaned_data, str(request.viewer.id), timezone.now()
        save(episode=episode, to=data["to"], reason=data["reason"], by=by, at=at)
        return reverse("records", args=[episode_id])

    words = Words(
        heading=_("Move the review of %(code)s") % {"code": episode.client.code},
        intro=_(
            "Saving puts the review on the new day; the planned days leave, as for every man. The day before stays on "
            "record with the reason."
        ),
        button=_("Move the review"),
        saved=_("The review is moved."),
        back=reverse("records", args=[episode_id]),
    )
    return form_page(request, form, act, words)


@require_http_methods(["GET", "POST"])
def review_interval(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    programme = programme_or_404(request, programme_id, MANAGERS)
    weeks = queries.review_weeks(programme_id, timezone.localdate())
    form = common.opened(request, forms.IntervalForm)
    here = reverse("review-interval", args=[programme_id])

    def act() -> str:
        data, by, at = form.cleaned_data, str(request.viewer.id), timezone.now()
        names = ("weeks", "active_from")
        review_actions.set_review_interval(programme=programme_id, by=by, at=at, **{name: data[name] for name in names})
        return here

    words = Words(
        heading=_("How often %(name)s reviews") % {"name": programme.name},
        intro=_("Now every %(weeks)d weeks. A change counts for reviews planned from its day on.") % {"weeks": weeks},
        button=_("Save"),
        saved=_("Saved. Reviews that are planned keep their day."),
        back="",
    )
    return form_page(request, form, act, words)

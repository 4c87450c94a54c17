"""Instruments that staff fill in about a man: the list, filling in, one of them with its scores, correction."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.casework.clients.models import Client, Episode, EpisodeState
from article16.casework.clients.policy import READERS, WRITERS, client_of
from article16.casework.clients.queries import EpisodeRow, current_episode
from article16.common import forms as common
from article16.common.accounts.actions import NotPossible
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage
from article16.common.questionnaires import answering as engine
from article16.common.questionnaires import results
from article16.common.questionnaires.pages import name_of
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link
from article16.instruments.definition import Instrument

from . import forms
from .actions import answering
from .actions import rating as actions
from .looking import man_link
from .models import Rating, RatingDraft
from .queries import instruments, limits
from .queries import ratings as queries
from .rating_desk import RatingDesk
from .words import day_words

LATEST = 3  # earlier times that stand beside a score


@dataclass(frozen=True, slots=True)
class Done:
    """One that was filled in."""

    url: str
    title: str
    on: str
    by: str


@dataclass(frozen=True, slots=True)
class Offered:
    """One that can be filled in."""

    id: str
    title: str
    last: str  # when it was filled in last; empty: never


@dataclass(frozen=True, slots=True)
class RatingsPage:
    man: Link
    code: str
    begun: tuple[Link, ...]
    done: tuple[Done, ...]
    offered: tuple[Offered, ...]
    may: bool
    ended: bool


@require_http_methods(["GET", "POST"])
def ratings(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """What was filled in about him, and what can be."""
    client = client_of(request.viewer, client_id)
    episode = current_episode(request.viewer, client_id)
    if client is None or episode is None:
        raise Http404
    seen(request, client_id)
    offered = instruments.ratable(episode.programme_id)
    if request.method == "POST":
        return _begin(request, client_id, episode, {one.id: one for one in offered})
    page = _list(request, client, episode, offered)
    return render(request, "questionnaires/ratings.html", {"page": page})


def _list(request: HttpRequest, client: Client, episode: EpisodeRow, offered: list[Instrument]) -> RatingsPage:
    rows, drafts = queries.of_man(request.viewer, client.pk), queries.drafts_of_man(request.viewer, client.pk)
    last = {row.instrument: day_words(row.on) for row in reversed(rows)}
    titles = instruments.titles_of(
        request.viewer.programmes(READERS), [*(row.instrument for row in rows), *(one.instrument for one in drafts)]
    )
    return RatingsPage(
        man=man_link(client),
        code=client.code,
        begun=tuple(_begun(one, titles[one.instrument]) for one in drafts) if request.viewer.has(WRITERS) else (),
        done=tuple(
            Done(reverse("questionnaire-rating", args=[row.id]), titles[row.instrument], day_words(row.on), row.by)
            for row in rows
        ),
        offered=tuple(Offered(one.id, instruments.title_of(one), last.get(one.id, "")) for one in offered),
        may=request.viewer.has(WRITERS) and episode.state != EpisodeState.ENDED,
        ended=episode.state == EpisodeState.ENDED,
    )


def _begun(draft: RatingDraft, title: str) -> Link:
    words = _("Go on with %(what)s, begun %(day)s by %(who)s")
    values = {"what": title, "day": day_words(timezone.localdate(draft.begun_at)), "who": draft.begun_by.name}
    return Link(words % values, reverse("questionnaire-rating-fill", args=[draft.pk, 1]))


def _begin(
    request: HttpRequest, client_id: UUID, episode: EpisodeRow, offered: Mapping[str, Instrument]
) -> HttpResponse:
    instrument = offered.get(request.POST.get("instrument", ""))
    if instrument is None or client_of(request.viewer, client_id, WRITERS) is None:
        raise Http404
    try:
        draft = actions.begin(
            episode=Episode.objects.get(pk=episode.id), instrument=instrument, by=str(request.viewer.id),
            at=timezone.now(),
        )  # fmt: skip
    except NotPossible as no:
        messages.error(request, str(no))
        return HttpResponseRedirect(reverse("questionnaire-ratings", args=[client_id]))
    return HttpResponseRedirect(reverse("questionnaire-rating-fill", args=[draft.pk, 1]))


@require_http_methods(["GET", "POST"])
def rating_fill(request: HttpRequest, rating_draft_id: UUID, place: int) -> HttpResponse:
    """One page of it. What is sent is read and kept in one transaction, with its draft locked."""

    def page(lock: bool) -> HttpResponse:
        draft = queries.draft_of(request.viewer, rating_draft_id, lock=lock)
        if draft is None:
            raise Http404
        seen(request, draft.episode.client_id)
        desk = RatingDesk(draft, str(request.viewer.id), timezone.now())
        shown = engine.answer(request, desk, place, service=draft.episode.client.code)
        return shown or HttpResponseRedirect(desk.pause())

    return answering.at_once(lambda: page(True)) if request.method == "POST" else page(False)


@dataclass(frozen=True, slots=True)
class RatingPage:
    """One that was filled in, scored, beside earlier times."""

    heading: str
    man: Link
    on: str
    facts: tuple[Fact, ...]
    alerts: tuple[results.AlertRow, ...]
    open_alerts: tuple[results.AlertRow, ...]
    scores: tuple[results.ScoreRow, ...]
    groups: tuple[results.AnswerGroup, ...]
    versions: tuple[str, ...]
    readable: bool
    corrected: Link | None  # what took its place
    back: Link
    correct: Link | None
    figures: tuple[()] = ()


@require_safe
def rating(request: HttpRequest, rating_id: UUID) -> HttpResponse:
    found = _rating_or_404(request, rating_id)
    instrument = instruments.by_fingerprint(found.fingerprint)
    after = queries.correction_of(found)
    this, earlier, answers = _scored(request, found)
    alerts = results.alert_rows(instrument, this.result) if this and instrument else ()
    client = found.episode.client
    page = RatingPage(
        heading=instruments.title_of(instrument) if instrument else found.instrument,
        man=man_link(client),
        on=day_words(found.on),
        facts=_facts(found),
        alerts=tuple(one for one in alerts if one.certain),
        open_alerts=tuple(one for one in alerts if not one.certain),
        scores=results.score_rows(
            instrument, this, earlier, limits.limits_of(found.episode.programme_id, found.fingerprint)
        )
        if this and instrument
        else (),
        groups=results.answer_groups(instrument, answers, found.informant) if this and instrument else (),
        versions=tuple(_version(one) for one in queries.before(found)),
        readable=this is not None,
        corrected=Link(_("What holds now"), reverse("questionnaire-rating", args=[after])) if after else None,
        back=Link(_("All that staff filled in"), reverse("questionnaire-ratings", args=[client.pk])),
        correct=Link(_("Correct the answers"), reverse("questionnaire-rating-correct", args=[rating_id]))
        if request.viewer.has(WRITERS) and this and not after
        else None,
    )
    return render(request, "questionnaires/rating.html", {"page": page})


def _rating_or_404(request: HttpRequest, rating_id: UUID, roles: frozenset[str] = READERS) -> Rating:
    found = queries.rating_of(request.viewer, rating_id, roles)
    if found is None:
        raise Http404
    seen(request, found.episode.client_id)
    return found


def _scored(request: HttpRequest, found: Rating) -> tuple[results.Told | None, list[results.Told], dict[str, object]]:
    """This one and the last few before it, scored; and the answers of this one."""
    rows = queries.of_man(request.viewer, found.episode.client_id, found.instrument)
    mine = (found.on, found.rated_at)
    before = [row for row in rows if (row.on, row.rated_at) < mine and row.id != found.corrects_id][:LATEST]
    scored = queries.results_of([queries.row_of(found), *before])
    told = [
        results.Told(row.id, day_words(row.on), row.fingerprint, scored[row.id][1])
        for row in (*before, queries.row_of(found))
        if row.id in scored
    ]
    this = next((one for one in told if one.id == found.pk), None)
    return this, [one for one in told if one.id != found.pk], scored.get(found.pk, ({}, None))[0]


def _facts(found: Rating) -> tuple[Fact, ...]:
    facts = [
        Fact(_("Filled in"), date_format(found.on, "j F Y")),
        Fact(_("By"), found.written_by.name),
        Fact(_("Language"), name_of(found.language)),
        Fact(_("Version"), f"{found.version}, {found.fingerprint[:12]}"),
    ]
    return tuple([*facts, Fact(_("Corrected because"), found.reason)] if found.reason else facts)


def _version(row: queries.RatingRow) -> str:
    values = {"at": date_format(timezone.localtime(row.rated_at), "j M Y, H:i"), "by": row.by}
    return _("Entered %(at)s by %(by)s") % values


@require_http_methods(["GET", "POST"])
def rating_correct(request: HttpRequest, rating_id: UUID) -> HttpResponse:
    found = _rating_or_404(request, rating_id, WRITERS)
    form = common.opened(request, forms.CorrectionForm)

    def act() -> str:
        draft = actions.begin_correction(
            rating=found, reason=form.cleaned_data["reason"], by=str(request.viewer.id), at=timezone.now()
        )
        return reverse("questionnaire-rating-fill", args=[draft.pk, 1])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        return done
    page = FormPage(
        heading=_("Correct the answers"),
        intro=_("What was filled in stays on record. What you save takes its place from now on."),
        form=form,
        button=_("Go to the answers"),
        back=reverse("questionnaire-rating", args=[rating_id]),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "accounts/form_page.html", {"page": page})

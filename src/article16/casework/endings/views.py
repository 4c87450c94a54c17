"""Pages on how an episode ends, rests, goes on and opens again."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.casework.clients import queries as clients
from article16.casework.clients.kinds import EpisodeState
from article16.casework.clients.policy import INTAKE, WRITERS
from article16.casework.clients.views.common import found_episode, found_man
from article16.casework.warnings.queries import duty_sentence
from article16.common import forms as common
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage
from article16.common.ui.shell import Link

from . import actions, forms, pages, queries, telling
from .kinds import EndingKind, possible


@require_safe
def client_course(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The course of his latest episode."""
    return _course(request, found_man(request, client_id).episodes[0].id)


@require_safe
def episode_course(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    return _course(request, episode_id)


def _course(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    episode = found_episode(request, episode_id)
    man = found_man(request, episode.client_id)
    may_correct = episode.programme_id in request.viewer.programmes(INTAKE)
    may_tell = episode.programme_id in request.viewer.programmes(WRITERS)
    page = pages.CoursePage(
        client=man,
        episode_id=episode_id,
        number=episode.number,
        programme=episode.programme.name,
        badge=telling.state_badge(episode.state),
        lines=telling.lines(queries.course(episode_id)),
        actions=_actions(episode_id, episode.state, may_tell=may_tell, may_reopen=may_correct),
        others=tuple(one for one in man.episodes if one.id != episode_id),
        may_tell=may_tell,
        may_correct=may_correct,
    )
    return render(request, "endings/course.html", {"page": page})


def _actions(episode_id: UUID, state: str, *, may_tell: bool, may_reopen: bool) -> tuple[Link, ...]:
    end = ("episode-end", _("End the episode"))
    by_state = {
        EpisodeState.REFERRED: [end],
        EpisodeState.ACTIVE: [end, ("episode-suspend", _("Suspend"))],
        EpisodeState.SUSPENDED: [("episode-resume", _("He goes on")), end],
    }
    ended = [("episode-reopen", _("Open the episode again"))] if may_reopen else []
    shown = by_state.get(EpisodeState(state), ended) if may_tell else []
    return tuple(Link(label, reverse(name, args=[episode_id])) for name, label in shown)


@require_http_methods(["GET", "POST"])
def episode_end(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    """First which ending, then its form, which says what saving does."""
    episode = found_episode(request, episode_id, WRITERS)
    started = episode.state != EpisodeState.REFERRED or queries.has_started(episode_id)
    # The same form sent twice comes when the episode has ended: it must lead where the first one led.
    is_open = episode.state != EpisodeState.ENDED or request.method == "POST"
    kinds = possible(started=started) if is_open else ()
    kind = next((one for one in kinds if one.value == request.GET.get("kind")), None)
    back = reverse("episode-course", args=[episode_id])
    if kind is None:
        if not kinds:
            raise Http404
        choice = pages.EndChoicePage(code=episode.client.code, choices=telling.choices(kinds), back=back)
        return render(request, "endings/episode_end_choice.html", {"page": choice})
    form = common.opened(
        request, forms.EndForm, kind=kind, programmes=queries.programmes_to_go_to(episode.programme_id)
    )
    done = _saved(
        request,
        form,
        back,
        lambda by, at: actions.end_episode(episode=episode, ended=form.ended(), by=by, at=at),
        _("The episode has ended. Messages leave, as for every man."),
    )
    if done:
        return done
    page = pages.EndPage(
        code=episode.client.code,
        heading=_("End the episode: %(kind)s") % {"kind": str(kind.label).lower()},
        about=telling.choices((kind,))[0].about,
        form=form,
        told_rows=form.told_rows(),
        more_told=form.more_told(),
        consequences=telling.consequence(kind, has_service=_has_service(episode.programme_id)),
        duty=duty_sentence(episode.programme_id, at=timezone.now()),
        button=_("End the episode"),
        back=reverse("episode-end", args=[episode_id]),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "endings/episode_end.html", {"page": page})


Act = Callable[[str, datetime], object]


def _saved(request: HttpRequest, form: common.OnceForm, back: str, act: Act, said: str) -> HttpResponse | None:
    """Save once, say so, and go back; None: show the form."""

    def save() -> str:
        act(str(request.viewer.id), timezone.now())
        return back

    done = common.save(request, form, save) if request.method == "POST" else None
    if done:
        messages.success(request, said)
    return done


def _has_service(programme_id: UUID) -> bool:
    return bool(clients.support_of(programme_id).zone)


@require_http_methods(["GET", "POST"])
def ending_correct(request: HttpRequest, ending_id: UUID) -> HttpResponse:
    """What was written about an ending is wrong: another kind, another day."""
    ending = queries.ending(request.viewer, ending_id, INTAKE)
    if ending is None:
        raise Http404
    episode = ending.episode
    seen(request, episode.client_id)
    named = request.GET.get("kind", ending.kind)
    kind = EndingKind(named) if named in EndingKind.values else EndingKind(ending.kind)
    columns = ("decided_on", "last_attended_on", "never_attended", "reasons", "main_reason")
    initial = {name: getattr(ending, name) for name in columns}
    initial |= {"to_programme": str(ending.to_programme_id or forms.NOT_HERE), "elsewhere": ending.elsewhere}
    form = common.opened(
        request,
        forms.EndForm,
        kind=kind,
        correcting=True,
        programmes=queries.programmes_to_go_to(episode.programme_id),
        initial=initial,
    )
    back = reverse("episode-course", args=[episode.pk])

    def act(by: str, at: datetime) -> None:
        why = form.cleaned_data["why"]
        actions.correct_ending(ending=ending, ended=form.ended(), why=why, by=by, at=at)

    if done := _saved(request, form, back, act, _("Saved. The row before is kept. Messages leave, as for every man.")):
        return done
    page = pages.EndPage(
        code=episode.client.code,
        heading=_("Correct the ending: %(kind)s") % {"kind": str(kind.label).lower()},
        about=_("What stands there now is kept beside what you write."),
        form=form,
        told_rows=[],
        more_told=False,
        consequences=telling.consequence_of_correction(has_service=_has_service(episode.programme_id)),
        duty=duty_sentence(episode.programme_id, at=timezone.now()),
        button=_("Save the correction"),
        back=back,
        kept_at=getattr(request, "draft_kept_at", None),
        kinds=telling.other_kinds(kind, reverse("ending-correct", args=[ending_id])),
    )
    return render(request, "endings/episode_end.html", {"page": page})


@require_http_methods(["GET", "POST"])
def ending_told(request: HttpRequest, ending_id: UUID) -> HttpResponse:
    """Somebody more was told of an ending."""
    ending = queries.ending(request.viewer, ending_id, WRITERS)
    if ending is None:
        raise Http404
    seen(request, ending.episode.client_id)
    form = common.opened(request, forms.ToldForm)
    back = reverse("episode-course", args=[ending.episode_id])
    done = _saved(
        request,
        form,
        back,
        lambda by, at: actions.tell_of_ending(ending=ending, told=form.told(), by=by, at=at),
        _("Saved."),
    )
    return done or _form(
        request,
        form,
        back,
        _("Who was told that the episode of %(code)s ended") % {"code": ending.episode.client.code},
        (_("Her service is told by the message, as for every man, and does not stand here."),),
        _("Save"),
    )


def _form(
    request: HttpRequest, form: common.OnceForm, back: str, heading: str, sentences: tuple[str, ...], button: str
) -> HttpResponse:
    page = FormPage(
        heading=heading,
        intro=" ".join(sentences),
        form=form,
        button=button,
        back=back,
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "accounts/form_page.html", {"page": page})


def _state_change(
    request: HttpRequest, episode_id: UUID, state: EpisodeState, roles: frozenset[str], act: Callable, **words
) -> HttpResponse:
    """A page that moves an episode which stands in this state; standing anywhere else there is no such page."""
    episode = found_episode(request, episode_id, roles)
    if episode.state != state and request.method != "POST":  # sent twice it leads where the first one led
        raise Http404
    form = common.opened(request, words["form"])
    back = reverse("episode-course", args=[episode_id])

    def save(by: str, at: datetime) -> None:
        data = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        act(episode=episode, by=by, at=at, **data)

    if done := _saved(request, form, back, save, words["said"]):
        return done
    sentences = words["consequence"](has_service=_has_service(episode.programme_id))
    duty = duty_sentence(episode.programme_id, at=timezone.now()) if state == EpisodeState.ACTIVE else ""
    heading = words["heading"] % {"code": episode.client.code}
    return _form(request, form, back, heading, (*sentences, duty) if duty else sentences, words["button"])


@require_http_methods(["GET", "POST"])
def episode_suspend(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    return _state_change(
        request,
        episode_id,
        EpisodeState.ACTIVE,
        WRITERS,
        lambda on, **data: actions.suspend(begins_on=on, **data),
        form=forms.SuspendForm,
        heading=_("Suspend the episode of %(code)s"),
        consequence=telling.consequence_of_suspension,
        button=_("Suspend"),
        said=_("The episode is suspended. Messages leave, as for every man."),
    )


@require_http_methods(["GET", "POST"])
def episode_resume(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    return _state_change(
        request,
        episode_id,
        EpisodeState.SUSPENDED,
        WRITERS,
        actions.resume,
        form=forms.ReasonForm,
        heading=_("%(code)s goes on after the suspension"),
        consequence=telling.consequence_of_going_on,
        button=_("Save that he goes on"),
        said=_("The episode goes on. A message leaves, as for every man."),
    )


@require_http_methods(["GET", "POST"])
def episode_reopen(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    return _state_change(
        request,
        episode_id,
        EpisodeState.ENDED,
        INTAKE,
        actions.reopen,
        form=forms.ReasonForm,
        heading=_("Open the episode of %(code)s again"),
        consequence=telling.consequence_of_going_on,
        button=_("Open the episode again"),
        said=_("The episode is open again. A message leaves, as for every man."),
    )

"""Requests to see a file: the list, one request step by step, and the copy."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.casework.clients import queries as clients
from article16.casework.clients.policy import episode_of
from article16.casework.tasks.waiting import due_badge
from article16.common import forms as common
from article16.common.accounts.middleware import seen
from article16.common.copies import forms as copying
from article16.common.form_pages import form_page
from article16.common.ui.parts import Badge, Fact, State
from article16.common.ui.shell import Link

from . import actions, forms, pages, queries
from .policy import ANSWERERS, request_of
from .tabs import tabs

METHODS = require_http_methods(["GET", "POST"])


@require_safe
def access_board(request: HttpRequest) -> HttpResponse:
    waiting, done = queries.requests(request.viewer), queries.requests(request.viewer, done=True)
    seen(request, *(one.client for one in (*waiting, *done)))
    page = pages.BoardPage(tabs(request, "access-board"), tuple(map(_line, waiting)), tuple(map(_line, done)))
    return render(request, "access/board.html", {"page": page})


def _line(row: queries.RequestRow) -> pages.BoardLine:
    return pages.BoardLine(row, _badge(row), _next(row))


def _badge(row: queries.RequestRow) -> Badge:
    if row.given_on:
        return Badge(State.DONE, _("Answered on %(day)s") % {"day": date_format(row.given_on, "j M Y")})
    return due_badge(row.due, today=timezone.localdate())


def _next(row: queries.RequestRow) -> str:
    if row.given_on:
        return ""
    if row.released_at:
        return _("To be handed over")
    if row.prepared_at:
        return _("A second person looks through it")
    return _("To be prepared")


@METHODS
def access_add(request: HttpRequest, client_id: UUID) -> HttpResponse:
    man = clients.client(request.viewer, client_id)
    episode = (
        next((found for row in man.episodes if (found := episode_of(request.viewer, row.id, ANSWERERS))), None)
        if man
        else None
    )
    if man is None or episode is None:
        raise Http404
    seen(request, client_id)
    form = common.opened(request, forms.AskForm)

    def act() -> str:
        data = form.cleaned_data
        made = actions.ask(
            episode=episode, asked_on=data["asked_on"], way=data["way"], by=_by(request), at=timezone.now()
        )
        return reverse("access-request", args=[made])

    return form_page(
        request,
        form,
        act,
        heading=_("%(code)s asks to see his file") % {"code": man.code},
        intro=_(
            "The answer is due within a month. What any other person said elsewhere is not here and cannot be in it."
        ),
        button=_("Save the request"),
        back=reverse("client", args=[client_id]),
        said=_("Saved. Now make sure that it is he who asks, and prepare the copy."),
    )


@require_safe
def access_request(request: HttpRequest, access_id: UUID) -> HttpResponse:
    row = queries.request(request.viewer, access_id)
    if row is None:
        raise Http404
    seen(request, row.client)
    parts = queries.parts(access_id)
    page = pages.RequestPage(
        row=row,
        badge=_badge(row),
        facts=_facts(row),
        parts=tuple(pages.PartLine(one, _looked(one)) for one in parts),
        steps=tuple(_steps(request, row, parts)),
        note=_note(row),
    )
    return render(request, "access/request.html", {"page": page})


def _facts(row: queries.RequestRow) -> tuple[Fact, ...]:
    by = _("%(when)s, by %(who)s")
    prepared = by % {"when": _when(row.prepared_at), "who": row.prepared_by} if row.prepared_at else ""
    released = by % {"when": _when(row.released_at), "who": row.released_by} if row.released_at else ""
    return (
        Fact(_("Asked on"), f"{date_format(row.asked_on, 'j M Y')}, {row.way}"),
        Fact(_("Answer due on"), date_format(row.due, "j M Y")),
        Fact(_("That it is he"), f"{row.identity} {row.identity_words}".strip()),
        Fact(_("Prepared"), prepared),
        Fact(_("Released"), released),
        Fact(_("Handed over on"), date_format(row.given_on, "j M Y") if row.given_on else ""),
    )


def _when(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "j M Y, H:i") if at else ""


def _looked(row: queries.PartRow) -> Badge:
    if row.looked_at is None:
        return Badge(State.OPEN, _("Not looked through"))
    return Badge(State.DONE, _("%(number)d left out") % {"number": row.left} if row.left else _("All given"))


def _note(row: queries.RequestRow) -> str:
    if row.prepared_at and not row.released_at and row.mine:
        return _("You prepared this copy. A second person looks through it and releases it.")
    return ""


def _steps(request: HttpRequest, row: queries.RequestRow, parts: list[queries.PartRow]) -> list[Link]:
    """What can be done now."""
    if row.given_on:
        return []
    if row.released_at:
        return [
            Link(_("Save the copy"), reverse("access-file", args=[row.id])),
            Link(_("It was handed over"), reverse("access-given", args=[row.id])),
        ]
    found = [] if row.identity else [Link(_("Make sure that it is he"), reverse("access-identity", args=[row.id]))]
    again = _("Prepare anew") if row.prepared_at else _("Prepare the copy")
    found.append(Link(again, reverse("access-prepare", args=[row.id])))
    if parts and all(one.looked_at for one in parts) and not row.mine and "manager" in request.viewer.grants:
        found.append(Link(_("Release the copy"), reverse("access-release", args=[row.id])))
    return found


@METHODS
def access_identity(request: HttpRequest, access_id: UUID) -> HttpResponse:
    return _step(
        request,
        access_id,
        forms.IdentityForm,
        lambda data: partial(actions.check_identity, how=data["how"], words=data["words"]),
        heading=_("Is it he who asks?"),
        intro=_("Somebody else may ask in his name, to learn what stands here."),
        button=_("Save"),
        said=_("Saved."),
    )


@METHODS
def access_prepare(request: HttpRequest, access_id: UUID) -> HttpResponse:
    return _step(
        request,
        access_id,
        copying.EmptyForm,
        lambda _data: actions.prepare,
        heading=_("Prepare the copy"),
        intro=_(
            "Everything this programme keeps about him is taken down as it stands now. A second person then looks "
            "through it. Prepared anew, what was looked through before is looked through again."
        ),
        button=_("Prepare the copy"),
        said=_("Prepared. A second person now looks through every part."),
    )


@METHODS
def access_release(request: HttpRequest, access_id: UUID) -> HttpResponse:
    return _step(
        request,
        access_id,
        copying.ReleaseForm,
        lambda _data: actions.release,
        heading=_("Release the copy"),
        intro=_("From then on it can be saved and handed over. The record keeps who released it and who saved it."),
        button=_("Release the copy"),
        said=_("Released. Hand it over in person or by registered post."),
    )


@METHODS
def access_given(request: HttpRequest, access_id: UUID) -> HttpResponse:
    return _step(
        request,
        access_id,
        forms.GivenForm,
        lambda data: partial(actions.give, on=data["on"], handed=data["handed"]),
        heading=_("The copy was handed over"),
        intro=_("What was prepared is deleted here then. That he had a copy, and its check sum, stays."),
        button=_("Record the handing over"),
        said=_("Recorded. The request is answered."),
    )


def _step(
    request: HttpRequest,
    access_id: UUID,
    form_class: type[common.OnceForm],
    action_for: Callable[[dict[str, Any]], Callable[..., object]],
    **words: str,
) -> HttpResponse:
    """One step of a request, back to it; `action_for` gives the action for what was filled in."""
    found = request_of(request.viewer, access_id)
    if found is None:
        raise Http404
    seen(request, found.client_id)
    form = common.opened(request, form_class)

    def act() -> None:
        action_for(form.cleaned_data)(request=found, by=_by(request), at=timezone.now())

    return form_page(request, form, act, back=reverse("access-request", args=[access_id]), **words)


def _by(request: HttpRequest) -> str:
    return str(request.viewer.id)

"""Whoever saves what warns is told, as for every man, when nobody is on duty: on every page, none can forget it."""

from collections.abc import Callable
from contextvars import ContextVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from . import queries

# The programmes of the warnings that this request has raised. None: not in a request, as in the tick.
raised_for: ContextVar[set[UUID] | None] = ContextVar("raised_for", default=None)


def note(programme: UUID) -> None:
    """Called by the action that warns."""
    programmes = raised_for.get()
    if programmes is not None:
        programmes.add(programme)


def hours_are_said(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """After a save that warned: until when nobody is on duty, and whom to call in danger. Else no query."""

    def answer(request: HttpRequest) -> HttpResponse:
        token = raised_for.set(set())
        try:
            response = get_response(request)
            for programme in sorted(raised_for.get() or ()):
                if sentence := queries.duty_sentence(programme, at=timezone.now()):
                    messages.warning(request, sentence)
            return response
        finally:
            raised_for.reset(token)

    return answer

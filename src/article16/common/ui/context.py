"""What every template gets besides `page`: the frame. No query is made here."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import get_language, get_language_bidi

from article16.common.ui.display import display_of
from article16.common.ui.shell import Shell


@cache
def _builder(path: str) -> Callable[[HttpRequest], Shell]:
    """The callable that the settings name, looked up once."""
    builder: Callable[[HttpRequest], Shell] = import_string(path)
    return builder


def shell_of(request: HttpRequest) -> Shell:
    """The service's own frame, in this worker's theme and this page's language."""
    display = display_of(request)
    return replace(
        _builder(settings.SHELL)(request),
        theme=display.theme,
        letters=display.letters,
        language=get_language() or settings.LANGUAGE_CODE,
        rtl=get_language_bidi(),
    )


def shell(request: HttpRequest) -> dict[str, Shell]:
    return {"shell": shell_of(request)}

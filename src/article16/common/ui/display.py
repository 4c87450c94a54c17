"""How one worker wants pages shown: light or dark, single-letter keys on or off. Kept in a cookie, tied to nobody."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

THEMES = ("", "light", "dark")
ONE_YEAR = 365 * 24 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class Display:
    theme: str = ""  # empty: as the system has it
    letters: bool = True


def cookie_name() -> str:
    return "__Host-display" if settings.SESSION_COOKIE_SECURE else "display"


def display_of(request: HttpRequest) -> Display:
    """What the cookie asks for; anything it could not have been given counts as nothing."""
    theme, _, letters = request.COOKIES.get(cookie_name(), "").partition(".")
    if theme not in THEMES:
        return Display()
    return Display(theme=theme, letters=letters != "off")


def keep_display(response: HttpResponse, display: Display) -> None:
    response.set_cookie(
        cookie_name(),
        f"{display.theme}.{'on' if display.letters else 'off'}",
        max_age=ONE_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
        path="/",
    )

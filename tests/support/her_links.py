"""A case with a link, as her worker makes it, and the browser in which she opens it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.test import Client as Browser
from django.utils import timezone

from article16.support.survivors.asked import Times
from article16.support.survivors.contact import SafeContact, Way, Window, Wish
from article16.support.survivors.writings import Consent, Kind

ALWAYS = tuple(Window(day, time(0), time(0)) for day in range(7))


def phone() -> Browser:
    """A browser of nobody's, on the host of her pages."""
    return Browser(HTTP_HOST=urlsplit(settings.PAGES_ORIGIN).hostname, enforce_csrf_checks=True)


@dataclass
class Hers:
    """One woman's case and what her worker holds."""

    case: UUID
    by: Any

    def link(
        self, *, language: str = "en", instrument: str = "five_points", wave: str = "", at: datetime | None = None
    ):
        from article16.support.portal.actions import making

        at = at or timezone.now()
        return making.make_link(case=self.case, wave=wave, instrument=instrument, language=language, by=self.by, at=at)

    def link_id(self) -> UUID:
        from article16.support.survivors.queries import opened
        from article16.support.survivors.writings import Kind

        return opened(self.case, self.by).of(Kind.LINK)[0].value.link


def open_hers(
    by: Any,
    *,
    name: str = "Vesna Lindgrub",
    contact: SafeContact | None = None,
    mailbox: UUID | None = None,
    half: date | None = None,
):
    """A case whose woman may be reached at any hour, by short message, and agreed to be asked. `half`: the day of T2."""
    from article16.support.survivors import actions

    at = timezone.now()
    on = timezone.localdate(at)
    case = actions.open_case(
        name=name, relation="partner", called="", mailbox=mailbox, by=by.staff, at=at, on=on
    )  # fmt: skip
    said = contact or SafeContact(Wish.OPEN, on, (Way.TEXT,), ALWAYS)
    actions.say_contact(case=case, contact=said, hers=True, by=by, at=at)
    agreed = Consent("what she says", "her workers", "support", on - timedelta(days=30), None, "questions")
    actions.write(case=case, kind=Kind.CONSENT, value=agreed, by=by, at=at)
    if half is not None:
        days = Times(half - timedelta(days=100), half - timedelta(days=90), half)
        actions.write(case=case, kind=Kind.TIMES, value=days, by=by, at=at)
    return Hers(case, by)


def path(made: Any) -> str:
    return urlsplit(made.address).path


def fields(page: str) -> dict[str, list[str]]:
    """What the form of her page would send without being filled in."""
    inputs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    found: dict[str, list[str]] = {}
    for name, value in inputs:
        found.setdefault(name, []).append(value)
    return found


def begin(made: Any, browser: Browser | None = None) -> Browser:
    """She opens her link and presses the one button."""
    browser = browser or phone()
    answer = browser.get(path(made))
    assert answer.status_code == 200, answer.content.decode()
    answer = browser.post(path(made), fields(answer.content.decode()))
    assert answer.status_code == 302, answer.content.decode()
    return browser


def send(browser: Browser, *, go: str = "next", autosave: bool = False, **answers: Any):
    """She answers on the page that stands open: by key, and sends it."""
    shown = browser.get("/p/")
    assert shown.status_code == 200, shown.status_code
    return post(browser, shown.content.decode(), go=go, autosave=autosave, **answers)


def post(browser: Browser, page: str, *, go: str = "next", autosave: bool = False, **answers: Any):
    data: dict[str, Any] = fields(page) | {"go": go} | {f"q.{key}": value for key, value in answers.items()}
    headers = {"X-Autosave": "1"} if autosave else {}
    return browser.post("/p/", data, headers=headers)


def questions(page: str) -> list[str]:
    return re.findall(r'data-question="([^"]+)"', page)


def to_the_end(browser: Browser) -> str:
    """She leaves every other question open; gives the address of the last page."""
    for _ in range(40):
        answer = send(browser)
        if answer.url != "/p/":
            return str(answer.url)
    raise AssertionError("no end")

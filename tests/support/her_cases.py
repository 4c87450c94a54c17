"""Cases as tests open them through the pages."""

import re
from typing import Any
from uuid import UUID

from django.urls import reverse

from tests.service import once


def post(browser: Any, url: str, **data: object) -> Any:
    return browser.post(url, {"once": once(browser, url), **data})


def text(browser: Any, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def open_case(browser: Any, name: str = "Canary Lendhafen", **more: str) -> str:
    """Its address."""
    answer = post(browser, reverse("survivor-add"), name=name, relation="partner", called="", **more)
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def id_of(case: str) -> UUID:
    return UUID(case.split("/")[2])


def says(browser: Any, case: str, **data: object) -> Any:
    facts = {
        "wish": "open",
        "ways": ["phone"],
        "number": "+43 660 7",
        "day_3": "17 to 19",
        "confirmed_on": "18 11 2026",
    }
    return post(browser, f"{case}contact/", **(facts | data))


def consent(browser: Any, case: str, **data: str) -> str:
    """The id of a consent that is written down."""
    facts = {"recipient": "Child protection", "scope": "Where she lives", "purpose": "Safety", "since": "1 11 2026"}
    assert post(browser, f"{case}consents/add/", **(facts | {"expires_on": ""} | data)).status_code == 302
    return re.findall(r"consents/([0-9a-f-]{36})/told", text(browser, case))[0]

"""A woman who may be asked, and answers as a worker's pages send them."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from tests.service import once
from tests.support.her_links import open_hers

AS_BROWSERS_DO = "application/x-www-form-urlencoded"  # of a form without files


def may_be_asked(by: Any, *, evaluation: bool = True, reached: bool = True, **more: Any) -> UUID:
    """A case whose woman agreed, and was reached today."""
    from article16.support.questionnaires.actions.agreeing import agree
    from article16.support.survivors import actions
    from article16.support.survivors.writings import Attempt

    at = timezone.now()
    case = open_hers(by, **more).case
    said = {"questions": True, "evaluation": evaluation}
    agree(case=case, said=said, since=timezone.localdate(at), expires_on=None, by=by, at=at)
    if reached:
        actions.tried(case=case, attempt=Attempt("phone", "reached"), by=by, at=at, on=timezone.localdate(at))
    return case


@dataclass
class Pages:
    """The pages of one questionnaire as a browser walks them."""

    browser: Any
    url: str

    def form(self) -> dict[str, list[str]]:
        text = self.browser.get(self.url).content.decode()
        stands = re.findall(r'name="s" value="([^"]+)"', text)
        shut = re.findall(r'data-question="([^"]+)" hidden', text)
        version = re.search(r'name="version" value="([0-9a-f]{64})"', text)[1]
        open_now = [key for key in stands if key not in shut]
        return {"s": open_now, "version": [version]}

    def radios(self) -> list[str]:
        """Questions of this page where the answer "1" can be ticked."""
        text = self.browser.get(self.url).content.decode()
        return list(dict.fromkeys(re.findall(r'type="radio" name="q\.([^"]+)" value="1"', text)))

    def send(self, go: str = "next", *, form: dict[str, list[str]] | None = None, **answers: Any) -> Any:
        """Save this page; what is not named is left open. The browser goes where it leads."""
        data = (form or self.form()) | {"go": [go]} | {f"q.{key}": value for key, value in answers.items()}
        answer = self.browser.post(self.url, urlencode(data, doseq=True), content_type=AS_BROWSERS_DO)
        if answer.status_code == 302:
            self.url = answer.url.partition("#")[0]
        return answer

    def all_open(self, **answers: Any) -> Any:
        """On to the end; `answers` are given where their question stands."""
        for _number in range(60):
            if "/sittings/" not in self.url or self.url.endswith("/compare/"):
                return None
            form = self.form()
            self.send(form=form, **{key: value for key, value in answers.items() if key in form["s"]})
        raise AssertionError("no end")


def begin(browser: Any, case: UUID, wave: str = "T0", tool: str = "five_points", how: str = "in person") -> Pages:
    url = reverse("survivor-questionnaire", args=[case, wave, tool])
    answer = browser.post(url, {"once": once(browser, url), "how": how, "language": "en"})
    assert answer.status_code == 302, answer.content.decode()
    return Pages(browser, answer.url)


def file_of(case: UUID, by: Any) -> Any:
    from article16.support.survivors.queries import opened

    return opened(case, by)


def take(case: UUID, by: Any, part: str, answers: dict[str, str], *, at: datetime, **more: Any) -> None:
    """A part of what she saved by link."""
    from article16.instruments import library
    from article16.support.questionnaires.actions import take_part

    pack = library.load("five_points")
    given = {
        "wave": "T0", "instrument": pack.id, "version": pack.version, "fingerprint": pack.fingerprint,
        "informant": "partner", "mode": "self", "language": "en",
    }  # fmt: skip
    take_part(case=case, part=part, answers=answers, at=at, by=by, **(given | more))


def answered(case: UUID, by: Any, wave: str = "T0", *, asked: str = "in person", **values: str) -> UUID:
    """She answered these questions and left the others open; the id of the entry."""
    from article16.instruments import library
    from article16.support.questionnaires.actions import finish

    pack, at = library.load("five_points"), timezone.now()
    take(case, by, "emotional", values, at=at, wave=wave, asked=asked)
    made = finish(case=case, wave=wave, instrument=pack.id, fingerprint=pack.fingerprint, at=at, by=by)
    assert made is not None
    return made

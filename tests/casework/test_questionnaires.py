"""Asking a man, page by page: by a worker who reads, on a tablet, by a link."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from article16.casework.clients.models import Episode
from article16.casework.questionnaires.actions import planning
from article16.casework.questionnaires.models import Answer, Asking, Draft, Response
from tests.service import once

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking(man):
    episode = Episode.objects.get(client=man)
    planning.replan(episodes=[episode.pk], by="", at=timezone.now())
    return Asking.objects.get(episode=episode, wave="T0")


def ask(browser, asking, how="read_aloud", language="en"):
    url = reverse("questionnaire", args=[asking.pk])
    return browser.post(url, {"once": once(browser, url), "how": how, "language": language})


def hidden(page, name):
    return re.findall(rf'name="{name}" value="([^"]+)"', page)


def sent(page, **answers):
    """The page's form with these answers, as a browser without script sends it."""
    text = page.content.decode()
    shut = re.findall(r'data-question="([^"]+)" hidden', text)
    data = {
        "version": hidden(text, "version")[0],
        "s": [key for key in hidden(text, "s") if key not in shut],
        "go": "next",
    }
    return data | {f"q.{key.replace('__', '.')}": value for key, value in answers.items()}


def go_through(browser, url, choose):
    """Every page to the end; `choose` gives the answers of a page. Where it ended."""
    for _ in range(60):
        page = browser.get(url)
        if page.status_code == 302:
            url = page.url
            continue
        if "data-answering" not in page.content.decode():
            return url, page
        answer = browser.post(url, choose(page))
        assert answer.status_code == 302, re.findall(r'role="alert".*?</div>', answer.content.decode(), re.DOTALL)
        url = answer.url.partition("#")[0]
    raise AssertionError("no end")


def test_from_the_list_to_the_result(cast, man, as_ana, asking):
    page = as_ana.get(reverse("questionnaires", args=[man.pk])).content.decode()
    assert "T0: First contact" in page
    begun = ask(as_ana, asking)
    assert begun.url == reverse("questionnaire-fill", args=[asking.pk, 1])
    first = as_ana.get(begun.url)
    assert "Part 1 of" in first.content.decode()
    answer = as_ana.post(begun.url, sent(first, insulted="2", threatened="1", shouted=".declined"))
    assert answer.url == reverse("questionnaire-fill", args=[asking.pk, 2])
    url, result = go_through(as_ana, answer.url, sent)
    assert url == reverse("questionnaire-result", args=[asking.pk])
    text = result.content.decode()
    assert "Threats to hurt were reported" in text
    response = Response.objects.get()
    stored = dict(Answer.objects.filter(response=response).values_list("key", "value"))
    assert stored["insulted"] == "2"
    assert stored["shouted"] == ".declined"
    assert stored["pushed"] == ".not_reached"
    assert not Draft.objects.exists()

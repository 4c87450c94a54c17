"""The design page without a browser: every mode answers, and the frame is the right house."""

import itertools
import re

import pytest
from django.test import RequestFactory

from article16.common.ui.views import design

MODES = list(itertools.product(["casework", "support", "portal"], ["light", "dark"], ["ltr", "rtl"]))


def _page(house: str, theme: str, direction: str) -> str:
    request = RequestFactory().get("/design", {"house": house, "theme": theme, "dir": direction})
    return design(request).content.decode()


@pytest.mark.parametrize(("house", "theme", "direction"), MODES)
def test_every_mode_of_the_design_page_answers(house, theme, direction):
    html = _page(house, theme, direction)
    assert f'dir="{direction}" data-house="{house}" data-theme="{theme}"' in html


@pytest.mark.parametrize(("house", "theme", "direction"), MODES)
def test_no_id_stands_twice_on_a_page(house, theme, direction):
    ids = re.findall(r'\sid="([^"]+)"', _page(house, theme, direction))
    assert sorted(ids) == sorted(set(ids))


def test_the_filled_wall_is_the_side_one_is_on():
    casework = re.search(r'<svg class="mark".*?</svg>', _page("casework", "light", "ltr"), re.DOTALL)[0]
    support = re.search(r'<svg class="mark".*?</svg>', _page("support", "light", "ltr"), re.DOTALL)[0]
    assert re.search(r'x="3"[^>]*class="filled"', casework)
    assert re.search(r'x="14"[^>]*class="filled"', support)


def test_a_portal_names_no_house_loads_no_font_and_begins_with_the_way_out():
    html = _page("portal", "light", "ltr")
    head, body = html.split("<body>")
    assert "Article 16" not in head
    assert "fonts.css" not in head
    first = re.search(r"<(a|button|input)[^>]*>.*?</\1>", body, re.DOTALL)
    assert "Leave this page" in first[0]


@pytest.mark.parametrize("house", ["casework", "support", "portal"])
def test_synthetic_data_is_said_on_every_page(house):
    assert "Nobody on this page exists." in _page(house, "light", "ltr")


def test_an_unknown_mode_falls_back_to_the_house_one_is_in():
    html = _page("palace", "neon", "up")
    assert 'dir="ltr" data-house="casework" data-theme="light"' in html


def test_arabic_is_whole():
    body = _page("support", "light", "rtl").split("<body>")[1]
    shown = re.sub(r"<[^>]+>", " ", body)
    english = set(re.findall(r"[A-Za-z]{4,}", shown)) - {"Article", "Sara", "Lindqvist", "Ferreira", "Huber", "Graz"}
    assert english == set()

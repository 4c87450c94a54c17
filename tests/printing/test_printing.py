"""Printed pages: tagged, in their language and direction, the same twice, and without a file on the disk."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from article16.printing import NotPrinted, pdf

SAMPLE = Path(__file__).parent / "sample.typ"
AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
CIRCLE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>'
VALUE = {
    "head": "Made-up people only",
    "title": "Register of 19 November",
    "words": "Twelve men, #not code *here*.",
    "picture": CIRCLE,
    "alt": "a ring",
    "columns": ["Name", "Minutes"],
    "cells": [["Łukasz Müller", "120"], ["سامي", "90"]],
}


def made(language: str = "en", **changes: object) -> bytes:
    return pdf(SAMPLE, VALUE | changes, title="Register", at=AT, language=language)


def texts(content: bytes) -> str:
    with pikepdf.open(io.BytesIO(content)) as opened:
        return "".join(str(page.Contents.read_bytes()) for page in opened.pages)


def test_the_page_is_tagged_titled_and_says_its_language():
    with pikepdf.open(io.BytesIO(made("de-AT"))) as opened:
        root = opened.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == "de"
        assert str(opened.docinfo["/Title"]) == "Register"
        assert str(root.ViewerPreferences.get("/DisplayDocTitle")) in ("True", "true")
        assert kinds(root.StructTreeRoot) >= {"/H1", "/Table", "/TH", "/TD", "/Figure"}


def kinds(node: object) -> set[str]:
    """All kinds of elements in the structure of a file."""
    found: set[str] = set()
    if isinstance(node, pikepdf.Array):
        return found.union(*(kinds(one) for one in node)) if len(node) else found
    if isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            found.add(str(node.S))
        if "/K" in node:
            found |= kinds(node.K)
    return found


def test_the_same_value_gives_the_same_bytes():
    assert made() == made()


def test_the_date_is_the_one_given_and_nothing_else_of_the_machine_stands_in_it():
    with pikepdf.open(io.BytesIO(made())) as opened:
        assert str(opened.docinfo["/CreationDate"]).startswith("D:20261121")
        assert set(opened.docinfo) <= {"/Title", "/Creator", "/CreationDate", "/ModDate", "/Producer"}


def test_arabic_is_laid_out_from_the_right_with_our_own_fonts():
    with pikepdf.open(io.BytesIO(made("ar", words="صباح الخير"))) as opened:
        assert str(opened.Root.Lang) == "ar"
        fonts = {str(font.BaseFont) for page in opened.pages for font in page.Resources.Font.values()}
    assert any("NotoSansArabic" in one for one in fonts)
    assert all("Noto" in one for one in fonts)


def test_what_is_typed_is_never_code():
    assert made(words="#panic() $x$ @y <z>")


def test_a_value_that_lacks_something_is_refused_without_telling_the_value():
    with pytest.raises(NotPrinted) as refused:
        pdf(SAMPLE, {"title": "Secret Name"}, title="Register", at=AT)
    assert "Secret" not in str(refused.value)

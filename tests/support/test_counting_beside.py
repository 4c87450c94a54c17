"""Counting beside a page: how far it is, what it found, and that nothing stays once nobody may see it."""

from threading import Event
from time import monotonic, sleep

import pytest
from django.utils import timezone

from article16.common.returns import working


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(working, "LOOK_EVERY", 0.01)


def gone(name) -> bool:
    end = monotonic() + 20
    while name in working._COUNTINGS and monotonic() < end:
        sleep(0.01)
    return name not in working._COUNTINGS


def test_what_was_counted_is_there_until_nobody_may_see_it():
    seen = Event()
    one = working.counting("a", lambda progress: 7, at=timezone.now(), alive=lambda: not seen.is_set())
    assert one.ready.wait(20)
    assert one.found == 7
    assert working.counting("a", lambda progress: 8, at=timezone.now()).found == 7, "the one that is there"
    seen.set()
    assert gone("a")


def test_it_says_how_far_it_is_and_stops_when_told(monkeypatch):
    monkeypatch.setattr(working, "PATIENCE", 0)
    begun, go_on = Event(), Event()

    def work(progress):
        progress(1, 3)
        begun.set()
        go_on.wait(20)
        progress(2, 3)
        return "whole"

    one = working.counting("b", work, at=timezone.now())
    assert begun.wait(20)
    assert (one.done, one.of, one.found) == (1, 3, None)
    working.forget("b")
    go_on.set()
    assert one.ready.wait(20)
    assert one.found is None
    assert gone("b")


def test_what_fails_is_said_and_counted_anew(caplog):
    def fails(progress):
        raise LookupError("her name")

    one = working.counting("c", fails, at=timezone.now())
    assert one.ready.wait(20)
    assert one.failed
    assert "her name" not in caplog.text
    again = working.counting("c", lambda progress: 1, at=timezone.now(), alive=lambda: False)
    assert again.ready.wait(20)
    assert again.found == 1
    assert gone("c")

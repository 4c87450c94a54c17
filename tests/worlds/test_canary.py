"""What is typed for her service lies nowhere in clear; and the search would find it if it did."""

import base64
import gzip
import json
import zlib
from pathlib import Path

import pytest

from tests.worlds import canary
from tests.worlds.generating import script_of
from tests.worlds.hers import hers_links
from tests.worlds.stage import Hers, Stage

MARKER = "CANARY-5b1e-Lendplatz"

DRESSED = {
    "plain": MARKER.encode(),
    "in JSON": json.dumps({"words": MARKER}).encode(),
    "UTF-16": MARKER.encode("utf-16"),
    "UTF-16 big": MARKER.encode("utf-16-be"),
    "hex": MARKER.encode().hex().encode(),
    "base64": base64.b64encode(MARKER.encode()),
    "base64 of a form": base64.b64encode(b'{"a": "' + MARKER.encode() + b'"}'),
    "base64 for addresses": base64.urlsafe_b64encode(b"?>" + MARKER.encode() + b"??"),
    "gzip": gzip.compress(b"x" * 100 + MARKER.encode()),
    "zlib, as a session packs it": base64.urlsafe_b64encode(zlib.compress(b"y" * 100 + MARKER.encode())),
    "base64 in gzip": gzip.compress(base64.b64encode(b"z" + MARKER.encode())),
}


@pytest.mark.parametrize("dress", DRESSED)
def test_the_search_finds_the_marker_in_every_dress(tmp_path: Path, dress: str) -> None:
    (tmp_path / "file").write_bytes(b"before " * 50 + DRESSED[dress] + b" after" * 50)
    assert canary.found(MARKER, [tmp_path])


def test_the_search_finds_the_marker_in_a_name_and_nothing_where_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"CANARY-5b1e is not the whole marker" + gzip.compress(b"nor is this"))
    assert canary.found(MARKER, [tmp_path]) == []
    (tmp_path / f"{MARKER}.txt").touch()
    assert len(canary.found(MARKER, [tmp_path])) == 1


def test_what_is_typed_for_her_service_lies_nowhere_in_clear(stage: Stage) -> None:
    """Databases with their write-ahead logs, the inbox, sessions, drafts, logs and temporary files of both services."""
    script = script_of(
        ("refer", {"who": "peter", "name": "Lukas Brandner", "born": "", "clicks": 2}),
        ("refer_with_a_slip", {"who": "peter", "born": "31 2 1988"}),
        ("the_sign_in_ends", {"who": "miriam", "name": "", "comes_back": False}),
        ("send", {"answered": True}),
        ("the_sign_in_ends", {"who": "peter", "name": "Anders Dahl", "comes_back": True}),
        ("send", {"answered": True}),
        ("doctor", {}),
    )
    # Often enough that one stands whole wherever a database might cut.
    words = (f"{MARKER} " * 40,) * len(script)
    events = (*[()] * 4, ("messages_are_taken_over", "messages_are_read", "her_worker_looks"), *[()] * 2)
    hers = Hers(words, events)
    assert stage.play(script, hers, hers) == ()
    assert canary.found(MARKER, [world.folder for world in stage.worlds]) == []


def test_what_she_types_into_her_pages_lies_nowhere_in_clear(stage: Stage) -> None:
    """Promise 3. After a working day both data folders, of the world in which she answers by a link and her
    worker fills in each field of her case; and casework looks the same without her.

    Promise 3.
    """
    script = script_of(
        ("refer", {"who": "peter", "name": "Lukas Brandner", "born": "", "clicks": 1}),
        ("send", {"answered": True}),
        ("look", {"who": "miriam", "page": "/"}),
        ("doctor", {}),
    )
    silent = Hers(("",) * len(script), ((),) * len(script))
    by_link = ("she_answers_by_link", "her_worker_asks_her", "her_service_keeps_its_team", "her_worker_writes_her_case")
    reads = ("her_worker_reads_what_she_saved", "messages_are_taken_over", "messages_are_read")
    told = Hers(("",) * len(script), ((), by_link, (*reads, *by_link), ("the_record_is_sealed",)))
    assert stage.play(script, silent, told, swept=False) == ()
    assert canary.found(hers_links.MARKER, [world.folder for world in stage.worlds]) == []

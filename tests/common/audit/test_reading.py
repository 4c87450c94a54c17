"""A manager asks who opened a file and gets sentences."""

from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext

from article16.common.audit import queries
from article16.common.audit.actions import Verb, record
from article16.common.audit.sentences import tell
from tests.common.audit.cast import NOW, opened

PEOPLE = {"ana": "Ana Ferreira", "ben": "Ben Okafor"}


def names(ids):
    return {one: PEOPLE[one] for one in ids if one in PEOPLE}


def texts(part, **more):
    return [told.text for told in tell(part.rows, names=names, **more)]


def test_who_opened_a_file_the_latest_first_lists_included(database):
    opened("c-014", by="ana", at=NOW)
    opened("c-013", "c-014", "c-015", by="ben", at=NOW + timedelta(minutes=1), what="client-list")
    opened("c-015", by="ana", at=NOW + timedelta(minutes=2))
    part = queries.who_opened("client", "c-014")
    assert texts(part, about="c-014") == [
        "Ben Okafor saw this file in a list of 3 (client-list).",
        "Ana Ferreira opened this file (client-file).",
    ]


def test_the_same_id_of_another_kind_of_thing_is_another_thing(database):
    opened("7", by="ana")
    record(verb=Verb.WRITE, thing="staff", ids=["7"], by="ben", what="rename", at=NOW)
    assert [row.by for row in queries.who_opened("client", "7").rows] == ["ana"]


def test_a_history_is_one_query_a_page_and_each_entry_once(database):
    for turn in range(25):
        opened("c-014", f"c-{turn:03}x", at=NOW + timedelta(minutes=turn // 3))
    seen, token = [], ""
    while True:
        with CaptureQueriesContext(database) as asked:
            part = queries.who_opened("client", "c-014", token=token, size=10)
        assert len(asked) == 1
        seen += [row.id for row in part.rows]
        token = part.later
        if not token:
            break
    assert len(seen) == len(set(seen)) == 25


def test_recent_acts_of_one_person_and_of_nobody(database):
    opened("c-014", by="ana")
    opened("c-014", by="ben")
    record(verb=Verb.SIGN_IN_FAILED, thing="sign-in", at=NOW)
    assert [row.by for row in queries.recent(by=["ben"]).rows] == ["ben"]
    assert texts(queries.recent(by=[""])) == ["Somebody tried in vain to sign in."]
    assert len(queries.recent().rows) == 3


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        (Verb.READ, "Ana Ferreira opened the page “The file”."),
        (Verb.WRITE, "Ana Ferreira saved: The file."),
        (Verb.REFUSED, "Ana Ferreira was refused the page “The file”."),
        (Verb.EXPORT, "Ana Ferreira took a copy: The file."),
        (Verb.SIGN_IN, "Ana Ferreira signed in."),
        (Verb.SIGN_OUT, "Ana Ferreira signed out."),
        (Verb.SIGN_IN_FAILED, "Somebody tried in vain to sign in."),
        (Verb.SETTING, "Ana Ferreira changed a setting: The file."),
    ],
)
def test_every_verb_has_a_sentence(database, verb, sentence):
    record(verb=verb, thing="page", by="ana", what="client-file", at=NOW)
    assert texts(queries.recent(), titles={"client-file": "The file"}.__getitem__) == [sentence]


def test_no_verb_is_without_a_sentence():
    from article16.common.audit.sentences import _IN_GENERAL

    assert set(_IN_GENERAL) == set(Verb)


def test_somebody_who_left_and_somebody_who_never_signed_in_have_a_name_too(database):
    opened("c-014", by="7d4f09c2-gone")
    assert texts(queries.recent()) == ["A person no longer known here (7d4f09c2) opened the page “client-file”."]
    record(verb=Verb.REFUSED, thing="page", what="client-file", at=NOW + timedelta(1))
    assert texts(queries.recent(by=[""])) == ["Somebody not signed in was refused the page “client-file”."]


def test_names_are_asked_for_once(database):
    asked = []
    for turn in range(6):
        opened("c-014", by="ana" if turn % 2 else "ben")
    tell(queries.recent().rows, names=lambda ids: asked.append(sorted(ids)) or names(ids))
    assert asked == [["ana", "ben"]]


def test_what_waits_for_the_sealer_is_counted(database):
    opened("c-014")
    assert queries.waiting() == 1

"""Every act leaves one row, in the transaction of the act."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connections, transaction
from django.test.utils import CaptureQueriesContext

from article16.common.audit import queries
from article16.common.audit.actions import Verb, record
from article16.common.audit.models import Entry, Subject, Unchained
from article16.common.audit.sealer import seal_once
from article16.common.db import triggers

NOW = datetime(2026, 11, 21, 14, 2, 3, 456789, tzinfo=UTC)


def opened(*ids: str, by: str = "ana", at: datetime = NOW) -> None:
    record(verb=Verb.READ, thing="client", ids=ids, by=by, what="client-file", at=at)


def test_a_page_of_fifty_costs_one_statement_inside_a_transaction(database):
    with transaction.atomic(), CaptureQueriesContext(database) as asked:
        opened(*(f"c-{n}" for n in range(50)))
    assert [query["sql"][:11] for query in asked] == ["INSERT INTO"]
    assert Entry.objects.count() == 1
    assert Subject.objects.count() == 50


def test_what_was_recorded_comes_back_word_for_word(database):
    record(verb=Verb.EXPORT, thing="client", ids=["c-014"], by="ana", what="file-export", reason="Gericht, §5", at=NOW)
    (row,) = queries.recent().rows
    assert (row.at, row.by, row.verb, row.thing) == (NOW, "ana", "export", "client")
    assert (row.ids, row.what, row.reason, row.sealed) == (("c-014",), "file-export", "Gericht, §5", None)


def test_an_act_that_fails_leaves_no_row(database):
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        opened("c-014")
        1 / 0  # noqa: B018
    assert not Entry.objects.exists()
    assert not Unchained.objects.exists()


def test_an_id_given_twice_counts_once(database):
    opened("c-014", "c-014", "c-015")
    assert Entry.objects.get().ids == ["c-014", "c-015"]
    assert Subject.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"at": datetime(2026, 11, 21)}, "time zone"),  # noqa: DTZ001
        ({"thing": ""}, "what kind of thing"),
        ({"what": "x" * 101}, "what holds at most 100"),
        ({"by": "a\0b"}, "by holds at most 64"),
        ({"ids": ["x" * 65]}, "ids are opaque"),
        ({"ids": [""]}, "ids are opaque"),
        ({"ids": ["Ana Ferreira"]}, "ids are opaque"),
        ({"ids": ["ana@example.org"]}, "ids are opaque"),
        ({"ids": ["c-014\n"]}, "ids are opaque"),
        ({"ids": [14]}, "ids are opaque"),
        ({"verb": "peek"}, "not a valid Verb"),
    ],
)
def test_nonsense_is_refused_with_a_sentence_before_it_reaches_the_database(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        record(**{"verb": Verb.READ, "thing": "client", "at": NOW} | wrong)


CHANGES = [
    "UPDATE audit_entry SET actor = 'ben'",
    "DELETE FROM audit_entry",
    "UPDATE audit_subject SET object_id = 'c-999'",
    "DELETE FROM audit_subject",
    "UPDATE audit_unchained SET entry_id = entry_id",
    "DELETE FROM audit_unchained",
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_change_what_was_recorded(database, change):
    opened("c-014")
    with pytest.raises(IntegrityError, match="refuses"), transaction.atomic(), database.cursor() as cursor:
        cursor.execute(change)
    assert Entry.objects.get().actor == "ana"


@pytest.mark.parametrize("change", ["UPDATE audit_link SET seq = 9", "DELETE FROM audit_link"])
def test_the_database_refuses_to_change_the_chain(database, change, folder):
    opened("c-014")
    assert seal_once(at=NOW, folder=folder) == 1
    with pytest.raises(IntegrityError, match="refuses"), transaction.atomic(), database.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize("table", ["audit_entry", "audit_subject", "audit_link", "audit_unchained"])
def test_no_table_can_be_emptied_at_a_stroke(database, table, folder):
    opened("c-014")
    seal_once(at=NOW, folder=folder)
    opened("c-015")
    stroke = "TRUNCATE {} CASCADE" if database.vendor == "postgresql" else "DELETE FROM {}"
    with pytest.raises(IntegrityError, match="refuses"), transaction.atomic(), database.cursor() as cursor:
        cursor.execute(stroke.format(table))


def test_a_refused_change_quotes_no_row(database):
    opened("c-014")
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), database.cursor() as cursor:
        cursor.execute("DELETE FROM audit_entry")
    assert "c-014" not in str(refusal.value)
    assert "ana" not in str(refusal.value)


def test_triggers_come_back_after_sqlite_remade_a_table(database):
    entry = Entry._meta.get_field("reason")
    with connections["default"].schema_editor() as editor:
        longer = type(entry)(blank=True, default="-")
        longer.set_attributes_from_name("reason")
        editor.alter_field(Entry, entry, longer)
        if database.vendor == "sqlite":
            editor._remake_table(Entry)
    if database.vendor == "sqlite":
        assert "audit_entry_no_delete" in triggers.missing(database)
    triggers.install(database)
    assert triggers.missing(database) == []
    opened("c-014")
    assert Subject.objects.count() == 1

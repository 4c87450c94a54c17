"""Taking the data along: complete, readable by others, and without what left sealed."""

import csv
import json
from datetime import date

import pytest
from django.apps import apps
from django.db.models import BinaryField
from django.utils import timezone

from article16.casework.clients.models import Agency, Client, Episode
from article16.casework.family import actions as family
from article16.casework.family import document_actions as documents
from article16.casework.family.models import DocumentKind
from article16.casework.transfer import exporting, reach, taking, writing
from article16.common.audit.models import Entry
from article16.common.service import Refused
from tests.casework import files
from tests.casework.conftest import make_man

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def ready(monkeypatch):
    monkeypatch.setattr(exporting.common, "refuse_unless_ready", lambda: None)


@pytest.fixture
def full(cast, man):
    """C-001 with a person named, a question, a document and a sealed one; C-002 in the prison."""
    at, by = timezone.now(), str(cast.ana.pk)
    episode = Episode.objects.select_related("client", "programme").get(client=man)
    named = family.Named("former-partner", "=cmd|'/C calc'!A0", "court", TODAY, "none")
    family.record_relative(episode=episode, named=named, by=by, at=at)
    kind, _made = DocumentKind.objects.get_or_create(code="police", defaults={"label": "Police", "months": 36})
    uploaded = documents.Uploaded(files.PDF, "pdf", kind.pk, "Report of 3 May", "", TODAY)
    documents.keep_document(episode=episode, uploaded=uploaded, by=by, at=at, on=TODAY)
    documents.seal_document(episode=episode, uploaded=uploaded, by=by, at=at)
    family.fill_box(episode=episode, people=(), words="Blue door, Lendplatz", by=by, at=at)
    make_man(cast, cast.prison, "Emre Öztürk")
    return man


def export(tmp_path, *words):
    target = tmp_path / "out"
    assert exporting.export([*words, str(target)]) == 0
    return target


def rows(folder, table):
    with (folder / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_everything_of_one_man_is_there_and_nothing_of_another(cast, full, tmp_path):
    folder = export(tmp_path, "--client", "C-001")
    assert [one.name for one in (folder / "men").iterdir()] == ["C-001.json"]
    man = json.loads((folder / "men" / "C-001.json").read_text("utf-8"))
    assert man["clients_client"][0]["name"] == "Lukas Brandner"
    assert man["family_relative"][0]["written_by"] == "Ana Ferreira"
    assert man["family_document"][0]["title"] == "Report of 3 May"
    assert rows(folder, "clients_client") == [
        {key: writing.cell(value) for key, value in man["clients_client"][0].items()}
    ]
    text = "".join(path.read_text("utf-8") for path in folder.rglob("*") if path.suffix in {".csv", ".json", ".md"})
    assert "Öztürk" not in text


def test_a_document_comes_byte_for_byte(cast, full, tmp_path):
    folder = export(tmp_path, "--client", "C-001")
    (document,) = (folder / "documents" / "C-001").iterdir()
    assert document.read_bytes() == files.PDF
    assert document.stem == rows(folder, "family_document")[0]["id"]


def test_what_left_sealed_is_only_said_to_have_left(cast, full, tmp_path):
    folder = export(tmp_path, "--all")
    assert rows(folder, "family_sealedcontent")[0]["sealed"] == "sealed"
    assert rows(folder, "family_documentcontent")[0]["content"] == "sealed"
    assert len(rows(folder, "family_sealeddocument")) == 1
    mailbox = str(Client.objects.get(code="C-001").mailbox)
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert b"Lendplatz" not in content
        assert mailbox.encode() not in content
    assert not list(folder.glob("tables/outbox*"))


def test_no_cell_is_a_formula(cast, full, tmp_path):
    folder = export(tmp_path, "--all")
    assert rows(folder, "family_relative")[0]["name"] == "'=cmd|'/C calc'!A0"
    for path in folder.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                assert not any(cell.startswith(("=", "@", "+", "\t", "\r")) for cell in row), path


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        ("", ""),
        ("=1+1", "'=1+1"),
        ("+43", "'+43"),
        ("-", "'-"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        (-5, "-5"),
        (True, "yes"),
        (date(2026, 1, 2), "2026-01-02"),
        (["a", 1], '["a", 1]'),
    ],
)
def test_a_value_as_a_cell(value, cell):
    assert writing.cell(value) == cell


def test_of_a_programme_come_only_the_passages_through_it(cast, full, tmp_path):
    from article16.casework.clients.actions import Referred, open_episode

    prison = Referred("", None, cast.prison.pk, received_on=TODAY)
    open_episode(client=full, referred=prison, by="", at=timezone.now(), on=TODAY)
    folder = export(tmp_path, "--programme", "graz")
    assert sorted(path.stem for path in (folder / "men").iterdir()) == ["C-001"]
    assert [row["number"] for row in rows(folder, "clients_episode")] == ["1"]
    assert [row["code"] for row in rows(folder, "accounts_programme")] == ["graz"]


def test_offices_and_types_come_as_far_as_rows_point_to_them(cast, full, tmp_path):
    Agency.objects.create(name="Never named", kind="court", written_at=timezone.now())
    folder = export(tmp_path, "--all")
    assert [row["code"] for row in rows(folder, "family_documentkind")] == ["police"]
    assert not (folder / "tables" / "clients_agency.csv").exists()


def test_every_table_of_casework_is_exported_or_holds_nobody():
    known = {one.model for one in (*reach.of_men(), *reach.of_programmes())} | reach.named().keys()
    left = [
        model
        for model in apps.get_models()
        if model.__module__.startswith("article16.casework.") and model not in known
    ]
    seen = {f"{one._meta.label}.{name}" for one in left for name, who in one.PRIVACY.items() if "nobody" not in who}
    assert seen == set()


def test_every_exported_column_is_in_the_dictionary_with_who_may_see_it(cast, full, tmp_path):
    folder = export(tmp_path, "--all")
    with (folder / "dictionary.csv").open(encoding="utf-8", newline="") as file:
        described = {(row["table"], row["column"]): row for row in csv.DictReader(file)}
    for path in (folder / "tables").iterdir():
        with path.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        for column in header:
            assert described[path.stem, column]["who may see it, and how it is erased"]
    assert "former-partner = Former partner" in described["family_relative", "relation"]["codes"]


def test_no_bytes_are_ever_a_cell():
    for table in (*reach.of_men(), *reach.of_programmes(), *reach.named().values()):
        assert all(isinstance(one.field, BinaryField) == one.sealed for one in table.columns)


def test_the_copy_stands_in_the_record_of_each_man(cast, full, tmp_path):
    export(tmp_path, "--all", "--by", "miriam@example.org", "--reason", "moving to another machine")
    row = Entry.objects.get(verb="export")
    assert row.actor == str(cast.miriam.pk)
    assert sorted(row.ids) == sorted(str(pk) for pk in Client.objects.values_list("pk", flat=True))
    assert row.reason == "moving to another machine"


def test_files_can_be_read_by_their_owner_alone(cast, full, tmp_path):
    folder = export(tmp_path, "--all")
    assert folder.stat().st_mode & 0o077 == 0
    for path in (*folder.rglob("men/*"), *folder.rglob("documents/*/*")):
        assert path.stat().st_mode & 0o077 == 0


def test_a_folder_with_something_in_it_is_never_written_into(cast, full, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").touch()
    with pytest.raises(Refused, match="not empty"):
        exporting.export(["--all", str(tmp_path / "out")])


def test_an_export_that_breaks_leaves_nothing(cast, full, tmp_path, monkeypatch):
    def breaks(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(writing, "files_of", breaks)
    with pytest.raises(OSError, match="disk full"):
        exporting.export(["--all", str(tmp_path / "out")])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--client", "C-999"], "There is no man C-999"),
        (["--programme", "wien"], "There is no programme wien"),
        (["--all", "--by", "nobody@example.org"], "Nobody with an account"),
    ],
)
def test_who_is_not_there_is_said(cast, full, tmp_path, words, says):
    with pytest.raises(Refused, match=says):
        exporting.export([*words, str(tmp_path / "out")])


def test_the_number_of_statements_grows_by_the_round_and_not_by_the_man(cast, full, tmp_path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counted = []
    for number in range(2):
        with CaptureQueriesContext(connection) as found:
            exporting.export(["--all", str(tmp_path / f"out{number}")])
        counted.append(len(found.captured_queries))
        for n in range(30):
            make_man(cast, cast.graz, f"Man {n}")
    assert counted[0] == counted[1]
    assert taking.AT_ONCE >= 100

"""Documents: taken in by their content, kept for a time, handed out safely; those naming her sealed at once."""

import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from article16.casework.clients.models import Client, Episode
from article16.casework.family.contents import SUFFIXES, NotTaken, kind_of
from article16.casework.family.document_actions import months_later
from article16.casework.family.models import (
    Document,
    DocumentContent,
    DocumentDeletion,
    DocumentKind,
    SealedContent,
    SealedDocument,
    SealedHandOver,
)
from article16.casework.family.words import Media
from article16.casework.tasks.models import Task
from article16.common.audit.models import Entry
from article16.common.middleware import HEADERS
from article16.wall import parcel
from tests.casework import files
from tests.casework.conftest import make_man
from tests.service import once, signed_in

pytestmark = pytest.mark.django_db
MARK = b"Lendplatz seven, the blue door"


def form(browser, man, content=files.PDF, name="report.pdf", **changes):
    url = reverse("document-add", args=[man.pk])
    DocumentKind.objects.get_or_create(code="police", defaults={"label": "Report of the police", "months": 36})
    data = {
        "once": once(browser, url),
        "file": SimpleUploadedFile(name, content),
        "names_them": "no",
        "kind": str(DocumentKind.objects.get(code="police").pk),
        "title": "Report of 3 May",
        "received_from": "Police, Graz",
        "received_on": "3 5 2026",
    }
    return data | changes


def upload(browser, man, content=files.PDF, name="report.pdf", **changes):
    return browser.post(reverse("document-add", args=[man.pk]), form(browser, man, content, name, **changes))


def test_a_document_is_kept_and_comes_back_byte_for_byte(cast, man, as_ana):
    assert upload(as_ana, man).url == reverse("documents", args=[man.pk])
    row = Document.objects.get()
    answer = as_ana.get(reverse("document-file", args=[man.pk, row.pk]))
    assert answer.content == files.PDF
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="C-001-2026-05-03-{str(row.pk)[:8]}.pdf"'
    assert {name: answer[name] for name in HEADERS} == HEADERS
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert Entry.objects.get(verb="read", what="document-file").ids == [str(man.pk)]
    page = as_ana.get(reverse("documents", args=[man.pk])).content.decode()
    assert "Report of 3 May" in page
    assert "report.pdf" not in page


def test_the_name_of_the_file_is_kept_nowhere(cast, man, as_ana):
    from django.apps import apps

    upload(as_ana, man, name="../../Marta Kosova, Lendplatz.pdf")
    for model in apps.get_models():
        assert not any("Kosova" in str(row) for row in model.objects.values_list()), model


def test_every_type_that_is_named_is_a_type_that_is_known():
    assert set(SUFFIXES.values()) == set(Media.values)


@pytest.mark.parametrize(
    ("content", "name", "media"),
    [
        (files.PDF, "a.PDF", "pdf"),
        (files.PNG, "a.png", "png"),
        (files.JPEG, "a.jpeg", "jpg"),
        (files.DOCX, "a.docx", "docx"),
        (files.XLSX, "a.xlsx", "xlsx"),
        (files.ODT, "a.odt", "odt"),
        (files.ODS, "a.ods", "ods"),
        ("Grüße, مازن".encode(), "a.txt", "txt"),
        ("Grüße".encode("cp1252"), "a.txt", "txt"),
        (files.PDF, "harmless.exe.pdf", "pdf"),
        (files.PDF, "C:\\temp\\a.pdf", "pdf"),
    ],
)
def test_a_file_is_known_by_its_content(content, name, media):
    assert kind_of(content, name) == media


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.pdf", "empty"),
        (files.PDF, "a.pdf.exe", "not taken"),
        (files.PDF, "a", "not taken"),
        (b"MZ\x90\x00", "a.pdf", "not what the file"),
        (b"<html><script>", "a.pdf", "not what the file"),
        (files.PNG, "a.jpg", "not what the file"),
        (files.XLSX, "a.docx", "not what the file"),
        (b"text\x00more", "a.txt", "not what the file"),
        (b"PK\x03\x04 nonsense", "a.docx", "damaged"),
        (files.named({"a.txt": b"x"}), "a.docx", "not what the file"),
        (files.BOMB, "a.docx", "far more"),
        (files.lying_bomb(), "a.docx", "far more"),
        (files.overlapping(), "a.docx", "far more"),
        (files.named({f"{n}.xml": b"" for n in range(2100)}), "a.docx", "far more"),
        (files.ESCAPES, "a.docx", "no office program"),
        (files.MACROS, "a.docx", "macros"),
        (files.locked(), "a.docx", "password"),
    ],
)
def test_a_hostile_file_is_not_taken_and_the_sentence_says_why(content, name, says):
    with pytest.raises(NotTaken, match=says):
        kind_of(content, name)


def test_what_is_not_taken_leaves_nothing_behind(cast, man, as_ana):
    page = upload(as_ana, man, files.BOMB, "a.docx")
    assert page.status_code == 200
    assert page.content.decode().count("unpack to far more") == 2
    assert 'value="Report of 3 May"' in page.content.decode(), "what was typed stays"
    assert Document.objects.count() == DocumentContent.objects.count() == 0


def test_a_file_that_is_too_large_is_said_so_at_every_size(cast, man, as_ana, settings):
    settings.DOCUMENT_MB = 1
    for size in (2**20 + 1, 2**20 + 200_000, 26 * 2**20):
        page = upload(as_ana, man, files.PDF + b"\0" * size)
        assert page.status_code == 200
        assert "larger than 1 MB" in page.content.decode()
    assert Document.objects.count() == 0


def test_an_upload_never_reaches_the_temporary_folder(cast, man, as_ana, monkeypatch):
    import tempfile

    def never(*args, **kwargs):
        raise AssertionError("a temporary file was made")

    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, never)
    assert upload(as_ana, man, files.PDF + MARK + b"x" * 5 * 2**20).status_code == 302
    assert upload(as_ana, man, files.PDF + MARK, names_them="yes").status_code == 302


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"names_them": ""}, "Choose yes or no"),
        ({"kind": ""}, "Choose the type"),
        ({"kind": "00000000-0000-4000-8000-000000000000"}, "Select a valid choice"),
        ({"title": ""}, "Enter a title"),
        ({"title": "Marta, 0664 1234567"}, "have it sealed"),
        ({"received_on": "1 1 2199"}, "lies in the future"),
        ({"file": ""}, "Choose the file"),
    ],
)
def test_a_slip_saves_nothing_and_asks_for_the_file_once_more(cast, man, as_ana, changes, sentence):
    page = upload(as_ana, man, **changes)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert Document.objects.count() == SealedDocument.objects.count() == 0


def test_a_double_click_keeps_one_document(cast, man, as_ana):
    url, data = reverse("document-add", args=[man.pk]), form(as_ana, man)
    for _click in range(2):
        data["file"] = SimpleUploadedFile("report.pdf", files.PDF)
        assert as_ana.post(url, data).status_code == 302
    assert Document.objects.count() == 1


# Sealed for her service


def test_a_document_that_names_her_is_sealed_and_nothing_of_it_stays(cast, man, as_ana):
    from django.apps import apps

    upload(as_ana, man, files.PDF + MARK, names_them="yes", title="Lendplatz, school report")
    assert SealedDocument.objects.count() == 1
    for model in apps.get_models():
        for row in model.objects.values_list():
            assert not any(
                MARK in bytes(value) if isinstance(value, bytes | memoryview) else "Lendplatz" in str(value)
                for value in row
            ), model
    page = as_ana.get(reverse("documents", args=[man.pk])).content.decode()
    assert re.search(r"Sealed document recorded at \d\d:\d\d on .* by Ana Ferreira, as for every man\.", page)


def test_a_short_document_and_a_longer_one_are_sealed_to_one_length(cast, man, as_ana):
    for content in (files.PDF, files.PDF + b"x" * 200_000):
        upload(as_ana, man, content, names_them="yes")
    assert len({len(bytes(one.sealed)) for one in SealedContent.objects.all()}) == 1
    assert len({len(bytes(one.header)) for one in SealedContent.objects.all()}) == 1


def test_the_sealed_file_has_a_name_that_says_nothing(cast, man, as_ana):
    upload(as_ana, man, names_them="yes")
    row = SealedDocument.objects.get()
    answer = as_ana.get(reverse("sealed-document-file", args=[man.pk, row.pk]))
    assert answer.content.startswith(parcel.MARK)
    assert man.code not in answer["Content-Disposition"]
    assert str(row.pk) not in answer["Content-Disposition"]


def test_handing_over_needs_the_word_of_her_service_and_deletes_the_copy(cast, man, as_ana):
    upload(as_ana, man, names_them="yes")
    row = SealedDocument.objects.get()
    url = reverse("sealed-document-handed-over", args=[man.pk, row.pk])
    task = Task.objects.get(kind="sealed-hand-over")
    assert (task.fact, task.due, task.url) == (row.pk, timezone.localdate() + timedelta(days=7), url)
    assert "Ask her service first" in as_ana.post(url, {"once": once(as_ana, url)}).content.decode()
    assert as_ana.post(url, {"once": once(as_ana, url), "opened": "on"}).status_code == 302
    assert SealedContent.objects.count() == 0
    assert SealedHandOver.objects.get().document_id == row.pk
    assert Task.objects.get(kind="sealed-hand-over").done_at
    assert "Handed over." in as_ana.get(reverse("documents", args=[man.pk])).content.decode()
    assert as_ana.get(reverse("sealed-document-file", args=[man.pk, row.pk])).status_code == 404


def test_without_a_womens_service_nothing_is_sealed_and_nothing_kept(cast, man, as_ana):
    from article16.casework.clients.actions import set_support

    set_support(programme=cast.graz.pk, zone="", alerts_to=cast.miriam.pk, by="", at=timezone.now())
    page = upload(as_ana, man, names_them="yes")
    assert "The document was not kept" in page.content.decode()
    assert SealedDocument.objects.count() == Document.objects.count() == 0


# Keeping and deleting


@pytest.mark.parametrize(
    ("day", "months", "until"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 15), 2, date(2028, 2, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 30), 36, date(2029, 11, 30)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, until):
    # 31 January and one month: February has no 31st, so its last day.
    assert months_later(day, months) == until


def test_deleting_when_the_time_has_passed_is_a_task_from_the_first_day(cast, man, as_ana):
    upload(as_ana, man)
    row, task = Document.objects.get(), Task.objects.get(kind="document-deletion")
    assert (task.fact, task.due, task.role) == (row.pk, row.keep_until, "manager")
    assert row.keep_until == months_later(timezone.localdate(), DocumentKind.objects.get(code="police").months)


def test_a_manager_deletes_with_a_reason_and_the_bytes_are_gone(cast, man, as_ana, as_miriam):
    upload(as_ana, man, files.PDF + MARK)
    row = Document.objects.get()
    url = reverse("document-delete", args=[man.pk, row.pk])
    assert as_ana.get(url).status_code == 404
    assert "Enter the reason" in as_miriam.post(url, {"once": once(as_miriam, url)}).content.decode()
    assert as_miriam.post(url, {"once": once(as_miriam, url), "reason": "time passed"}).status_code == 302
    assert DocumentContent.objects.count() == 0
    assert DocumentDeletion.objects.get().reason == "time passed"
    assert Task.objects.get(kind="document-deletion").done_at
    assert as_ana.get(reverse("document-file", args=[man.pk, row.pk])).status_code == 404
    assert "deleted on" in as_ana.get(reverse("documents", args=[man.pk])).content.decode()


def test_deleted_bytes_are_not_in_the_database_file_any_more(cast, tmp_path):
    """In a database of its own, a copy of the empty one, whose commits are real. Of SQLite's file alone."""
    from django.db import connection as empty

    from article16.casework.family import document_actions as actions
    from article16.common.accounts.actions import add_person, add_programme
    from tests.common.databases import as_default

    if empty.vendor != "sqlite":
        return
    path, at = tmp_path / "casework.sqlite3", timezone.now()
    with closing(sqlite3.connect(empty.settings_dict["NAME"])) as whole, closing(sqlite3.connect(path)) as copy:
        whole.backup(copy)
    with as_default(str(path)) as connection:
        place = add_programme(name="Graz", code="graz", by="", at=at)
        ana = add_person(name="Ana", email="ana@example.org", by="", at=at)
        man = Client.objects.create(code="C-1", name="Lukas", created_at=at)
        episode = Episode.objects.create(client=man, programme=place, number=1, opened_on=timezone.localdate())
        kind = DocumentKind.objects.get(code="police")
        one = actions.Uploaded(files.PDF + MARK * 1000, "pdf", kind.pk, "Report", "", timezone.localdate())
        row = actions.keep_document(episode=episode, uploaded=one, by=str(ana.pk), at=at, on=timezone.localdate())

        def anywhere() -> bool:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return any(MARK in one.read_bytes() for one in tmp_path.iterdir())

        assert anywhere()
        actions.delete_document(document=row, reason="time passed", by=str(ana.pk), at=at)
        assert not anywhere()


def test_types_are_data_that_an_administrator_sets(cast, man, as_ida, as_ana, as_miriam):
    url = reverse("document-kind-add")
    data = {"label": "Letter of a school", "code": "school-letter", "months": "6", "is_active": "on"}
    assert as_ida.post(url, data | {"once": once(as_ida, url)}).status_code == 302
    assert "Another type has this code" in as_ida.post(url, data | {"once": once(as_ida, url)}).content.decode()
    assert (
        "Enter one month or more"
        in as_ida.post(url, data | {"once": once(as_ida, url), "months": "0"}).content.decode()
    )
    kind = DocumentKind.objects.get(code="school-letter")
    change = reverse("document-kind", args=[kind.pk])
    off = {"once": once(as_ida, change), "label": kind.label, "code": kind.code, "months": "9"}
    assert as_ida.post(change, off).status_code == 302
    kind.refresh_from_db()
    assert (kind.months, kind.is_active) == (9, False)
    assert "Letter of a school" in as_miriam.get(reverse("document-kinds")).content.decode()
    assert "Letter of a school" not in as_ana.get(reverse("document-add", args=[man.pk])).content.decode()
    assert as_ana.get(change).status_code == 404


# Who sees it


def test_a_document_of_another_programme_is_as_if_it_did_not_exist(cast, man, as_ana, as_ben):
    upload(as_ana, man)
    upload(as_ana, man, names_them="yes")
    nobody = "00000000-0000-4000-8000-000000000000"
    for name, row in (
        ("document-file", Document.objects.get()),
        ("sealed-document-file", SealedDocument.objects.get()),
    ):
        there = as_ben.get(reverse(name, args=[man.pk, row.pk]))
        nowhere = as_ben.get(reverse(name, args=[man.pk, nobody]))
        assert (there.status_code, there.content) == (404, nowhere.content)
        assert sorted(there.headers.items()) == sorted(nowhere.headers.items())
    other = make_man(cast, cast.graz, "Emre Öztürk")
    assert as_ana.get(reverse("document-file", args=[other.pk, Document.objects.get().pk])).status_code == 404


def test_an_auditor_reads_documents_and_takes_no_sealed_file(cast, man, as_ana):
    upload(as_ana, man)
    upload(as_ana, man, names_them="yes")
    tom = signed_in(cast.tom)
    assert tom.get(reverse("document-file", args=[man.pk, Document.objects.get().pk])).status_code == 200
    assert tom.get(reverse("sealed-document-file", args=[man.pk, SealedDocument.objects.get().pk])).status_code == 404


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_costs_the_same_whatever_its_length(cast, man, as_ana, count, django_assert_num_queries):
    from article16.casework.family import document_actions as actions

    kind, _made = DocumentKind.objects.get_or_create(code="police", defaults={"label": "Police", "months": 36})
    episode, today, at = Episode.objects.get(client=man), timezone.localdate(), timezone.now()
    for n in range(count):
        one = actions.Uploaded(files.PDF, "pdf", kind.pk, f"Report {n:02d}", "", today)
        actions.keep_document(episode=episode, uploaded=one, by=str(cast.ana.pk), at=at, on=today)
        actions.seal_document(episode=episode, uploaded=one, by=str(cast.ana.pk), at=at)
    url = reverse("documents", args=[man.pk])
    as_ana.get(url)
    # session, person, roles; the man and his passages; documents, deletions, sealed ones; the audit row
    with django_assert_num_queries(9) as counted:
        page = as_ana.get(url)
    assert page.content.decode().count("Report ") >= count
    read = " ".join(one["sql"] for one in counted.captured_queries)
    assert '_documentcontent"."content"' not in read
    assert '_sealedcontent"."sealed"' not in read


def test_the_list_pages_by_key(cast, man, as_ana):
    from article16.casework.family import document_actions as actions

    kind, _made = DocumentKind.objects.get_or_create(code="police", defaults={"label": "Police", "months": 36})
    episode, today, at = Episode.objects.get(client=man), timezone.localdate(), timezone.now()
    for n in range(53):
        one = actions.Uploaded(files.PDF, "pdf", kind.pk, f"Report {n:02d}", "", today)
        actions.keep_document(episode=episode, uploaded=one, by=str(cast.ana.pk), at=at, on=today)
    url = reverse("documents", args=[man.pk])
    first = as_ana.get(url).content.decode()
    later = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
    second = as_ana.get(url + later).content.decode()
    shown = [re.findall(r'<th scope="row">(Report \d\d)', page) for page in (first, second)]
    assert sorted(shown[0] + shown[1]) == [f"Report {n:02d}" for n in range(53)]


def test_the_size_that_is_allowed_fits_what_is_held_in_memory():
    assert settings.DOCUMENT_MB * 2**20 < settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    assert settings.DOCUMENT_MB * 2**20 < parcel.LARGEST
    assert settings.FILE_UPLOAD_HANDLERS == ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

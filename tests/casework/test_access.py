"""His copy: prepared, looked through by a second person, released, given; before its release there is none."""

import csv
import io
import json
import zipfile
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from article16.casework.access import contents
from article16.casework.access.models import Item, Part, Request
from article16.casework.access.policy import NEVER
from article16.casework.clients.models import Episode
from article16.casework.family import actions as family
from article16.casework.family import document_actions as documents
from article16.casework.family.models import DocumentKind
from article16.casework.tasks.models import Task
from article16.casework.transfer.reach import of_men
from article16.common.audit.models import Entry
from article16.common.copies import month_after
from tests.casework import files
from tests.service import make_person, once, signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 1)


@pytest.fixture
def full(cast, man):
    """C-001 with a person named, a document and a sealed one."""
    at, by = timezone.now(), str(cast.ana.pk)
    episode = Episode.objects.select_related("client", "programme").get(client=man)
    named = family.Named("former-partner", "=Marta K.", "court", TODAY, "none")
    family.record_relative(episode=episode, named=named, by=by, at=at)
    kind, _made = DocumentKind.objects.get_or_create(code="police", defaults={"label": "Police", "months": 36})
    uploaded = documents.Uploaded(files.PDF, "pdf", kind.pk, "Report of 3 May", "", TODAY)
    documents.keep_document(episode=episode, uploaded=uploaded, by=by, at=at, on=TODAY)
    documents.seal_document(episode=episode, uploaded=uploaded, by=by, at=at)
    family.fill_box(episode=episode, people=(), words="Blue door, Lendplatz", by=by, at=at)
    return man


def send(browser, address, **data):
    answer = browser.post(address, {"once": once(browser, address), **data})
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


@pytest.fixture
def asked(full, as_peter):
    """Peter took the request down, saw the passport and prepared the copy."""
    page = send(as_peter, reverse("access-add", args=[full.pk]), asked_on="31 1 2026", way="letter")
    row = Request.objects.get()
    send(as_peter, reverse("access-identity", args=[row.pk]), how="document", words="Passport, Austria")
    send(as_peter, reverse("access-prepare", args=[row.pk]))
    assert page == reverse("access-request", args=[row.pk])
    return row


def look(browser, row, *, leave=""):
    """Every part, with all of the table `leave` left out."""
    for part in Part.objects.filter(request=row).order_by("position"):
        address = reverse("access-part", args=[row.pk, part.pk])
        said = {}
        for number, item in enumerate(Item.objects.filter(part=part).order_by("position")):
            said |= {f"why_{number}": "third", f"words_{number}": "She is named"} if item.table == leave else {}
        send(browser, address, **said)


def opened(browser, row) -> zipfile.ZipFile:
    answer = browser.get(reverse("access-file", args=[row.pk]))
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.content))


def test_the_answer_is_due_after_a_month_and_waits_as_a_task(asked):
    assert asked.due == date(2026, 2, 28)
    assert Task.objects.filter(kind="access-answer", fact=asked.pk, due=asked.due, done_at=None).exists()


def test_nobody_can_save_the_copy_before_a_second_person_released_it(asked, as_peter, as_miriam, cast):
    assert as_miriam.get(reverse("access-file", args=[asked.pk])).status_code == 404
    part = Part.objects.filter(request=asked).first()
    own = reverse("access-part", args=[asked.pk, part.pk])
    refused = as_peter.post(own, {"once": once(as_peter, own)})
    assert "A second person looks through it" in refused.content.decode()
    early = reverse("access-release", args=[asked.pk])
    answer = as_miriam.post(early, {"once": once(as_miriam, early), "sure": "on"})
    assert "not looked through yet" in answer.content.decode()
    look(as_miriam, asked)
    assert as_miriam.get(reverse("access-file", args=[asked.pk])).status_code == 404
    send(as_miriam, early, sure="on")
    assert set(opened(as_peter, asked).namelist()) >= {"copy.pdf", "copy.json", "tables/clients_client.csv"}
    assert Entry.objects.filter(verb="export", what="download_copy", actor=str(cast.peter.pk)).count() == 1


def test_the_database_knows_no_release_by_the_one_who_prepared(asked, cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.filter(pk=asked.pk).update(released_at=timezone.now(), released_by=cast.peter)


def test_what_is_left_out_is_gone_from_every_file_and_said(asked, as_miriam):
    look(as_miriam, asked, leave="family_relative")
    send(as_miriam, reverse("access-release", args=[asked.pk]), sure="on")
    copy = opened(as_miriam, asked)
    told = json.loads(copy.read("copy.json"))
    assert told["tables"]["family_relative"] == [{"This entry": "left out: It is about another person"}]
    assert told["tables"]["clients_client"][0]["Name"] == "Lukas Brandner"
    whole = b"".join(copy.read(name) for name in copy.namelist())
    for words in (b"Marta", b"Lendplatz", b"Ana Ferreira", b"mailbox"):
        assert words not in whole
    assert "neither with yes nor with no" in copy.read("copy.json").decode()
    (document,) = [name for name in copy.namelist() if name.startswith("documents/")]
    assert copy.read(document) == files.PDF


def test_no_cell_is_a_formula_and_the_pdf_says_nothing_of_him_in_its_properties(asked, as_miriam):
    look(as_miriam, asked)
    send(as_miriam, reverse("access-release", args=[asked.pk]), sure="on")
    copy = opened(as_miriam, asked)
    cells = [
        cell
        for name in copy.namelist()
        if name.endswith(".csv")
        for row in csv.reader(io.StringIO(copy.read(name).decode()))
        for cell in row
    ]
    assert "'=Marta K." in cells
    assert [one for one in cells if one.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    pdf = copy.read("copy.pdf")
    properties = pdf[: pdf.find(b"stream")] + pdf[pdf.rfind(b"/Title") :]
    assert b"Brandner" not in properties
    assert b"C-001" not in properties


def test_once_given_the_copy_is_gone_and_its_sum_stays(asked, as_miriam):
    look(as_miriam, asked)
    send(as_miriam, reverse("access-release", args=[asked.pk]), sure="on")
    send(as_miriam, reverse("access-given", args=[asked.pk]), on=f"{timezone.localdate():%d %m %Y}", handed="post")
    asked.refresh_from_db()
    assert len(asked.sha256) == 64
    assert not Item.objects.exists()
    assert as_miriam.get(reverse("access-file", args=[asked.pk])).status_code == 404
    assert not Task.objects.filter(kind="access-answer", done_at=None).exists()


def test_another_programme_and_whoever_knows_him_privately_find_nothing(asked, cast, as_ben):
    there = make_person("Nina Roth", "manager", cast.prison, at=timezone.now())
    for browser in (as_ben, signed_in(there)):
        assert browser.get(reverse("access-request", args=[asked.pk])).status_code == 404
        assert browser.get(reverse("access-file", args=[asked.pk])).status_code == 404


def test_what_no_copy_holds_is_named_by_tables_that_are_there(full):
    assert set(NEVER) <= {one.name for one in of_men()}
    episode = Episode.objects.get(client=full)
    tables = {one.table for one in contents.rows(full.pk, episode.programme_id)}
    assert not tables & set(NEVER)
    assert {
        "clients_client",
        "clients_episode",
        "clients_referralfacts",
        "family_relative",
        "family_document",
    } <= tables


@pytest.mark.parametrize(("day", "due"), [((2027, 12, 31), (2028, 1, 31)), ((2028, 1, 30), (2028, 2, 29))])
def test_a_month_later(day, due):
    assert month_after(date(*day)) == date(*due)

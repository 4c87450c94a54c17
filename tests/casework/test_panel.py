"""Codes of a panel meeting: a note for every man alike, from a sheet that is whole and whose key a person compared."""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from article16.casework.panel.models import Note, Sheet
from article16.wall import sheet
from article16.wall.box.signing import make_signing_key, spoken
from article16.wall.pairing.queries import PANEL, paired
from article16.wall.sheet import PanelCode
from tests.casework.conftest import make_man
from tests.service import once

pytestmark = pytest.mark.django_db
KEY = make_signing_key()
READ_OUT = spoken(KEY.signer.fingerprint).upper()


def made(men, code=PanelCode.NO_CHANGE, *, programme="graz", meeting=None, key=KEY) -> bytes:
    codes = {man.mailbox: PanelCode.NO_CHANGE for man in men} | {men[0].mailbox: code}
    return sheet.make(meeting=meeting or uuid.uuid4(), programme=programme, on=date(2027, 3, 1), codes=codes, key=key)


def bring(browser, file: bytes, read_out: str = ""):
    address = reverse("panel-sheet-add")
    data = {"once": once(browser, address), "file": SimpleUploadedFile("x.a16panel", file), "read_out": read_out}
    return browser.post(address, data)


@pytest.fixture
def men(cast):
    return [make_man(cast, cast.graz, name) for name in ("Lukas Brandner", "Milan Kos", "Tarek Aziz")]


def test_every_man_on_the_sheet_gets_one_note_alike(cast, men, as_miriam):
    answer = bring(as_miriam, made(men, PanelCode.LEAD), READ_OUT)
    assert answer.status_code == 302, answer.content.decode()
    assert dict(Note.objects.values_list("client", "code")) == {
        men[0].pk: "ring-lead",
        men[1].pk: "no-change",
        men[2].pk: "no-change",
    }
    page = as_miriam.get(answer.url).content.decode()
    assert [page.index(man.code) for man in men] == sorted(page.index(man.code) for man in men)
    assert page.count("No change") == 2
    assert "Ring the lead of the women’s service" in page
    assert "1 Mar 2027" in as_miriam.get(reverse("panel-sheets")).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.update(code="ring-lead")


def test_whose_key_it_is_is_compared_once_by_telephone_and_again_after_a_new_one(cast, men, as_miriam):
    assert "No sheet was brought before" in bring(as_miriam, made(men)).content.decode()
    assert "is not the one of the sheet" in bring(as_miriam, made(men), "ab12 cd34").content.decode()
    assert paired(PANEL) is None
    assert not Sheet.objects.exists()
    assert bring(as_miriam, made(men), READ_OUT).status_code == 302
    assert bring(as_miriam, made(men)).status_code == 302, "known now"
    other = make_signing_key()
    assert "did they make a new key?" in bring(as_miriam, made(men, key=other)).content.decode()
    assert bring(as_miriam, made(men, key=other), other.signer.fingerprint).status_code == 302
    assert bring(as_miriam, made(men)).status_code == 200, "the former key signs no more"
    assert Sheet.objects.count() == 3


def test_a_sheet_brought_twice_of_another_programme_damaged_or_cut_changes_nothing(cast, men, as_miriam):
    meeting = uuid.uuid4()
    whole = made(men, meeting=meeting)
    assert bring(as_miriam, whole, READ_OUT).status_code == 302
    for file, words in (
        (whole, "was brought already"),
        (made(men, PanelCode.RISK, meeting=meeting), "was brought already"),
        (made(men, programme="prison"), "a programme that you do not manage"),
        (whole[:-80] + bytes([whole[-80] ^ 1]) + whole[-79:], "is damaged, or was changed"),
        (whole.replace(b'"version": 1', b'"version": 2'), "a newer version"),
        (whole[:40], "is no sheet"),
        (b"", "This file is empty"),
        (bytes(sheet.LARGEST + 1), "too large to be a sheet"),
    ):
        answer = bring(as_miriam, file)
        assert answer.status_code == 200
        assert words in answer.content.decode()
    assert (Sheet.objects.count(), Note.objects.count()) == (1, 3)


def test_numbers_of_men_who_are_not_here_are_counted_and_nothing_else(cast, men, as_miriam):
    codes = {uuid.uuid4(): PanelCode.CONFERENCE, men[0].mailbox: PanelCode.NO_CHANGE}
    file = sheet.make(meeting=uuid.uuid4(), programme="graz", on=date(2027, 3, 1), codes=codes, key=KEY)
    answer = bring(as_miriam, file, READ_OUT)
    assert "1 number on the sheet is of no man who is known here" in as_miriam.get(answer.url).content.decode()
    assert Note.objects.count() == 1


def test_all_codes_are_of_one_length():
    assert {len(one.value) for one in PanelCode} == {9}


def test_nobody_but_a_manager_of_the_programme_sees_codes(cast, men, as_miriam, as_ana, as_ben):
    address = bring(as_miriam, made(men), READ_OUT).url
    for browser in (as_ana, as_ben):
        for page in (address, reverse("panel-sheets"), reverse("panel-sheet-add")):
            assert browser.get(page).status_code == 404

"""Documents that casework sealed: brought in by a person, put with a case, and opened only as a file to save."""

import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from article16.support.documents import actions, queries
from article16.support.documents.models import SealedDocument
from article16.support.keys import zone
from article16.support.keys.models import CaseKey
from article16.support.survivors import actions as survivors
from article16.support.survivors.known import close_man
from article16.support.survivors.models import Case
from article16.wall import parcel
from article16.wall.box.errors import Broken
from tests.service import make_person, once, signed_in
from tests.support.holding import give_key, holding, let_in, unlock

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF-1.7 made up: the judgment names her street" * 40


def sealed(*, mailbox=None, content=CONTENT, number=None, to=None) -> bytes:
    about = parcel.About(
        mailbox=mailbox or uuid.uuid4(), programme="P-1", title="Judgment of 3 May", kind="Court order",
        received_from="District court", received_on=date(2026, 5, 4), written_at=timezone.now(), media="pdf",
    )  # fmt: skip
    return parcel.make(content, about, parcel_id=number or uuid.uuid4(), to=to or zone.pin()).file


@pytest.fixture
def sara(cast, settings):
    give_key(cast.sara, settings)
    return signed_in(cast.sara)


def bring(browser, file: bytes):
    address = reverse("sealed-document-add")
    data = {"once": once(browser, address), "file": SimpleUploadedFile("x.sealed", file)}
    return browser.post(address, data)


def test_a_sealed_document_is_kept_sealed_listed_with_its_case_and_opened_as_a_file(cast, sara):
    unlock(sara)
    mailbox, number = uuid.uuid4(), uuid.uuid4()
    now = timezone.now()
    case = survivors.open_case(
        name="Mina", relation="partner", called="", mailbox=mailbox, by=cast.sara.pk, at=now, on=now.date()
    )
    file = sealed(mailbox=mailbox, number=number)
    assert bring(sara, file).status_code == 302
    assert bring(sara, file).status_code == 302, "brought twice it is there once"
    row = SealedDocument.objects.get()
    assert bytes(row.file) == file
    assert b"Judgment" not in bytes(row.about)
    for address in (reverse("sealed-documents"), reverse("survivor-documents", args=[case])):
        page = sara.get(address).content.decode()
        assert "Judgment of 3 May" in page
        assert "District court" in page
    assert "Documents" in sara.get(reverse("survivor", args=[case])).content.decode()
    other = survivors.open_case(
        name="Ida", relation="partner", called="", mailbox=uuid.uuid4(), by=cast.sara.pk, at=now, on=now.date()
    )
    assert "Judgment" not in sara.get(reverse("survivor-documents", args=[other])).content.decode()
    answer = sara.get(reverse("sealed-document-file", args=[number]))
    assert answer.content == CONTENT
    assert answer["Content-Disposition"] == f'attachment; filename="document-{number.hex[:8]}.pdf"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].endswith("; sandbox")
    assert answer["Cache-Control"] == "no-store"


def test_locked_it_leads_to_the_unlock_page_and_shows_nothing(cast, sara):
    unlock(sara)
    number = uuid.uuid4()
    bring(sara, sealed(number=number))
    sara.post(reverse("lock"), {"once": once(sara, "/")} if b"once" in sara.get("/").content else {})
    for address in (reverse("sealed-documents"), reverse("sealed-document-file", args=[number])):
        answer = sara.get(address)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("unlock"))
    assert sara.get(reverse("sealed-document-file", args=[uuid.uuid4()])).status_code == 404


def test_what_is_damaged_foreign_cut_or_too_large_is_refused_in_plain_words(cast, sara):
    unlock(sara)
    good = sealed()
    from tests.wall import made_up

    foreign = sealed(to=made_up.keys("north").pin(""))
    for file, words in (
        (good[:-1] + bytes([good[-1] ^ 1]), "is damaged, or was changed"),
        (good[:-100], "is damaged, or was changed"),
        (good[:30], "is no sealed document"),
        (b"%PDF-1.7", "is no sealed document"),
        (b"", "This file is empty"),
        (foreign, "sealed for another service"),
        (sealed(to=made_up.keys().pin("")), "is damaged, or was changed"),
        (good + bytes(17 * 2**20), "larger than any sealed document"),
    ):
        answer = bring(sara, file)
        assert answer.status_code == 200, words
        assert words in answer.content.decode()
    assert not SealedDocument.objects.exists()


def opened_case(cast, name: str, mailbox: uuid.UUID) -> uuid.UUID:
    now = timezone.now()
    return survivors.open_case(
        name=name, relation="partner", called="", mailbox=mailbox, by=cast.sara.pk, at=now, on=now.date()
    )


@pytest.fixture
def two(cast, settings):
    """Sara and Leyla hold the key of the service; both are unlocked."""
    sara, leyla = give_key(cast.sara, settings), give_key(cast.leyla, settings)
    let_in(
        cast.leyla,
        leyla,
        by=holding(sara, cast.sara),
        second=make_person("Mira Outside", "approver", cast.graz, at=timezone.now()),
    )
    browsers = signed_in(cast.sara), signed_in(cast.leyla)
    for browser in browsers:
        unlock(browser)
    return (*browsers, holding(sara, cast.sara))


def test_put_with_a_case_it_opens_with_that_case_alone_and_goes_with_it(cast, two):
    sara, leyla, by = two
    mailbox, number = uuid.uuid4(), uuid.uuid4()
    hers, other = (opened_case(cast, name, mailbox) for name in ("Mina", "Ida"))
    stranger = opened_case(cast, "Noor", uuid.uuid4())
    bring(sara, sealed(mailbox=mailbox, number=number))
    address = reverse("sealed-document-put", args=[number])
    page = sara.get(address).content.decode()
    assert [str(case) in page for case in (hers, other, stranger)] == [True, True, False]
    assert "Choose a case" in sara.post(address, {"once": once(sara, address)}).content.decode()
    done = sara.post(address, {"once": once(sara, address), "case": str(hers)})
    assert done.url == reverse("survivor-documents", args=[hers])
    assert "Judgment of 3 May" in sara.get(done.url).content.decode()
    assert "Judgment" not in sara.get(reverse("survivor-documents", args=[other])).content.decode()
    row = SealedDocument.objects.get()
    for blob in (row.about, row.file):
        with pytest.raises(Broken):
            by.open_sealed(bytes(blob), context=queries.context(number))
    assert sara.get(reverse("sealed-document-file", args=[number])).content == CONTENT
    restrict = reverse("survivor-restrict", args=[hers])
    named = [str(cast.sara.pk), str(cast.leyla.pk)]
    assert sara.post(restrict, {"once": once(sara, restrict), "workers": named}).status_code == 302
    actions.put(document=number, case=other, by=by, at=timezone.now())
    assert leyla.get(reverse("sealed-document-file", args=[number])).content == CONTENT
    Case.objects.filter(pk=other).delete()
    assert not SealedDocument.objects.exists()


def test_of_a_case_that_closed_to_her_she_finds_no_document_either(cast, two):
    sara, leyla, by = two
    mailbox, number = uuid.uuid4(), uuid.uuid4()
    case = opened_case(cast, "Mina", mailbox)
    bring(sara, sealed(mailbox=mailbox, number=number))
    actions.put(document=number, case=case, by=by, at=timezone.now())
    CaseKey.objects.filter(case=case).update(restricted=True, generation=None, sealed=None)  # to others than these two
    for browser in (sara, leyla):
        assert "Judgment" not in browser.get(reverse("sealed-documents")).content.decode()
        for page in ("sealed-document-file", "sealed-document-put"):
            assert browser.get(reverse(page, args=[number])).status_code == 404


def test_who_knows_him_privately_finds_no_document_about_him(cast, two):
    sara, leyla, by = two
    mailbox, number = uuid.uuid4(), uuid.uuid4()
    bring(sara, sealed(mailbox=mailbox, number=number))
    assert "Judgment" in leyla.get(reverse("sealed-documents")).content.decode()
    close_man(mailbox=mailbox, by=by, at=timezone.now())
    assert "Judgment" not in sara.get(reverse("sealed-documents")).content.decode()
    for page in ("sealed-document-file", "sealed-document-put"):
        assert sara.get(reverse(page, args=[number])).status_code == 404
    assert leyla.get(reverse("sealed-document-file", args=[number])).status_code == 200

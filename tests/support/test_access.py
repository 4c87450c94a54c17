"""Her copy: of her case alone, where it is safe, through a second person; and the end of a case with its key."""

import gettext
import io
import json
import re
import zipfile
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from article16.common.accounts.actions import NotPossible
from article16.support.access import actions, labels, policy, queries
from article16.support.access.models import Copy, Erased
from article16.support.documents import actions as documents
from article16.support.documents.models import SealedDocument
from article16.support.keys.holders import case_box
from article16.support.keys.models import CaseKey
from article16.support.keys.opening import NotHeld
from article16.support.questionnaires.queries import instruments
from article16.support.survivors import actions as survivors
from article16.support.survivors.contact import SafeContact, Wish
from article16.support.survivors.models import Case, Entry
from article16.support.survivors.queries import opened
from article16.support.survivors.writings import SHAPES, Answers, Attempt, Kind, Written
from tests.service import make_person, once, signed_in
from tests.support.her_cases import text
from tests.support.holding import give_key, holding, let_in, unlock
from tests.support.test_documents import sealed

pytestmark = pytest.mark.django_db
NOW = timezone.now


class World:
    """Sara and Leyla hold the key; two women of one man, each with a case."""

    def __init__(self, cast, settings):
        sara, leyla = give_key(cast.sara, settings), give_key(cast.leyla, settings)
        self.sara = holding(sara, cast.sara)
        let_in(cast.leyla, leyla, by=self.sara, second=make_person("Olga Brandt", "worker", cast.graz, at=NOW()))
        self.leyla = holding(leyla, cast.leyla)
        his = uuid4()
        self.hers, self.other = (self.case(name, his) for name in ("Ada Canary", "Eve Sparrow"))
        self.browser, self.second = signed_in(cast.sara), signed_in(cast.leyla)
        unlock(self.browser)
        unlock(self.second)

    def case(self, name: str, his: UUID) -> UUID:
        at = NOW()
        case = survivors.open_case(
            name=name, relation="partner", called="", mailbox=his, by=self.sara.staff, at=at, on=timezone.localdate(at)
        )
        said = Written(f"=HYPERLINK of {name}", timezone.localdate(at))
        survivors.write(case=case, kind=Kind.NOTE, value=said, by=self.sara, at=at)
        return case


@pytest.fixture
def world(cast, settings):
    return World(cast, settings)


def send(browser, name, *args, **data):
    address = reverse(name, args=args)
    answer = browser.post(address, {"once": once(browser, address), **data})
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def today() -> str:
    return f"{timezone.localdate():%d %m %Y}"


def prepared(world, language: str = "en") -> UUID:
    send(world.browser, "survivor-access-add", world.hers, asked_on=today(), way="in person")
    copy = Copy.objects.get().pk
    send(world.browser, "survivor-access-prepare", world.hers, copy, language=language)
    return copy


def test_her_copy_is_released_only_where_she_said_it_is_safe_and_by_a_second_person(world):
    copy = prepared(world)
    file = reverse("survivor-access-file", args=[world.hers, copy])
    own = reverse("survivor-access-part", args=[world.hers, copy, 1])
    answer = world.browser.post(own, {"once": once(world.browser, own)})
    assert "A second person looks through it" in answer.content.decode()
    send(world.second, "survivor-access-part", world.hers, copy, 1)
    early = reverse("survivor-access-release", args=[world.hers, copy])
    answer = world.second.post(early, {"once": once(world.second, early), "sure": "on"})
    assert "First ask her where a copy is safe" in answer.content.decode()
    assert world.second.get(file).status_code == 404
    send(world.browser, "survivor-access-safe", world.hers, copy, how="here", on=today())
    send(world.second, "survivor-access-release", world.hers, copy, sure="on")
    whole = zipfile.ZipFile(io.BytesIO(world.browser.get(file).content))
    told = json.loads(whole.read("copy.json"))
    assert told["tables"]["your_case"][0]["Name"] == "Ada Canary"
    assert "'=HYPERLINK" in whole.read("tables/note.csv").decode()
    everything = b"".join(whole.read(name) for name in whole.namelist())
    for words in (b"Sparrow", b"mailbox", str(world.other).encode(), b"Sara Lindqvist"):
        assert words not in everything
    send(world.browser, "survivor-access-given", world.hers, copy, on=today())
    assert world.browser.get(file).status_code == 404
    assert len(world.browser.get(reverse("survivor-access", args=[world.hers])).content) > 0


def test_another_womans_copy_is_the_same_404_as_none(world):
    copy = prepared(world)
    for case in (world.other, uuid4()):
        assert world.browser.get(reverse("survivor-access-prepare", args=[case, copy])).status_code == 404


def test_what_was_left_out_is_gone(world):
    copy = prepared(world)
    by, at = world.leyla, NOW()
    actions.look_through(
        case=world.hers, copy=copy, part=1, left={1: ("source", "Her sister said it", ("In words",))}, by=by, at=at
    )
    actions.say_safe(case=world.hers, copy=copy, how="here", words="", on=timezone.localdate(at), by=by, at=at)
    actions.release(case=world.hers, copy=copy, by=by, at=at)
    whole = zipfile.ZipFile(io.BytesIO(actions.download(case=world.hers, copy=copy, by=by, at=at)))
    told = json.loads(whole.read("copy.json"))["tables"]["note"][0]
    assert told["In words"] == "left out: It lets somebody be recognised who said it"
    assert "On" in told


def test_a_case_is_erased_with_its_key_by_two_people_and_the_other_stays(world, cast):
    box = case_box(world.hers, world.sara)
    entry = Entry.objects.filter(case=world.hers).first()
    kept = bytes(entry.sealed)
    send(world.browser, "survivor-erase", world.hers, what="hold", until="1 1 2190", words="Trial")
    address = reverse("survivor-erase", args=[world.hers])
    data = {"once": once(world.browser, address), "what": "erase", "basis": "wish", "words": "She asked"}
    assert "A hold stands" in world.browser.post(address, data).content.decode()
    send(world.browser, "survivor-erase", world.hers, what="end", words="Over")
    send(world.browser, "survivor-erase", world.hers, what="erase", basis="wish", words="She asked")
    assert world.browser.get(reverse("survivor-erase-confirm", args=[world.hers])).status_code == 404
    send(world.second, "survivor-erase-confirm", world.hers, decision="erase")
    assert not CaseKey.objects.filter(case=world.hers).exists()
    with pytest.raises(NotHeld):
        case_box(world.hers, world.sara)
    assert box.open(kept, field="entry", row=entry.pk, version=1), (
        "an old backup opens until it ends: said in the notice"
    )
    assert Erased.objects.get().proposed_by_id == cast.sara.pk
    assert list(Case.objects.values_list("pk", flat=True)) == [world.other]
    for model in apps.get_models():
        names = [field.attname for field in model._meta.concrete_fields]
        for row in model._default_manager.values_list(*names):
            assert not any(str(world.hers) in str(value) for value in row), model
    assert "Eve Sparrow" in world.browser.get(reverse("her-data")).content.decode()


def released(world, copy: UUID) -> dict[str, list[dict[str, str]]]:
    """The tables of a copy that a second person released."""
    case, by, at = world.hers, world.leyla, NOW()
    parts = queries.copy(case_box(case, by), copy).parts
    for part in range(1, parts + 1):
        actions.look_through(case=case, copy=copy, part=part, left={}, by=by, at=at)
    actions.say_safe(case=case, copy=copy, how="here", words="", on=timezone.localdate(at), by=by, at=at)
    actions.release(case=case, copy=copy, by=by, at=at)
    whole = zipfile.ZipFile(io.BytesIO(actions.download(case=case, copy=copy, by=by, at=at)))
    return json.loads(whole.read("copy.json"))["tables"]


def test_her_copy_speaks_her_language_and_holds_the_questions_with_the_words_of_the_answers(world):
    at, found = NOW(), instruments.current("five_points")
    item = next(one for one in found.items if one.scale and "partner" in one.informants)
    value = Answers(
        "T0", found.id, found.version, found.fingerprint, "partner", "self", "in person", "en",
        timezone.localdate(at), {item.key: str(item.codes[0])},
    )  # fmt: skip
    survivors.write(case=world.hers, kind=Kind.ANSWERS, value=value, by=world.sara, at=at)
    survivors.write(case=world.hers, kind=Kind.ATTEMPT, value=Attempt("phone", "not reached"), by=world.sara, at=at)
    copy = prepared(world, language="de")
    page = world.second.get(reverse("survivor-access-part", args=[world.hers, copy, 1])).content.decode()
    assert "An attempt to reach you" in page, "who looks through it reads English"
    tables = released(world, copy)
    german = found.texts["de"]
    words = german.get(f"choice.{item.scale}.{item.codes[0]}@partner") or german[f"choice.{item.scale}.{item.codes[0]}"]
    question = german.get(f"{item.key}@partner") or german[item.key]
    assert tables["answers"][0][question] == words
    assert tables["attempt"][0]["Was daraus wurde"] == "Nicht erreicht"
    assert tables["your_case"][0]["Name"] == "Ada Canary"


def test_every_entry_and_every_line_of_it_has_words_of_its_own():
    for kind, shape in SHAPES.items():
        if kind.value in policy.NEVER:
            continue
        assert kind.value in labels.KINDS
        ids = {one.name for one in fields(shape) if one.type in ("UUID", "UUID | None", "tuple[UUID, ...]")}
        assert {one.name for one in fields(shape)} - ids - labels.WITHOUT <= set(labels.LINES), kind


@pytest.mark.parametrize("language", ["de", "es", "ar"])
def test_every_word_of_her_copy_is_there_in_her_languages(language):
    source = Path(labels.__file__)
    with (source.parent / "locale" / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        there = gettext.GNUTranslations(file)._catalog
    texts = set(re.findall(r'_\("([^"]+)"\)', source.read_text()))
    texts |= {str(one) for one in (*policy.SENTENCES, *policy.WHY.values())}
    texts |= {"Copy", "Asked on", "This entry", "left out: %(why)s", "of"}
    assert len(texts) > 100
    assert [text for text in texts if not there.get(text)] == []


def test_the_month_within_which_she_has_her_copy_is_something_to_do_until_she_has_it(world):
    copy = prepared(world)
    case = f"/cases/{world.hers}/"
    assert "Her copy: she has it by" in text(world.browser, case)
    (waits,) = opened(world.hers, world.sara).to_do
    held = queries.copy(case_box(world.hers, world.sara), copy)
    assert waits.value.due == held.due - actions.REMINDED
    released(world, copy)
    actions.give(case=world.hers, copy=copy, on=timezone.localdate(NOW()), by=world.leyla, at=NOW())
    assert opened(world.hers, world.sara).to_do == []


def test_a_place_she_named_before_she_moved_is_asked_for_again(world):
    """Bad input: an address that changed yesterday."""
    copy, at = prepared(world), NOW()
    yesterday = timezone.localdate(at) - timedelta(days=1)
    actions.look_through(case=world.hers, copy=copy, part=1, left={}, by=world.leyla, at=at)
    actions.say_safe(case=world.hers, copy=copy, how="named", words="", on=yesterday, by=world.leyla, at=at)
    moved = SafeContact(wish=Wish.OPEN, confirmed_on=timezone.localdate(at))
    survivors.write(case=world.hers, kind=Kind.CONTACT, value=moved, by=world.sara, at=at)
    with pytest.raises(NotPossible, match="Ask her again"):
        actions.release(case=world.hers, copy=copy, by=world.leyla, at=at)


def bring(world, mailbox: UUID) -> None:
    documents.keep(file=sealed(mailbox=mailbox), by=world.sara, at=NOW())


def erased(world, case: UUID) -> None:
    actions.propose(case=case, basis="wish", words="She asked", by=world.sara, at=NOW())
    actions.erase(case=case, by=world.leyla, at=NOW())


def test_documents_that_came_sealed_go_with_the_last_case_that_may_need_them(world):
    for mailbox in (opened(world.hers, world.sara).core.mailbox, uuid4()):
        bring(world, mailbox)
    erased(world, world.hers)
    assert SealedDocument.objects.count() == 2, "another woman of his may need it"
    erased(world, world.other)
    assert SealedDocument.objects.count() == 1, "that of another man stays"


def test_documents_stay_while_a_case_is_here_that_does_not_open(world):
    bring(world, opened(world.hers, world.sara).core.mailbox)
    CaseKey.objects.filter(case=world.other).update(sealed=b"\x01" + bytes(304))
    erased(world, world.hers)
    assert SealedDocument.objects.count() == 1

"""A restricted case whose named workers have all lost their keys comes back with two sheets, and only then."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from article16.support.keys import actions, holders
from article16.support.keys.actions import recovering, sheets, sparing, workers
from article16.support.keys.models import CaseKey, Share, Spare
from article16.support.keys.opening import NotHeld
from article16.support.keys.rings import Ring
from tests.service import make_person
from tests.support.holding import PASSPHRASE, give_key, holding, let_in, typed

pytestmark = pytest.mark.django_db


@dataclass
class House:
    leyla: Any
    sara: Any
    una: Any
    printed: tuple[sheets.Printed, ...]
    case: UUID
    text: bytes


@pytest.fixture
def house(cast, settings) -> House:
    """Leyla leads; Sara and Una are named in a case that is closed to her."""
    una = make_person("Una Holm", "worker", cast.graz, at=timezone.now())
    leyla = holding(give_key(cast.leyla, settings), cast.leyla)
    opened = {}
    for person, second in ((cast.sara, una), (una, cast.sara)):
        opened[person] = give_key(person, settings)
        let_in(person, opened[person], by=leyla, second=second)
    printed = sheets.make_sheets(unlocked=leyla, by=cast.leyla.pk, at=timezone.now())
    case = uuid4()
    box = actions.new_restricted_case_key(case=case, workers=[cast.sara.pk, una.pk], at=timezone.now())
    sara = holding(opened[cast.sara], cast.sara)
    return House(leyla, sara, una, printed, case, box.seal(b"words", field="note", row=case, version=1))


def recover(house: House, cast, *two: sheets.Printed) -> tuple[int, Any]:
    """Leyla makes herself a key and types two sheets."""
    at = timezone.now()
    opened = workers.make_key(staff=cast.leyla.pk, passphrase=PASSPHRASE, code=workers.draw_code(), at=at)
    one, other = (typed(sheet) for sheet in two or house.printed[:2])
    brought = recovering.recover(ring=Ring.ZONE, one=one, other=other, key=opened.key, by=cast.leyla.pk, at=at)
    return brought, holding(opened, cast.leyla)


def all_named_lose_their_keys(house: House) -> None:
    for key in set(Share.objects.filter(case=house.case).values_list("key__staff", flat=True)):
        workers.end_key(staff=key, at=timezone.now())


def words(house: House, by: Any) -> bytes:
    return holders.case_box(house.case, by).open(house.text, field="note", row=house.case, version=1)


@pytest.mark.parametrize("two", [(0, 1), (2, 0)])
def test_two_sheets_bring_it_back_when_nobody_named_is_left(cast, house, two):
    all_named_lose_their_keys(house)
    brought, leyla = recover(house, cast, *(house.printed[one] for one in two))
    assert brought == 1
    assert words(house, leyla) == b"words"


def test_as_long_as_one_of_them_holds_a_key_it_stays_closed_to_two_sheets(cast, house):
    workers.end_key(staff=house.una.pk, at=timezone.now())
    brought, leyla = recover(house, cast)
    assert brought == 0
    with pytest.raises(NotHeld):
        holders.case_box(house.case, leyla)
    assert words(house, house.sara) == b"words"


def test_new_sheets_open_it_once_somebody_named_has_unlocked(cast, house):
    house.printed = sheets.make_sheets(unlocked=house.leyla, by=cast.leyla.pk, at=timezone.now())
    sparing.when_unlocked(found=house.leyla, at=timezone.now())
    assert not Spare.objects.filter(set__name=house.printed[0].set).exists()
    sparing.when_unlocked(found=house.sara, at=timezone.now())
    assert set(Spare.objects.values_list("set__name", flat=True)) == {house.printed[0].set}
    all_named_lose_their_keys(house)
    brought, leyla = recover(house, cast)
    assert (brought, words(house, leyla)) == (1, b"words")


def test_a_copy_that_was_moved_or_changed_brings_nothing_and_holds_up_nothing(cast, house):
    other = uuid4()
    actions.new_restricted_case_key(case=other, workers=[cast.sara.pk, house.una.pk], at=timezone.now())
    blob = bytes(Spare.objects.get(case=other, inner=1, outer=2).sealed)
    Spare.objects.filter(case=house.case).update(sealed=blob)
    all_named_lose_their_keys(house)
    brought, leyla = recover(house, cast)
    assert brought == 1
    assert holders.case_box(other, leyla)
    with pytest.raises(NotHeld):
        holders.case_box(house.case, leyla)


def test_an_open_case_has_no_copy_and_erasing_takes_it_with_the_key(cast, house):
    actions.new_case_key(case=uuid4(), at=timezone.now())
    assert set(Spare.objects.values_list("case", flat=True)) == {house.case}
    assert Spare.objects.count() == 3
    actions.destroy_case_key(case=house.case)
    assert not Spare.objects.exists()
    assert CaseKey.objects.count() == 1

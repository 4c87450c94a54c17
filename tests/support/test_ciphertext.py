"""Every ciphertext of the keys knows its place: moved, flipped, cut or rolled back, it opens nothing."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.db import models
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from article16.common.accounts.actions import NotPossible
from article16.support.keys import actions, holders, session
from article16.support.keys.actions import recovering, rotating, sheets, workers
from article16.support.keys.cases import CaseBox
from article16.support.keys.models import CaseKey, Generation, Grant, Pair, Session, Share, Sheet, Wrap
from article16.support.keys.opening import NotHeld
from article16.support.keys.rings import Ring
from article16.wall.box.errors import Broken
from article16.wall.box.wrapping import draw_key
from tests.service import signed_in
from tests.support.holding import PASSPHRASE, give_key, holding, let_in, typed, unlock

ANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
IDS = st.uuids(version=4)
FIELDS = st.sampled_from(["name", "phone", "notes", "note"])
REFUSED = (Broken, NotHeld, NotPossible)


def flipped(blob: bytes, bit: int) -> bytes:
    at = bit % (len(blob) * 8)
    changed = bytearray(blob)
    changed[at // 8] ^= 1 << at % 8
    return bytes(changed)


@dataclass
class Place:
    case: UUID
    field: str
    row: UUID
    version: int


PLACES = st.builds(Place, IDS, FIELDS, IDS, st.integers(1, 1000))
KEY = draw_key()


def opened(blob: bytes, place: Place) -> bytes:
    return CaseBox(place.case, KEY).open(blob, field=place.field, row=place.row, version=place.version)


@given(place=PLACES, words=st.binary(max_size=700))
@ANY
def test_a_text_of_a_case_opens_in_its_place_and_says_nothing_by_its_length(place, words):
    blob = CaseBox(place.case, KEY).seal(words, field=place.field, row=place.row, version=place.version)
    assert opened(blob, place) == words
    assert (len(blob) - 41) % 256 == 0  # suite 1, nonce 24, tag 16


@given(place=PLACES, other=PLACES, words=st.binary(max_size=300))
@ANY
def test_a_text_moved_to_another_case_field_row_or_version_is_refused(place, other, words):
    blob = CaseBox(place.case, KEY).seal(words, field=place.field, row=place.row, version=place.version)
    for name in ("case", "field", "row", "version"):
        elsewhere = Place(**vars(place) | {name: getattr(other, name)})
        if elsewhere == place:
            continue
        with pytest.raises(Broken):
            opened(blob, elsewhere)


@given(place=PLACES, words=st.binary(max_size=300), bit=st.integers(0, 10**6), cut=st.integers(1, 300))
@ANY
def test_a_text_flipped_or_cut_is_refused(place, words, bit, cut):
    blob = CaseBox(place.case, KEY).seal(words, field=place.field, row=place.row, version=place.version)
    for changed in (flipped(blob, bit), blob[:-cut], blob + b"\0", b""):
        with pytest.raises(Broken):
            opened(changed, place)


@given(place=PLACES, first=st.binary(max_size=100), second=st.binary(max_size=100))
@ANY
def test_an_older_text_put_back_is_refused(place, first, second):
    box = CaseBox(place.case, KEY)
    old = box.seal(first, field=place.field, row=place.row, version=place.version)
    box.seal(second, field=place.field, row=place.row, version=place.version + 1)
    with pytest.raises(Broken):
        opened(old, Place(place.case, place.field, place.row, place.version + 1))


@dataclass
class World:
    """A service with everything that the keys store, and what opens each of it."""

    staff: object
    key: object
    sheets: tuple
    case: UUID
    restricted: UUID

    def open_all(self) -> list[object]:
        """Opens every kind of ciphertext once, in the order of `KINDS`; raises where one does not open."""
        return [self.open(kind) for kind in KINDS]

    def open(self, kind: str) -> object:
        if kind == "wrap":
            return workers.open_with_passphrase(staff=self.staff.pk, passphrase=PASSPHRASE)
        if kind == "sentence":
            return sheets.try_sheet(sheet=typed(self.sheets[0]), by=self.staff.pk, at=timezone.now())
        if kind == "pair":
            return recovering.open_ring(Ring.ZONE, typed(self.sheets[0]), typed(self.sheets[1]))
        held = holding(self.key, self.staff)
        if kind == "grant":
            return held.zone[0]
        if kind == "previous":
            return held.zone[1]
        return holders.case_box(self.case if kind == "case" else self.restricted, held)


KINDS: dict[str, tuple[type[models.Model], str, dict]] = {
    "wrap": (Wrap, "sealed", {"kind": "passphrase"}),
    "grant": (Grant, "sealed", {"generation__ring": "zone"}),
    "previous": (Generation, "previous", {"ring": "zone", "number": 2}),
    "sentence": (Sheet, "sentence", {"number": 1}),
    "pair": (Pair, "sealed", {"generation__ring": "zone", "inner": 1, "outer": 2}),
    "case": (CaseKey, "sealed", {"restricted": False}),
    "share": (Share, "sealed", {}),
}


def row_of(kind: str, world: World):
    model, column, where = KINDS[kind]
    own = {"wrap": {"key": world.key.key}, "grant": {"key": world.key.key}, "share": {"key": world.key.key}}
    if kind == "case":
        where = where | {"case": world.case}
    return model.objects.get(**where, **own.get(kind, {})), column


@pytest.fixture
def world(cast, settings):
    leyla = give_key(cast.leyla, settings)
    sara = give_key(cast.sara, settings)
    from tests.service import make_person

    mira = make_person("Mira Outside", "approver", cast.graz, at=timezone.now())
    let_in(cast.sara, sara, by=holding(leyla, cast.leyla), second=mira)
    rotating.rotate(ring=Ring.ZONE, by=holding(leyla, cast.leyla), at=timezone.now())
    printed = sheets.make_sheets(unlocked=holding(leyla, cast.leyla), by=cast.leyla.pk, at=timezone.now())
    case, other, restricted = uuid4(), uuid4(), uuid4()
    actions.new_case_keys(cases=[case, other], at=timezone.now())
    actions.new_restricted_case_key(case=restricted, workers=[cast.leyla.pk, cast.sara.pk], at=timezone.now())
    found = World(cast.leyla, leyla, printed, case, restricted)
    assert len(found.open_all()) == len(KINDS)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_stored_of_a_key_is_refused_when_a_bit_flips_or_the_end_is_cut(world, kind):
    row, column = row_of(kind, world)
    whole = bytes(getattr(row, column))
    changes = [flipped(whole, bit) for bit in range(0, len(whole) * 8, 37)] + [
        whole[:-1],
        whole[:40],
        b"",
        whole + b"\0",
    ]
    for changed in changes:
        type(row).objects.filter(pk=row.pk).update(**{column: changed})
        with pytest.raises((*REFUSED, IndexError)):
            world.open(kind)
    type(row).objects.filter(pk=row.pk).update(**{column: whole})
    assert world.open(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_stored_of_a_key_is_refused_in_the_place_of_any_other(world, kind):
    row, column = row_of(kind, world)
    tried = 0
    for other, (model, foreign, _where) in KINDS.items():
        for found in model.objects.exclude(**{f"{foreign}__isnull": True}):
            blob = bytes(getattr(found, foreign))
            if (other, found.pk) == (kind, row.pk):
                continue
            type(row).objects.filter(pk=row.pk).update(**{column: blob})
            with pytest.raises((*REFUSED, IndexError)):
                world.open(kind)
            tried += 1
    assert tried > 10


def test_a_case_key_or_grant_of_a_former_generation_put_back_is_refused(world):
    row, _column = row_of("case", world)
    grant, _column = row_of("grant", world)
    old_case, old_grant = bytes(row.sealed), bytes(grant.sealed)
    rotating.rotate(ring=Ring.ZONE, by=holding(world.key, world.staff), at=timezone.now())
    assert world.open("case")
    CaseKey.objects.filter(pk=world.case).update(sealed=old_case)
    with pytest.raises(Broken):
        world.open("case")
    Grant.objects.filter(key=world.key.key, generation__ring="zone").update(sealed=old_grant)
    with pytest.raises(IndexError):
        world.open("grant")


def test_an_unlocked_browsers_row_opens_in_no_other_browser_and_not_when_changed(world, settings):
    one, other = signed_in(world.staff), signed_in(world.staff)
    unlock(one)
    cookie = one.cookies[session.cookie_name()].value
    other.cookies[session.cookie_name()] = cookie
    assert "Locked." in other.get("/").content.decode()
    row = Session.objects.get()
    for changed in (flipped(bytes(row.sealed), 400), bytes(row.sealed)[:-1]):
        Session.objects.update(sealed=changed)
        assert "Locked." in one.get("/").content.decode()
    Session.objects.update(sealed=bytes(row.sealed))
    assert "Unlocked." in one.get("/").content.decode()


def test_a_restricted_case_is_closed_to_who_is_not_named_and_to_the_sheets(world, cast, settings):
    lone = uuid4()
    with pytest.raises(NotPossible, match="at least two"):
        actions.new_restricted_case_key(case=lone, workers=[cast.leyla.pk], at=timezone.now())
    eva_held = holding(world.key, cast.leyla)
    assert holders.case_box(world.restricted, eva_held)
    Share.objects.filter(case=world.restricted, key=world.key.key).delete()
    with pytest.raises(NotHeld):
        holders.case_box(world.restricted, eva_held)
    with pytest.raises(NotHeld):
        holders.case_box(uuid4(), eva_held)
    assert set(holders.case_boxes([world.case, world.restricted], eva_held)) == {world.case}
    actions.destroy_case_key(case=world.case)
    with pytest.raises(NotHeld):
        holders.case_box(world.case, eva_held)


def test_closing_a_case_to_two_workers_closes_it_to_the_zone_and_naming_lets_one_in(world, cast):
    held = holding(world.key, cast.leyla)
    text = holders.case_box(world.case, held).seal(b"words", field="notes", row=world.case, version=1)
    actions.restrict(case=world.case, workers=[cast.leyla.pk, cast.sara.pk], by=held, at=timezone.now())
    assert CaseKey.objects.get(case=world.case).sealed is None
    assert holders.case_box(world.case, held).open(text, field="notes", row=world.case, version=1) == b"words"
    with pytest.raises(NotPossible, match="Two workers must stay"):
        actions.unname_worker(case=world.case, worker=cast.sara.pk)

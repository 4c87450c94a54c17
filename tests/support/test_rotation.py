"""Who left opens nothing that is sealed from then on; who stays opens everything; and a kill in between loses nothing."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from article16.common.accounts import actions as accounts
from article16.common.accounts.actions import NotPossible
from article16.support.keys import actions, holders, sealing
from article16.support.keys.actions import admitting, recovering, rotating, sheets, workers, wrapping
from article16.support.keys.case_keys import CaseKeys
from article16.support.keys.models import Admission, CaseKey, Departure, Grant, Session, WorkerKey, Wrap
from article16.support.keys.opening import NotHeld
from article16.support.keys.rings import Ring
from article16.wall.box import secrets
from article16.wall.box.errors import Broken
from tests.service import make_person, signed_in
from tests.support.holding import PASSPHRASE, give_key, holding, let_in, typed, unlock

pytestmark = pytest.mark.django_db
AT = timezone.now() + timedelta(minutes=10)  # after the roles of the cast have begun


@pytest.fixture
def leyla(cast, settings):
    return holding(give_key(cast.leyla, settings), cast.leyla)


@pytest.fixture
def mira(cast):
    """An outsider who approves and holds nothing."""
    return make_person("Mira Outside", "approver", cast.graz, at=timezone.now())


@pytest.fixture
def sara(cast, leyla, mira, settings):
    opened = give_key(cast.sara, settings)
    let_in(cast.sara, opened, by=leyla, second=mira)
    return opened


def test_a_worker_without_a_grant_opens_nothing_and_with_one_everything_that_came_before(cast, leyla, mira, settings):
    blob = sealing.seal_for_zone(b"before", context=b"here")
    opened = give_key(cast.sara, settings)
    with pytest.raises(NotHeld):
        holding(opened, cast.sara).open_sealed(blob, context=b"here")
    let_in(cast.sara, opened, by=leyla, second=mira)
    assert holding(opened, cast.sara).open_sealed(blob, context=b"here") == b"before"


def test_neither_who_asks_nor_who_is_let_in_approves(cast, leyla, settings):
    opened = give_key(cast.sara, settings)
    asked = admitting.ask(ring=Ring.ZONE, key=opened.key, by=leyla, at=AT)
    for one in (cast.leyla, cast.sara):
        with pytest.raises(NotPossible, match="Somebody else"):
            admitting.approve(admission=asked.pk, by=one.pk, at=AT)
    with pytest.raises(NotPossible, match="second person"):
        admitting.hand_over(admission=asked.pk, by=leyla, at=AT)


def test_an_approval_is_for_exactly_one_key(cast, leyla, mira, settings):
    asked = admitting.ask(ring=Ring.ZONE, key=give_key(cast.sara, settings).key, by=leyla, at=AT)
    admitting.approve(admission=asked.pk, by=mira.pk, at=AT)
    give_key(cast.sara, settings)
    with pytest.raises(NotPossible, match="another key since"):
        admitting.hand_over(admission=asked.pk, by=leyla, at=AT)
    assert Admission.objects.get().ended_at


def test_who_forgot_is_let_in_again_and_her_former_key_is_gone(cast, leyla, mira, sara, settings):
    blob = sealing.seal_for_zone(b"before", context=b"here")
    again = give_key(cast.sara, settings)
    with pytest.raises(NotHeld):
        holding(sara, cast.sara).open_sealed(blob, context=b"here")
    let_in(cast.sara, again, by=leyla, second=mira)
    assert holding(again, cast.sara).open_sealed(blob, context=b"here") == b"before"


def test_leaving_ends_sessions_and_keys_at_once_and_makes_a_rotation_due(cast, leyla, sara):
    browser = signed_in(cast.sara)
    unlock(browser)
    accounts.leave(staff=cast.sara, by=str(cast.nora.pk), at=AT)
    assert not Session.objects.exists()
    assert not Wrap.objects.filter(key__staff=cast.sara).exists()
    assert not Grant.objects.filter(key__staff=cast.sara).exists()
    assert WorkerKey.objects.get(staff=cast.sara).ended_at
    assert Departure.objects.filter(rotated_at=None, ring="zone").count() == 1
    assert browser.get("/").status_code == 302


def test_after_the_rotation_who_left_opens_nothing_new_and_who_stays_everything(cast, leyla, sara, settings):
    left = holding(sara, cast.sara)
    cases = [uuid.uuid4() for _ in range(7)]
    boxes = [actions.new_case_key(case=case, at=AT) for case in cases]
    texts = [box.seal(b"words", field="notes", row=box.case, version=1) for box in boxes]
    before = sealing.seal_for_zone(b"before", context=b"here")
    accounts.leave(staff=cast.sara, by=str(cast.nora.pk), at=AT)
    done = rotating.rotate(ring=Ring.ZONE, by=leyla, at=AT)
    assert (done.generation, done.holders, done.resealed) == (2, 1, 7)
    assert not Departure.objects.filter(rotated_at=None).exists()
    after = sealing.seal_for_zone(b"after", context=b"here")
    stays = holders.unlocked_with(leyla.worker, leyla.worker_id, cast.leyla.pk)
    assert [stays.open_sealed(blob, context=b"here") for blob in (before, after)] == [b"before", b"after"]
    for case, text in zip(cases, texts, strict=True):
        assert holders.case_box(case, stays).open(text, field="notes", row=case, version=1) == b"words"
    with pytest.raises(Broken):
        left.open_sealed(after, context=b"here")
    for row in CaseKey.objects.all():
        with pytest.raises(Broken):
            left.open_sealed(row.sealed, context=b"")
        with pytest.raises(NotHeld):
            holders.case_box(row.case, left)


@pytest.mark.parametrize("after", range(4))
def test_a_rotation_that_was_killed_goes_on_where_it_stopped(cast, leyla, monkeypatch, after):
    monkeypatch.setattr(wrapping, "BATCH", 2)
    cases = [uuid.uuid4() for _ in range(6)]
    for case in cases:
        actions.new_case_key(case=case, at=AT)
    whole, done = wrapping._put, []

    def killed(*arguments):
        if len(done) == after:
            raise KeyboardInterrupt
        done.append(1)
        return whole(*arguments)

    def gone(**_):
        raise KeyboardInterrupt

    finish = rotating.finish
    monkeypatch.setattr(wrapping, "_put", killed)
    monkeypatch.setattr(rotating, "finish", gone)
    with pytest.raises(KeyboardInterrupt):
        rotating.rotate(ring=Ring.ZONE, by=leyla, at=AT)
    monkeypatch.setattr(wrapping, "_put", whole)
    monkeypatch.setattr(rotating, "finish", finish)
    again = holders.unlocked_with(leyla.worker, leyla.worker_id, cast.leyla.pk)
    for case in cases:
        assert holders.case_box(case, again)
    result = rotating.rotate(ring=Ring.ZONE, by=again, at=AT)
    assert CaseKey.objects.filter(generation=result.generation).count() == 6
    assert result.generation == (2 if after < 3 else 3)


def test_keys_made_while_all_were_locked_are_wrapped_at_the_next_unlocking(cast, leyla):
    cases = [uuid.uuid4() for _ in range(3)]
    texts = {box.case: box.seal(b"words", field="note", row=box.case, version=1) for box in new_keys(cases)}
    assert wrapped() == 0
    unlock(signed_in(cast.leyla))
    assert wrapped() == 3
    for case, box in holders.case_boxes(cases, leyla).items():
        assert box.open(texts[case], field="note", row=case, version=1) == b"words"
    assert wrapping.wrap_new(held=leyla.zone) == 0


def test_a_key_that_was_changed_holds_up_no_other(cast, leyla):
    cases = sorted(uuid.uuid4() for _ in range(3))
    new_keys(cases)
    CaseKey.objects.filter(case=cases[0]).update(sealed=bytes(CaseKey.objects.get(case=cases[1]).sealed))
    done = rotating.rotate(ring=Ring.ZONE, by=leyla, at=AT)
    assert done.resealed == 2
    stays = holders.unlocked_with(leyla.worker, leyla.worker_id, cast.leyla.pk)
    broken: set[uuid.UUID] = set()
    assert set(holders.case_boxes(cases, stays, broken=broken)) == set(cases[1:])
    assert broken == {cases[0]}


def test_a_wrapped_key_opens_in_no_other_place(leyla):
    case, other = uuid.uuid4(), uuid.uuid4()
    new_keys([case])
    wrapping.wrap_new(held=leyla.zone)
    blob = bytes(CaseKey.objects.get(case=case).sealed)
    keys = CaseKeys(leyla.zone)
    assert keys.open(case, generation=1, blob=blob).raw
    for place, changed in ((other, blob), (case, blob[:-1]), (case, blob[:40] + bytes([blob[40] ^ 1]) + blob[41:])):
        with pytest.raises(Broken):
            keys.open(place, generation=1, blob=changed)
    with pytest.raises(NotHeld):
        keys.open(case, generation=2, blob=blob)


def new_keys(cases):
    return actions.new_case_keys(cases=cases, at=AT)


def wrapped():
    return sum(bytes(row.sealed)[:1] == secrets.SUITE for row in CaseKey.objects.all())


def test_who_leaves_while_a_rotation_stands_unfinished_makes_another_one_due(cast, leyla, sara):
    actions.new_case_key(case=uuid.uuid4(), at=AT)
    rotating.begin(ring=Ring.ZONE, held=leyla.zone[0], by=cast.leyla.pk, at=AT)
    accounts.leave(staff=cast.sara, by=str(cast.nora.pk), at=AT + timedelta(minutes=1))
    for generation in (2, 3):
        leyla = holders.unlocked_with(leyla.worker, leyla.worker_id, cast.leyla.pk)
        done = rotating.rotate(ring=Ring.ZONE, by=leyla, at=AT + timedelta(minutes=2))
        assert (done.generation, done.resealed) == (generation, 1)
        assert Departure.objects.filter(rotated_at=None).exists() is (generation == 2)


def test_two_leads_at_once_make_one_new_key(cast, leyla):
    rotating.rotate(ring=Ring.ZONE, by=leyla, at=AT)
    with pytest.raises(NotPossible, match="made anew"):
        rotating.rotate(ring=Ring.ZONE, by=leyla, at=AT)


def test_the_sheets_open_the_new_key_too_and_no_longer_the_former(cast, leyla):
    printed = sheets.make_sheets(unlocked=leyla, by=cast.leyla.pk, at=AT)
    before = sealing.seal_for_zone(b"before", context=b"here")
    rotating.rotate(ring=Ring.ZONE, by=leyla, at=AT)
    opened = workers.make_key(staff=cast.leyla.pk, passphrase=PASSPHRASE, code=workers.draw_code(), at=AT)
    one, other = typed(printed[0]), typed(printed[2])
    recovering.recover(ring=Ring.ZONE, one=one, other=other, key=opened.key, by=cast.leyla.pk, at=AT)
    back = holding(opened, cast.leyla)
    assert [pair.generation for pair in back.zone] == [2, 1]
    assert back.open_sealed(before, context=b"here") == b"before"


def test_evaluators_open_the_study_and_nothing_of_the_zone(cast, leyla, settings):
    printed = sheets.make_sheets(unlocked=leyla, by=cast.leyla.pk, at=AT)
    row = sealing.seal_for_study(b"42", context=b"study row")
    words = sealing.seal_for_zone(b"words", context=b"here")
    eva = make_person("Eva Counts", "evaluator", cast.graz, at=timezone.now())
    opened = give_key(eva, settings)
    one, other = typed(printed[0]), typed(printed[1])
    recovering.recover(ring=Ring.STUDY, one=one, other=other, key=opened.key, by=eva.pk, at=AT)
    counts = holding(opened, eva)
    assert counts.open_study(row, context=b"study row") == b"42"
    with pytest.raises(NotHeld):
        counts.open_sealed(words, context=b"here")
    with pytest.raises(NotHeld):
        leyla.open_study(row, context=b"study row")

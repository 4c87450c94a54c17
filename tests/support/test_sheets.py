"""Two of three sheets open the service again; every slip, swap and wrong sheet is found and said."""

from dataclasses import replace
from itertools import permutations

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from article16.common.accounts.actions import NotPossible
from article16.support.keys import codes, sealing
from article16.support.keys.actions import ceremony, recovering, sheets, workers
from article16.support.keys.models import Ceremony, Generation, Pair, Sheet
from article16.support.keys.rings import Ring
from tests.service import make_person, signed_in
from tests.support.holding import PASSPHRASE, give_key, holding, typed, unlock

SECRET = bytes(range(32))


@pytest.fixture
def leyla(cast, settings):
    return holding(give_key(cast.leyla, settings), cast.leyla)


@pytest.fixture
def printed(leyla, cast):
    return sheets.make_sheets(unlocked=leyla, by=cast.leyla.pk, at=timezone.now())


def test_nothing_that_is_kept_of_a_sheet_opens_anything(db, printed):
    kept = [bytes(value) for row in Sheet.objects.values_list("public_key", "sentence") for value in row]
    for one in printed:
        secret = typed(one).secret
        assert not [blob for blob in kept if secret in blob]


@pytest.mark.parametrize("two", list(permutations(range(3), 2)))
def test_any_two_sheets_open_the_zone_and_the_study_in_either_order(db, two, printed, leyla):
    one, other = (typed(printed[at]) for at in two)
    assert recovering.open_ring(Ring.ZONE, one, other).raw == leyla.zone[0].raw
    assert recovering.open_ring(Ring.STUDY, one, other).public_key == bytes(
        Generation.objects.get(ring="study").public_key
    )


def test_the_same_sheet_twice_is_one_sheet(db, printed):
    one = typed(printed[0])
    with pytest.raises(NotPossible, match="same sheet twice"):
        recovering.open_ring(Ring.ZONE, one, one)


def test_sheets_of_two_sets_do_not_go_together(db, printed, leyla, cast):
    later = sheets.make_sheets(unlocked=leyla, by=cast.leyla.pk, at=timezone.now())
    with pytest.raises(NotPossible, match=f"opens with the set {later[0].set}"):
        recovering.open_ring(Ring.ZONE, typed(later[0]), typed(printed[1]))
    assert recovering.open_ring(Ring.ZONE, typed(later[0]), typed(later[1])).raw == leyla.zone[0].raw


def test_new_sheets_leave_the_study_to_the_former_ones_until_an_evaluator_is_there(db, printed, leyla, cast, settings):
    at = timezone.now()
    later = sheets.make_sheets(unlocked=leyla, by=cast.leyla.pk, at=at)
    study = recovering.open_ring(Ring.STUDY, typed(printed[0]), typed(printed[1]))
    with pytest.raises(NotPossible, match=f"opens with the set {printed[0].set}"):
        recovering.open_ring(Ring.STUDY, typed(later[0]), typed(later[1]))
    eva = make_person("Eva Counts", "evaluator", cast.graz, at=at)
    key = give_key(eva, settings).key
    one, other = typed(printed[0]), typed(printed[2])
    recovering.recover(ring=Ring.STUDY, one=one, other=other, key=key, by=eva.pk, at=at)
    unlock(signed_in(eva))
    assert recovering.open_ring(Ring.STUDY, typed(later[2]), typed(later[1])).raw == study.raw
    assert recovering.open_ring(Ring.ZONE, typed(later[2]), typed(later[1])).raw == leyla.zone[0].raw


def test_a_sheet_of_another_service_is_told_from_a_damaged_one(db, printed):
    stranger = sheets.Typed("ZZZZ", 1, SECRET)
    with pytest.raises(NotPossible, match="restore the backup that belongs to it"):
        recovering.open_ring(Ring.ZONE, stranger, typed(printed[1]))


def test_without_sheets_of_its_own_the_service_asks_for_the_right_backup(db, printed):
    one, other = typed(printed[0]), typed(printed[1])
    Pair.objects.all().delete()
    with pytest.raises(NotPossible, match="right backup"):
        recovering.open_ring(Ring.ZONE, one, other)


def test_a_pair_that_was_changed_or_moved_does_not_open(db, printed):
    one, two, three = (typed(sheet) for sheet in printed)
    rows = {(row.inner, row.outer): row for row in Pair.objects.filter(generation__ring="zone")}
    Pair.objects.filter(pk=rows[1, 2].pk).update(sealed=bytes(rows[1, 3].sealed))
    Pair.objects.filter(pk=rows[2, 3].pk).update(sealed=bytes(rows[2, 3].sealed)[:-1] + b"\0")
    for pair in ((one, two), (two, three)):
        with pytest.raises(NotPossible, match="damaged here"):
            recovering.open_ring(Ring.ZONE, *pair)


def test_who_forgot_everything_comes_back_with_two_sheets(db, printed, cast, settings):
    blob = sealing.seal_for_zone(b"what she said", context=b"here")
    at = timezone.now()
    opened = workers.make_key(staff=cast.leyla.pk, passphrase=PASSPHRASE, code=workers.draw_code(), at=at)
    assert holding(opened, cast.leyla).zone == ()
    one, other = typed(printed[2]), typed(printed[0])
    recovering.recover(ring=Ring.ZONE, one=one, other=other, key=opened.key, by=cast.leyla.pk, at=at)
    assert holding(opened, cast.leyla).open_sealed(blob, context=b"here") == b"what she said"
    assert holding(opened, cast.leyla).study == ()


def test_the_set_up_is_done_when_two_different_sheets_gave_their_sentence(db, printed, cast):
    def tested(one):
        return ceremony.try_sheet(sheet=typed(one), by=cast.sara.pk, at=timezone.now())

    assert tested(printed[1]) == printed[1].sentence
    assert tested(printed[1]) == printed[1].sentence
    assert Ceremony.objects.get().done_at is None
    assert tested(printed[2]) == printed[2].sentence
    assert Ceremony.objects.get().done_at


@given(secret=st.binary(min_size=32, max_size=32))
def test_a_secret_comes_back_from_its_lines_however_it_is_typed(secret):
    lines = codes.lines_of(secret, place="here")
    assert [len(line) for line in lines] == [19] * 4
    sloppy = [line.lower().replace(" ", "-").replace("0", "o").replace("1", "l") for line in lines]
    assert codes.secret_of(sloppy, place="here") == secret


def named(lines):
    """The lines that are said to hold a slip."""
    try:
        codes.secret_of(lines, place="here")
    except codes.Miscopied as slip:
        return slip.lines
    return ()


@given(
    secret=st.binary(min_size=32, max_size=32),
    line=st.integers(0, 3),
    at=st.integers(0, 15),
    sign=st.sampled_from(codes.ALPHABET),
)
def test_one_wrong_sign_names_its_line(secret, line, at, sign):
    lines = [codes.tidy(one) for one in codes.lines_of(secret, place="here")]
    if lines[line][at] == sign:
        return
    lines[line] = lines[line][:at] + sign + lines[line][at + 1 :]
    assert named(lines) == (line + 1,)


def test_lines_in_another_order_or_of_another_sheet_are_named():
    lines = codes.lines_of(SECRET, place="here")
    with pytest.raises(codes.Miscopied) as slip:
        codes.secret_of([lines[1], lines[0], *lines[2:]], place="here")
    assert slip.value.lines == (1, 2)
    with pytest.raises(codes.Miscopied) as slip:
        codes.secret_of(lines, place="there")
    assert slip.value.lines == (1, 2, 3, 4)


def test_what_is_printed_shows_no_secret_in_logs(db, printed):
    assert printed[0].lines[0] not in repr(printed)
    assert repr(typed(printed[0]).secret) not in repr(typed(printed[0]))
    assert replace(printed[0], number=3).name.endswith("-3")

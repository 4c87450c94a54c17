"""What must hold of every made-up man, whatever the world."""

from __future__ import annotations

import numpy as np

from article16.simulation import attendance as att
from article16.simulation.groups import NONE
from article16.simulation.people import SETTINGS
from article16.simulation.replies import ANSWERED, DOES_NOT_APPLY
from article16.simulation.world import World
from tests.simulation.cast import STAYERS, region_of

MADE = region_of(World(comparison=0.2))
MEN, PATH, CAME, BACK, AFTER = MADE.men, MADE.path, MADE.attendance, MADE.replies, MADE.happenings


def test_days_never_run_backwards() -> None:
    began = PATH.starts
    assert (PATH.contact >= 0).all()
    assert (PATH.contact < PATH.decision).all()
    assert (PATH.decision < PATH.start)[PATH.observed].all()
    assert (PATH.start <= CAME.last)[began].all()
    assert (CAME.last <= CAME.ended)[began].all()
    assert (np.diff(BACK.day[PATH.observed & (CAME.weeks > 13)][:, [0, 1, 3, 4], 0], axis=1) >= -4).all()
    assert (AFTER.followed >= PATH.contact).all()


def test_only_men_who_start_sit_in_a_group_and_no_group_is_too_large() -> None:
    seats = PATH.groups.of_man
    assert ((seats != NONE) == PATH.starts).all()
    assert np.bincount(seats[seats != NONE]).max() <= World().group_size
    assert (PATH.groups.programme[seats[PATH.starts]] == MEN.programme[PATH.starts]).all()


def test_sessions_follow_the_weekday_of_the_programme() -> None:
    first = MEN.referred[PATH.starts] + PATH.start[PATH.starts]
    assert (first % 7 == MEN.programme[PATH.starts] % 5).all()


def test_who_left_has_no_mark_after_his_last_session() -> None:
    held = (CAME.marks != att.ENDED).sum(axis=1)
    np.testing.assert_array_equal(held[PATH.observed], CAME.weeks[PATH.observed])
    assert (CAME.attended <= CAME.weeks).all()
    assert (CAME.weeks[PATH.starts & (CAME.ending == att.COMPLETED)] == World().weeks).all()


def test_men_who_never_start_attend_nothing() -> None:
    assert (CAME.attended[~PATH.observed] == 0).all()
    assert np.isin(CAME.ending[~PATH.taken_in], [att.NOT_SUITABLE]).all()


def test_a_woman_who_cannot_be_contacted_is_never_counted_as_lost() -> None:
    assert (BACK.status[~MEN.partner_contact][:, :, 1] == DOES_NOT_APPLY).all()
    assert (BACK.status[MEN.partner_contact][:, :, 1] != DOES_NOT_APPLY).all()


def test_nobody_tells_of_an_event_that_did_not_happen_or_without_being_asked() -> None:
    known = AFTER.known
    assert not known[~AFTER.happened].any()
    assert not known[~AFTER.police_asked][..., 2].any()
    nothing = (BACK.status[:, 3:, 1] != ANSWERED).all(axis=1)
    assert not known[nothing][..., 1].any()


def test_prison_programmes_get_their_ordered_men_from_the_prison() -> None:
    inside = (MEN.setting == SETTINGS.index("prison")) & MEN.mandated
    assert (MEN.route[inside] == 2).all()


def test_where_nobody_leaves_or_misses_anything_the_dose_is_whole_and_the_effect_is_the_stated_one() -> None:
    made = region_of(STAYERS)
    given = made.path.starts
    np.testing.assert_allclose(made.change.dose[given][:, 4], 1.0)
    # effect 0.5 SD at full dose: without - given = 0.5 * 1 for every man at T3 and T4, nothing at T0 and T1
    gain = (made.change.without - made.change.given)[given]
    np.testing.assert_allclose(gain[:, [0, 1, 3, 4]], [[0, 0, 0.5, 0.5]] * given.sum(), atol=1e-12)

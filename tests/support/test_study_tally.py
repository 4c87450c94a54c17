"""The board's digest: counting row by row or all at once is the same, and who was asked is never who was planned."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from article16.support.outcomes.rows import Kept, StudyRow
from article16.support.outcomes.taken_back import row_of, still_agreed
from article16.support.outcomes.tally import STATUSES, WAVES, Standing, Tally, folded, from_bytes, standings

AT = datetime(2026, 11, 21, tzinfo=UTC)
ROWS = st.builds(
    lambda man, who, wave, instrument, status, minutes: Kept(
        AT + timedelta(minutes=minutes),
        0,
        StudyRow(
            table="responses", man=UUID(int=man), woman=UUID(int=man + 100) if who == "partner" else None,
            informant=who, wave=wave, instrument=instrument, status=status,
        ),
    ),
    st.integers(1, 6), st.sampled_from(["client", "partner"]), st.sampled_from(WAVES),
    st.sampled_from(["who5", "cts2"]), st.sampled_from(STATUSES), st.integers(0, 50),
)  # fmt: skip
TAKEN_BACK = st.builds(
    lambda man, minutes: Kept(
        AT + timedelta(minutes=minutes), 0, row_of(man=UUID(int=man), woman=UUID(int=man + 100))
    ),
    st.integers(1, 6), st.integers(0, 50),
)  # fmt: skip


@given(st.lists(ROWS | TAKEN_BACK, max_size=40), st.data())
@settings(max_examples=60, deadline=None)
def test_in_any_order_and_in_any_parts_the_board_is_the_same(rows, data):
    whole = folded(Tally(), rows)
    shuffled = data.draw(st.permutations(rows))
    cut = data.draw(st.integers(0, len(rows)))
    parts = folded(from_bytes(folded(Tally(), shuffled[:cut]).as_bytes()), shuffled[cut:])
    parts = folded(parts, shuffled)
    assert standings(parts) == standings(whole)
    for instrument in whole.instruments:
        assert standings(parts, instrument=instrument) == standings(whole, instrument=instrument)


@given(st.lists(ROWS | TAKEN_BACK, max_size=40))
@settings(max_examples=60, deadline=None)
def test_whoever_took_her_agreement_back_is_on_no_board_until_she_agrees_again(rows):
    """The board counts what a package takes: nothing she said before she took it back."""
    assert standings(folded(Tally(), rows)) == standings(folded(Tally(), still_agreed(rows)[0]))


@given(st.lists(ROWS, max_size=40))
@settings(max_examples=60, deadline=None)
def test_every_person_is_counted_once_and_nobody_twice(rows):
    found = standings(folded(Tally(), rows))
    persons = {(one.row.man, one.row.woman, one.row.informant, one.row.wave) for one in rows}
    assert sum(one.due + one.apart for one in found) == len(persons)
    for one in found:
        assert one.answered <= one.asked <= one.due
        assert one.waiting >= 0


def test_he_who_stopped_before_a_time_is_not_due_at_it():
    rows = [
        Kept(AT, 0, StudyRow(table="responses", man=UUID(int=n), wave="T2", instrument="who5", status=status))
        for n, status in enumerate(["answered", "planned", "asked", "does not apply", "declined", "not asked"])
    ]
    assert standings(folded(Tally(), rows)) == (
        Standing("client", "T2", due=5, asked=3, answered=1, reasons=(("not asked", 1), ("declined", 1)), apart=1),
    )

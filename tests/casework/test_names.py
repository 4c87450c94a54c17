"""Two ways of writing one man's name."""

import unicodedata
from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from article16.casework.clients.names import (
    Likeness,
    alike,
    births_alike,
    distance,
    key,
    may_be_the_same,
    names_alike,
    parts,
    plain,
)

LETTERS = "abcdefghijklmnoprstuvwyzäöüßłøæœđıçğşéèñ'’- ŁÖÜאבمحدنИйё"
NAMES = st.text(st.sampled_from(LETTERS), min_size=1, max_size=30)
WORDS = st.text(st.sampled_from("abcdefghijklmnoprstuvwyz"), min_size=8, max_size=14)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "Mueller"),
        ("Müller", "MULLER"),
        ("Łukasz Nowak", "Nowak, Lukasz"),
        ("Jürgen Weiß", "Juergen Weiss"),
        ("García-López", "Garcia Lopez"),
        ("O'Neil", "O’Neil"),
        ("Øyvind Dahl", "Oyvind Dahl"),
        ("Öztürk, Emre", "Emre Oeztuerk"),
        ("Çağlar Şahin", "Caglar Sahin"),
        ("Ilıcalı", "Ilicali"),
        ("Æneas", "Aeneas"),
        ("Schmitt", "Schmit"),
        ("Abdul Rahman Said", "Abdulrahman Said"),
        ("محمّد أحمد", "محمد احمد"),
        ("Фёдор", "Федор"),
    ],
)
def test_spelling_and_order_do_not_matter(one, other):
    assert names_alike(parts(one), parts(other)) is Likeness.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lukas Brandner", "Lukas Bradnner"),  # two letters exchanged
        ("Lukas Brandner", "Lukas Rbandner"),  # also at the beginning
        ("Lukas Brandner", "Lucas Brandner"),  # another letter
        ("Lukas Brandner", "Lukas Branner"),  # one is missing
        ("Lukas Brandner", "Brandner Lukas Johann"),  # one name more
        ("Mohamed Hassan", "Mohammad Hasan"),
    ],
)
def test_slips_of_the_keyboard_leave_a_similar_name(one, other):
    assert names_alike(parts(one), parts(other)) is Likeness.SIMILAR


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("Lukas Brandner", "Lukas Huber", Likeness.PARTLY),
        ("Lukas Brandner", "Anders Dahl", Likeness.NONE),
        ("Ali Can", "Ari Cem", Likeness.NONE),  # short words must be equal
        ("de la Cruz", "de Vries", Likeness.NONE),  # an article says nothing
        ("Lukas", "Lukas Brandner", Likeness.PARTLY),
    ],
)
def test_other_names_stay_other_names(one, other, how):
    assert names_alike(parts(one), parts(other)) is how


@given(NAMES, NAMES)
def test_it_does_not_matter_which_name_comes_first(one, other):
    assert names_alike(parts(one), parts(other)) == names_alike(parts(other), parts(one))


@given(NAMES, st.randoms())
def test_any_order_of_its_words_is_the_same_name(name, chance):
    words = list(parts(name))
    assume(words)
    chance.shuffle(words)
    assert names_alike(parts(name), parts(" ".join(words))) is Likeness.SAME


@given(NAMES)
@example("aee")  # what stood for an umlaut once stood for another one in what was left
def test_written_with_composed_or_separate_marks_or_in_capitals_it_is_the_same(name):
    assert parts(name) == parts(unicodedata.normalize("NFD", name)) == parts(unicodedata.normalize("NFC", name))
    assert plain(plain(name)) == plain(name)


@given(NAMES, st.integers(0, 30))
def test_the_beginning_of_a_word_is_the_beginning_of_its_plain_form(name, length):
    """So that search finds a name while it is typed."""
    assert plain(name).startswith(plain(name[:length]))


@given(WORDS, st.integers(0, 12), st.sampled_from(["drop", "double", "change", "exchange"]))
def test_one_slip_in_a_long_word_is_always_forgiven(word, at, slip):
    at = at % (len(word) - 1)
    slipped = {
        "drop": word[:at] + word[at + 1 :],
        "double": word[:at] + "x" + word[at:],
        "change": word[:at] + "x" + word[at + 1 :],
        "exchange": word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    }[slip]
    assert distance(word, slipped, 2) <= 1
    assert alike(word, slipped)


@given(WORDS, WORDS, st.integers(0, 3))
def test_the_bound_only_cuts_off_what_is_beyond_it(one, other, most):
    assert distance(one, other, most) == min(distance(one, other, 40), most + 1)


BORN = date(1988, 3, 24)


@pytest.mark.parametrize(
    ("other", "how"),
    [
        (date(1988, 3, 24), Likeness.SAME),
        (date(1988, 3, 25), Likeness.SIMILAR),
        (date(1998, 3, 24), Likeness.SIMILAR),
        (date(1988, 3, 14), Likeness.SIMILAR),
        (date(1987, 4, 24), Likeness.NONE),
        (None, Likeness.PARTLY),
    ],
)
def test_dates_of_birth(other, how):
    assert births_alike(BORN, other) is how
    assert births_alike(other, BORN) is how


def test_day_and_month_exchanged_and_neighbours_exchanged_are_slips():
    assert births_alike(date(1988, 3, 4), date(1988, 4, 3)) is Likeness.SIMILAR
    assert births_alike(date(1989, 3, 24), date(1998, 3, 24)) is Likeness.SIMILAR


@pytest.mark.parametrize(
    ("names", "births", "shown"),
    [
        (Likeness.SAME, Likeness.NONE, True),
        (Likeness.SIMILAR, Likeness.PARTLY, True),
        (Likeness.SIMILAR, Likeness.NONE, False),
        (Likeness.PARTLY, Likeness.SAME, True),
        (Likeness.PARTLY, Likeness.SIMILAR, False),
        (Likeness.NONE, Likeness.SAME, False),
    ],
)
def test_whom_a_worker_is_shown(names, births, shown):
    assert may_be_the_same(names, births) is shown


def test_a_reference_is_searched_by_its_letters_and_digits():
    assert key(" 12 Cs 345/26-b ") == "12cs34526b"

"""The strip of sessions on a man's page: one box for each, its letter, and what was not excused stands out."""

from uuid import uuid4

from article16.casework.overview.strip import attended


def code(mark, number):
    return f"{mark}|{number}|{uuid4()}|0"


def test_each_session_is_a_box_with_its_number_letter_and_words():
    found = attended([code("present", 1), code("absent", 2), code("excused", 3), code("late", 4)], uuid4())
    assert [(box.number, box.letter, box.tone) for box in found.boxes] == [
        (1, "P", ""),
        (2, "A", "late"),
        (3, "E", "due"),
        (4, "L", ""),
    ]
    assert found.boxes[1].words == "Session 2: absent, not excused"
    assert [letter for letter, _words in found.legend] == ["P", "L", "E", "A"]


def test_a_session_without_a_number_is_counted_in_its_place():
    assert attended([code("present", 1), "cancelled||x|0"], uuid4()).boxes[1].number == 2


def test_before_his_first_session_there_is_no_strip():
    assert attended([], uuid4()) is None

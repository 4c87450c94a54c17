"""The register: what is recorded, corrected, told, and what absences bring."""

from datetime import timedelta

import pytest

from article16.casework.groups import actions
from article16.casework.groups.models import Attendance, Debrief, Session
from article16.casework.groups.queries.registers import no_next_session, registers_not_taken
from article16.casework.groups.standing import Mark, Rules
from article16.casework.tasks.models import Task
from article16.casework.warnings.models import Raised
from article16.common.accounts.actions import NotPossible
from article16.common.audit.models import Entry
from article16.wall.outbox.models import OutgoingMessage
from article16.wall.vocabulary import Course
from tests.casework.groups_cast import FIRST, NOW, enrolled, held, line, make_group, sessions, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(cast):
    return make_group(cast)


@pytest.fixture
def told(monkeypatch):
    """What would leave, before it is sealed."""
    from article16.wall.outbox import actions as outbox

    messages = []
    real = outbox.encode
    monkeypatch.setattr(outbox, "encode", lambda message: (messages.append(message), real(message))[1])
    return messages


def courses(told):
    return [one for one in told if isinstance(one, Course)]


def test_the_register_is_taken_when_every_man_is_recorded_and_not_before(cast, group):
    one, two = enrolled(cast, group, "Lukas Brandner", "Tunde Adeyemi")
    session = held(group)[0]
    first = take(cast, session, line(one))
    assert (first.recorded, first.open) == (1, 1)
    assert Session.objects.get(pk=session.pk).taken_at is None
    second = take(cast, session, line(two, Mark.ABSENT))
    assert (second.recorded, second.open) == (1, 0)
    assert Session.objects.get(pk=session.pk).taken_at


def test_each_man_is_told_of_once_with_the_number_of_the_session(cast, group, told):
    men = enrolled(cast, group, "A", "B", "C", "D", "E", "F")
    told.clear()
    take(cast, held(group)[1], *zip(men, [mark for mark in Mark if mark is not Mark.CANCELLED], strict=True))
    assert [(one.attendance.value, one.session) for one in courses(told)] == [
        ("present", 2),
        ("late", 2),
        ("left-early", 2),
        ("excused", 2),
        ("absent", 2),
        ("sent-away", 2),
    ]
    assert {one.fact for one in courses(told)} == set(Attendance.objects.values_list("pk", flat=True))


def test_saving_is_one_record_with_all_men(cast, group):
    men = enrolled(cast, group, "A", "B")
    take(cast, held(group)[0], *((one, Mark.PRESENT) for one in men))
    row = Entry.objects.get(what="save_register")
    assert sorted(row.ids) == sorted(str(one.client_id) for one in men)


def statements(cast, group, men):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as counted:
        take(cast, held(group)[0], *((one, Mark.PRESENT) for one in men))
    return len(counted)


def test_saving_costs_the_same_for_three_men_and_for_thirty(cast, group):
    few = statements(cast, group, enrolled(cast, group, "A", "B", "C"))
    large = make_group(cast, name="Large", capacity=30, largest=30)
    many = statements(cast, large, enrolled(cast, large, *(f"Man {n}" for n in range(30))))
    assert few == many <= 17


def test_who_was_not_there_has_no_minutes_and_no_ratings(cast, group):
    (man,) = enrolled(cast, group, "A")
    take(cast, held(group)[0], line(man, Mark.ABSENT, minutes=120, took_part=3, homework=True, note="No call"))
    row = Attendance.objects.get()
    assert (row.minutes, row.took_part, row.homework, row.note) == (None, None, None, "No call")


def test_a_correction_is_a_new_row_and_tells_what_was_wrong_and_what_is_right(cast, group, told):
    (man,) = enrolled(cast, group, "A")
    session = held(group)[0]
    take(cast, session, line(man, Mark.ABSENT))
    wrong = Attendance.objects.get()
    told.clear()
    saved = take(cast, session, line(man, Mark.EXCUSED, shown=wrong.pk), at=session.starts_at + timedelta(days=1))
    right = Attendance.objects.exclude(pk=wrong.pk).get()
    assert (saved.corrected, saved.recorded, right.corrects_id) == (1, 0, wrong.pk)
    assert [(one.event.value, one.corrects, one.attendance and one.attendance.value) for one in courses(told)] == [
        ("corrected", wrong.fact, None),
        ("attendance", None, "excused"),
    ]


def test_a_correction_of_a_note_tells_nobody_and_a_later_one_of_the_mark_names_what_was_told(cast, group, told):
    (man,) = enrolled(cast, group, "A")
    session = held(group)[0]
    take(cast, session, line(man, Mark.ABSENT))
    first = Attendance.objects.get()
    told.clear()
    take(cast, session, line(man, Mark.ABSENT, note="He rang at noon", shown=first.pk))
    assert told == []
    second = Attendance.objects.get(corrects=first)
    take(cast, session, line(man, Mark.LATE, minutes=60, shown=second.pk))
    assert courses(told)[0].corrects == first.fact == second.fact


def test_saving_the_same_again_changes_nothing(cast, group, told):
    (man,) = enrolled(cast, group, "A")
    session = held(group)[0]
    take(cast, session, line(man, note="x"))
    told.clear()
    row = Attendance.objects.get()
    assert take(cast, session, line(man, note="x", shown=row.pk)).corrected == 0
    assert told == []
    assert Attendance.objects.count() == 1


def test_two_who_take_one_register_do_not_overwrite_each_other(cast, group):
    (man,) = enrolled(cast, group, "A")
    session = held(group)[0]
    take(cast, session, line(man, Mark.ABSENT), by=cast.ana)
    with pytest.raises(NotPossible, match="Somebody else took this register"):
        take(cast, session, line(man, Mark.PRESENT), by=cast.peter)
    assert Attendance.objects.get().mark == Mark.ABSENT
    take(cast, session, line(man, Mark.ABSENT), by=cast.peter)  # the same is no quarrel


def test_the_register_opens_on_the_day_and_never_of_a_cancelled_session(cast, group):
    (man,) = enrolled(cast, group, "A")
    coming = next(one for one in sessions(group) if one.starts_at > NOW)
    with pytest.raises(NotPossible, match="has not taken place yet"):
        take(cast, coming, line(man), at=NOW)
    gone = held(group)[-1]
    actions.cancel_session(session=gone, why="Ill", one_more=False, by=str(cast.ana.pk), at=NOW)
    with pytest.raises(NotPossible, match="was cancelled"):
        take(cast, gone, line(man), at=NOW)


def test_a_man_who_is_not_in_the_group_is_not_in_its_register(cast, group):
    (man,) = enrolled(cast, group, "A")
    later = enrolled(cast, group, "B", since=FIRST + timedelta(weeks=2))[0]
    with pytest.raises(NotPossible, match="no longer in the group"):
        take(cast, held(group)[0], line(man), line(later))
    assert Attendance.objects.count() == 0


def test_the_debrief_is_kept_and_a_change_is_a_new_row(cast, group):
    (man,) = enrolled(cast, group, "A")
    session = held(group)[0]
    take(cast, session, line(man), debrief="Lively.", homework="Write down one hour.", homework_due=True)
    take(cast, session, debrief="Lively, late start.", at=NOW)
    words = Debrief.objects.order_by("written_at").values_list("words", flat=True)
    assert list(words) == ["Lively.", "Lively, late start."]


RULES = Rules(since=FIRST, letter=2, review=3, review_in_row=None, exclusion=4, allowed=3)


@pytest.fixture
def rules(cast):
    actions.set_rules(programme=cast.graz.pk, rules=RULES, by=str(cast.miriam.pk), at=NOW)


def miss(cast, group, man, *numbers):
    for number in numbers:
        take(cast, held(group)[number], line(man, Mark.ABSENT))


def test_each_step_makes_its_task_and_its_warning_once(cast, group, rules):
    (man,) = enrolled(cast, group, "A")
    miss(cast, group, man, 0)
    assert Task.objects.count() == Raised.objects.count() == 0
    miss(cast, group, man, 1, 2, 3)
    kinds = list(Task.objects.order_by("due", "kind").values_list("kind", "role"))
    assert kinds == [
        ("attendance-letter", "facilitator"),
        ("attendance-review", "facilitator"),
        ("attendance-exclusion", "manager"),
    ]
    raised = Raised.objects.order_by("raised_at").values_list("kind", "severity")
    assert list(raised) == [("missed-sessions", "ordinary"), ("missed-sessions", "high"), ("missed-sessions", "high")]
    take(cast, held(group)[4], line(man))
    assert Task.objects.count() == 3


def test_a_task_is_due_as_many_days_after_the_session_as_the_rules_say(cast, group, rules):
    (man,) = enrolled(cast, group, "A")
    miss(cast, group, man, 0, 1)
    assert Task.objects.get().due == FIRST + timedelta(days=7 + RULES.answer_days)


def test_a_correction_that_undoes_a_step_finishes_its_task(cast, group, rules):
    (man,) = enrolled(cast, group, "A")
    miss(cast, group, man, 0, 1)
    row = Attendance.objects.get(session=held(group)[1])
    take(cast, held(group)[1], line(man, Mark.PRESENT, minutes=120, shown=row.pk))
    assert Task.objects.get().done_at


def test_making_up_takes_the_absence_off_and_its_task_with_it(cast, group, rules):
    (man,) = enrolled(cast, group, "A")
    miss(cast, group, man, 0, 1)
    day = FIRST + timedelta(weeks=2)
    actions.make_up(session=held(group)[1], episode=man, on=day, minutes=110, by=str(cast.ana.pk), at=NOW)
    assert Task.objects.get().done_at
    miss(cast, group, man, 2)
    assert Task.objects.filter(kind="attendance-letter", done_at=None).count() == 1


def test_what_was_not_missed_is_not_made_up_for_and_no_more_than_the_rules_allow(cast, group, rules):
    (man,) = enrolled(cast, group, "A")
    take(cast, held(group)[0], line(man))
    miss(cast, group, man, 1, 2, 3)
    about = {"episode": man, "on": FIRST + timedelta(weeks=5), "minutes": 60, "by": str(cast.ana.pk), "at": NOW}
    with pytest.raises(NotPossible, match="did not miss"):
        actions.make_up(session=held(group)[0], **about)
    for number in (1, 2):
        actions.make_up(session=held(group)[number], **about)
    with pytest.raises(NotPossible, match="allow 2 sessions"):
        actions.make_up(session=held(group)[3], **about)
    actions.make_up(session=held(group)[1], **about | {"minutes": 0})  # taken back
    actions.make_up(session=held(group)[3], **about)


def test_a_concern_is_raised_once_with_its_words_and_a_task_for_the_manager(cast, group, told):
    (man,) = enrolled(cast, group, "A")
    session = held(group)[0]
    take(cast, session, line(man, concern=True, concern_words="Waits outside the school"))
    (alert,) = [one for one in told if type(one).__name__ == "Alert"]
    assert (alert.kind.value, alert.words, alert.severity.value) == ("concern", "Waits outside the school", "high")
    assert Task.objects.get(kind="concern").role == "manager"
    row = Attendance.objects.get()
    take(cast, session, line(man, concern=True, concern_words="Waits outside", note="Spoke to him", shown=row.pk))
    assert Raised.objects.filter(kind="concern").count() == 1


def test_a_register_not_taken_is_missing_a_day_after_the_session_for_each_man_alike(cast, group):
    one, two = enrolled(cast, group, "A", "B")
    first = held(group)[0]
    end = first.starts_at + timedelta(hours=2)
    assert registers_not_taken(end + timedelta(hours=23)) == []
    missing = registers_not_taken(end + timedelta(hours=24))
    assert {row.episode for row in missing} == {one, two}
    assert {row.fact for row in registers_not_taken(end + timedelta(hours=30))} == {row.fact for row in missing}
    take(cast, first, line(one))
    assert [row.episode for row in registers_not_taken(end + timedelta(hours=24))] == [two]
    take(cast, first, line(two))
    assert registers_not_taken(end + timedelta(hours=24)) == []
    assert {row.fact.version for row in missing} == {4}


def test_a_man_without_a_planned_session_is_found_until_there_is_one(cast, group):
    one, two = enrolled(cast, group, "A", "B")
    assert no_next_session(NOW) == []
    actions.leave_all(episode=one, on=NOW.date(), by=str(cast.ana.pk), at=NOW)
    assert [row.episode for row in no_next_session(NOW)] == [one]
    last = sessions(group)[-1]
    assert {row.episode for row in no_next_session(last.starts_at + timedelta(hours=1))} == {one, two}
    actions.plan_ahead(group=group, by=str(cast.ana.pk), at=NOW)
    assert [row.episode for row in no_next_session(last.starts_at + timedelta(hours=1))] == [one]


def test_everything_falls_when_one_part_does(cast, group, monkeypatch):
    (man,) = enrolled(cast, group, "A")
    sent = OutgoingMessage.objects.count()
    monkeypatch.setattr("article16.casework.groups.actions.consequences.warn_many", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take(cast, held(group)[0], line(man, concern=True, concern_words="He is afraid."), debrief="x")
    assert Attendance.objects.count() == Debrief.objects.count() == 0
    assert OutgoingMessage.objects.count() == sent
    assert held(group)[0].taken_at is None

"""Sessions with one man alone count as the rules say, and a review that moves is told at once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from article16.casework.groups import actions
from article16.casework.groups.models import AttendanceRules
from article16.casework.groups.standing import Mark
from article16.casework.records.actions import Became
from article16.casework.records.models import SessionOutcome
from article16.casework.rules import actions as rules
from article16.casework.tasks.models import Task
from article16.casework.warnings.models import Raised
from article16.wall.vocabulary import Alert, Course, Schedule
from tests.casework.groups_cast import NOW, enrolled, held, line, make_group, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """What would leave, before it is sealed."""
    from article16.wall.outbox import actions as outbox

    messages, real = [], outbox.encode
    monkeypatch.setattr(outbox, "encode", lambda message: (messages.append(message), real(message))[1])
    return messages


@pytest.fixture
def group(cast):
    return make_group(cast)


def alone(cast, episode, happened="not-attended", *, ago=0, corrects=None):
    on = timezone.localdate(NOW) - timedelta(days=ago)
    held_by = cast.ana.pk if happened == "held" else None
    became = Became(on=on, happened=happened, minutes=50 if held_by else None, held_by=held_by)
    return actions.record_individual(episode=episode, became=became, by=str(cast.ana.pk), at=NOW, corrects=corrects)


def missed_in_the_group(cast, group):
    """One man who missed the last session of his group: one absence before the letter."""
    [man] = enrolled(cast, group, "Lukas Brandner")
    take(cast, held(group)[-2], line(man, Mark.ABSENT))
    return man


def test_whether_he_came_is_told_without_a_number(cast, group, told):
    [man] = enrolled(cast, group, "Lukas Brandner")
    told.clear()
    for happened in ("held", "cancelled", "not-attended"):
        alone(cast, man, happened)
    courses = [one for one in told if isinstance(one, Course)]
    assert [(one.attendance.value, one.session) for one in courses] == [
        ("present", None),
        ("cancelled", None),
        ("absent", None),
    ]
    assert {one.fact for one in courses} == set(SessionOutcome.objects.values_list("pk", flat=True))


def test_a_missed_session_alone_reaches_the_step_and_warns_with_the_same_saving(cast, group, told):
    man = missed_in_the_group(cast, group)
    told.clear()
    row = alone(cast, man)
    assert Task.objects.get(kind="attendance-letter").fact == row.pk
    assert [one.kind.value for one in told if isinstance(one, Alert)] == ["missed-sessions"]
    assert Raised.objects.get().fact == row.pk
    assert rules.reconcile(at=NOW + timedelta(minutes=1)).gone == 0
    assert Raised.objects.filter(kind="missed-sessions").count() == 1, "the rules find nothing that is owed"


def test_where_the_rules_do_not_count_it_it_is_told_and_warns_nobody(cast, group, told):
    actions.set_rules(
        programme=cast.graz.pk,
        rules=actions.registering.Rules(since=timezone.localdate(NOW) - timedelta(days=90), alone_counts=False),
        by=str(cast.miriam.pk),
        at=NOW,
    )
    assert not AttendanceRules.objects.get().alone_counts
    alone(cast, missed_in_the_group(cast, group))
    assert Raised.objects.count() == Task.objects.count() == 0
    assert [one.attendance.value for one in told if isinstance(one, Course) and one.attendance][-1] == "absent"


def test_a_correction_takes_the_task_back_and_says_what_was_wrong(cast, group, told):
    man = missed_in_the_group(cast, group)
    first = alone(cast, man)
    told.clear()
    same = alone(cast, man, corrects=first)
    assert told == [], "nothing of what was told has changed"
    alone(cast, man, "held", corrects=SessionOutcome.objects.get(pk=same.pk))
    wrong, right = told
    assert (wrong.event, wrong.corrects) == ("corrected", first.pk)
    assert right.attendance.value == "present"
    assert Task.objects.get(kind="attendance-letter").done_at


def test_a_row_written_past_every_page_is_found_by_the_rules(cast, group):
    """What an import or a hand in the database writes warns as well: the trigger notes it."""
    man = missed_in_the_group(cast, group)
    from article16.casework.records import actions as records

    became = Became(on=timezone.localdate(NOW), happened="not-attended")
    row = records.record_individual(episode=man, became=became, by=str(cast.ana.pk), at=NOW)
    rules.evaluate(at=NOW)
    assert Raised.objects.get().fact == row.pk


def test_his_sessions_show_what_he_missed_alone(cast, group, as_ana):
    man = missed_in_the_group(cast, group)
    alone(cast, man)
    page = as_ana.get(reverse("attendance", args=[man.client_id])).content.decode()
    assert "sessions with him alone that he missed: 1" in page


def test_a_moved_review_leaves_at_once_in_a_group_and_in_none(cast, group, told):
    [man] = enrolled(cast, group, "Lukas Brandner")
    at = timezone.now()
    assert actions.keep_planned(at=at) == (1, 0)
    told.clear()
    to = timezone.localdate() + timedelta(days=9)
    actions.move_review(episode=man, to=to, reason="Ill", by=str(cast.ana.pk), at=at)
    [plan] = told
    assert isinstance(plan, Schedule)
    assert plan.reviews == (to,)
    assert plan.first_session is not None, "his sessions stand in it as before"
    actions.leave_all(episode=man, on=timezone.localdate(), by=str(cast.ana.pk), at=at)
    told.clear()
    actions.move_review(episode=man, to=to + timedelta(days=1), reason="Ill", by=str(cast.ana.pk), at=at)
    assert [(one.first_session, one.reviews) for one in told] == [(None, (to + timedelta(days=1),))]


def test_the_tick_tells_the_first_review_of_every_man_and_costs_nothing_without(
    cast, group, told, django_assert_num_queries
):
    enrolled(cast, group, "A", "B")
    told.clear()
    assert actions.keep_planned(at=timezone.now()) == (2, 0)
    assert [len(one.reviews) for one in told] == [1, 1]
    with django_assert_num_queries(5):  # three questions in one transaction
        assert actions.keep_planned(at=timezone.now()) == (0, 0)


def test_a_session_of_a_group_in_which_nobody_is_waits_for_nobody(cast, group, as_ana):
    assert held(group, timezone.now())
    assert "Register of the" not in as_ana.get("/").content.decode()
    enrolled(cast, group, "Lukas Brandner", since=timezone.localdate())
    assert "Register of the" not in as_ana.get("/").content.decode(), "he was in none of those that are over"

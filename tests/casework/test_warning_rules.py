"""Every rule of warning: whatever wrote the fact, her service is warned once; what is missing warns too."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from article16.casework.clients.models import Episode, EpisodeState, Referral, ReferralStep
from article16.casework.groups.models import Attendance, Enrolment, Group, Session
from article16.casework.records.models import Note
from article16.casework.rules import actions, policy, processes
from article16.casework.warnings.models import Changed, Hours, Limits, Noticed, Raised
from article16.common.db import checks
from article16.common.pulse import actions as pulse
from article16.common.pulse.actions import Seen
from article16.wall.header import decode_header
from article16.wall.outbox.models import OutgoingMessage
from tests.service import once

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def episode(man) -> Episode:
    found = Episode.objects.get(client=man)
    Episode.objects.filter(pk=found.pk).update(state=EpisodeState.ACTIVE, opened_on=date(2026, 1, 1))
    Referral.objects.filter(episode=found).update(status="taken-up")
    found.refresh_from_db()
    return found


@pytest.fixture
def group(cast, now) -> Group:
    return Group.objects.create(
        programme=cast.graz, name="Thursday", kind="rolling", weekday=3, time="18:00", minutes=120,
        time_zone="Europe/Vienna", where="venue", first_day=date(2026, 1, 1), planned_sessions=26, planned_hours=52,
        written_at=now, written_by=cast.ana,
    )  # fmt: skip


def session(group: Group, starts_at: Any, number: int = 1) -> Session:
    return Session.objects.create(
        group=group, number=number, starts_at=starts_at, minutes=120, planned_day=starts_at.date()
    )


def mark(cast: Any, held: Session, episode: Episode, **changes: Any) -> Attendance:
    """A row of the register, written past every action."""
    said = {"mark": "present", "fact": uuid.uuid4(), "written_at": timezone.now(), "written_by": cast.ana} | changes
    return Attendance(session=held, episode=episode, **said)


def note(cast: Any, episode: Episode, **changes: Any) -> Note:
    said = {
        "on": timezone.localdate(), "kind": "fact", "channel": "meeting", "with_whom": "him", "words": "He said so.",
        "written_at": timezone.now(), "written_by": cast.ana,
    } | changes  # fmt: skip
    return Note(episode=episode, **said)


def raised() -> list[tuple[str, str]]:
    return sorted(Raised.objects.values_list("kind", "severity"))


def test_a_concern_written_in_bulk_warns_within_a_minute_and_once(cast, episode, group, now):
    held = session(group, now - timedelta(hours=2))
    Attendance.objects.bulk_create([mark(cast, held, episode, concern=True, concern_words="He shook.")])
    assert actions.evaluate(at=now) == 1
    assert raised() == [("concern", "high")]
    assert actions.evaluate(at=now) == 0
    assert not Changed.objects.exists()
    head = decode_header(bytes(OutgoingMessage.objects.filter(type="Alert").get().header))
    assert head.kind == "concern"


def test_raw_sql_does_not_pass_the_rules_by(cast, episode, group, now):
    held = session(group, now - timedelta(hours=2))
    Attendance.objects.bulk_create([mark(cast, held, episode)])
    actions.evaluate(at=now)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE groups_attendance SET concern = %s", [True])
    assert actions.evaluate(at=now) == 1


def test_a_correction_that_keeps_the_concern_does_not_warn_again(cast, episode, group, now):
    held = session(group, now - timedelta(hours=2))
    first = mark(cast, held, episode, concern=True, concern_words="He shook.")
    first.save()
    mark(cast, held, episode, concern=True, concern_words="He shook, and left.", corrects=first).save()
    assert actions.evaluate(at=now) == 1


@pytest.mark.parametrize(
    ("concern", "kind"),
    [("threat", "threat"), ("move", "move"), ("separation", "separation"), ("other", "concern")],
)
def test_what_he_speaks_of_in_a_note_warns_by_its_kind(cast, episode, now, concern, kind):
    Note.objects.bulk_create([note(cast, episode, concern=concern, seriousness="highest")])
    actions.evaluate(at=now)
    assert raised() == [(kind, "highest")]


def test_missed_sessions_warn_with_the_row_that_reaches_the_step_as_grave_as_the_step(cast, episode, group, now):
    rows = [
        mark(cast, session(group, now - timedelta(days=35 - 7 * n), n + 1), episode, mark="absent") for n in range(3)
    ]
    Attendance.objects.bulk_create(rows)
    actions.evaluate(at=now)
    # the rules that are proposed: two absences bring a letter, three in a row a review
    assert raised() == [("missed-sessions", "high"), ("missed-sessions", "ordinary")]
    assert set(Raised.objects.values_list("fact", flat=True)) == {rows[1].pk, rows[2].pk}
    assert actions.reconcile(at=now).owed == 0


def test_an_excused_absence_does_not_warn(cast, episode, group, now):
    Attendance.objects.bulk_create(
        [mark(cast, session(group, now - timedelta(days=30 - 7 * n), n + 1), episode, mark="excused") for n in range(3)]
    )
    actions.evaluate(at=now)
    assert raised() == []


def test_a_step_that_the_register_itself_warned_of_is_not_warned_of_twice_when_taken_out_of_order(
    cast, episode, group, now
):
    """Saved in another order than held, history shows another row at the step than the one that reached it."""
    rows = [
        mark(cast, session(group, now - timedelta(days=30 - 7 * n), n + 1), episode, mark="absent") for n in range(2)
    ]
    Attendance.objects.bulk_create(rows)
    from article16.casework.warnings.actions import warn
    from article16.wall.vocabulary import AlertKind, Severity

    warn(
        kind=AlertKind.MISSED_SESSIONS, fact=rows[0].pk, episode=episode, severity=Severity.ORDINARY,
        by=str(cast.ana.pk), at=now,
    )  # fmt: skip
    assert actions.evaluate(at=now) == 0


def ending(cast: Any, episode: Episode, **changes: Any) -> Any:
    from article16.casework.endings.models import Ending

    said = {
        "decided_on": timezone.localdate(),
        "reasons": "Said so.",
        "written_at": timezone.now(),
        "written_by": cast.ana,
    }
    return Ending(episode=episode, **(said | changes))


@pytest.mark.parametrize(
    ("kind", "warned"),
    [
        ("dropped-out", [("dropped-out", "high")]),
        ("excluded", [("removed", "high")]),
        ("completed", []),
        ("transferred", [("removed", "high")]),
    ],
)
def test_an_ending_that_no_page_wrote_warns_as_its_page_would(cast, episode, now, kind, warned):
    from article16.casework.endings.kinds import EndingKind
    from article16.casework.endings.models import Ending

    assert kind in EndingKind.values
    Ending.objects.bulk_create([ending(cast, episode, kind=kind)])
    actions.evaluate(at=now)
    assert raised() == warned


def test_a_corrected_ending_warns_again_only_when_something_else_leaves(cast, episode, now):
    first = ending(cast, episode, kind="dropped-out")
    first.save()
    same = ending(cast, episode, kind="dropped-out", corrects=first, correction=uuid.uuid4())
    same.save()
    ending(cast, episode, kind="excluded", corrects=same, correction=uuid.uuid4()).save()
    actions.evaluate(at=now)
    assert raised() == [("dropped-out", "high"), ("removed", "high")]


def test_a_suspension_warns(cast, episode, now):
    from article16.casework.endings.models import Suspension

    wrote = {"written_at": now, "written_by": cast.ana}
    Suspension.objects.bulk_create(
        [Suspension(episode=episode, begins_on=timezone.localdate(), reason="He came drunk.", **wrote)]
    )
    actions.evaluate(at=now)
    assert raised() == [("suspended", "high")]


def test_an_episode_that_ended_without_a_word_of_how_warns(cast, episode, now):
    Episode.objects.filter(pk=episode.pk).update(state=EpisodeState.ENDED, ended_on=timezone.localdate())
    assert actions.notice(at=now) == 1
    assert raised() == [("ended-without-reason", "ordinary")]
    assert actions.notice(at=now) == 0


def test_an_answer_of_his_that_names_a_threat_warns(cast, episode, now):
    from article16.casework.questionnaires.models import Asking, Flag, Response

    asking = Asking.objects.create(**_columns(Asking, episode=episode, ended="", wave="T0"))
    response = Response.objects.create(**_columns(Response, asking=asking, answered_at=now, written_by=cast.ana))
    Flag.objects.bulk_create([Flag(response=response, alert="weapon")])
    actions.evaluate(at=now)
    assert raised() == [("threat", "highest")]


def _columns(model: Any, **given: Any) -> dict[str, Any]:
    """A row of another room with something in every column that must not be empty."""
    from django.db.models import NOT_PROVIDED

    usual = {"DateTimeField": timezone.now(), "DateField": timezone.localdate(), "CharField": "x", "TextField": "x"}
    usual |= {"JSONField": {}, "BooleanField": False, "PositiveSmallIntegerField": 1, "UUIDField": uuid.uuid4()}
    found = dict(given)
    for field in model._meta.concrete_fields:
        needed = not field.null and field.default is NOT_PROVIDED and not field.is_relation
        if needed and field.name not in found:
            found[field.name] = usual[type(field).__name__]
    return found


def test_history_that_an_import_brings_calls_nobody(cast, episode, now):
    Note.objects.bulk_create([note(cast, episode, concern="threat", seriousness="highest", on=date(2026, 1, 2))])
    assert actions.evaluate(at=now) == 0


def test_a_register_not_taken_after_a_day_warns_for_each_man_of_whom_it_says_nothing(cast, episode, group, now):
    held = session(group, now - timedelta(hours=27))
    session(group, now + timedelta(days=7), 2)
    Enrolment.objects.create(episode=episode, group=group, since=date(2026, 1, 1), written_at=now, written_by=cast.ana)
    assert actions.notice(at=now) == 1
    assert raised() == [("register-missing", "ordinary")]
    assert actions.notice(at=now) == 0
    mark(cast, held, episode).save()
    assert actions.notice(at=now) == 0


def test_no_next_session_warns_after_the_days_of_the_programme(cast, episode, now):
    assert actions.notice(at=now) == 0
    assert Noticed.objects.count() == 1
    assert actions.notice(at=now + timedelta(days=6)) == 0
    assert actions.notice(at=now + timedelta(days=7)) == 1
    assert raised() == [("no-next-session", "ordinary")]


def test_what_is_there_again_is_forgotten(cast, episode, group, now):
    actions.notice(at=now)
    Enrolment.objects.create(episode=episode, group=group, since=date(2026, 1, 1), written_at=now, written_by=cast.ana)
    session(group, now + timedelta(days=20))
    actions.notice(at=now + timedelta(days=8))
    assert not Noticed.objects.exists()
    assert raised() == []


def test_a_referral_that_nobody_answers_warns(cast, man, now):
    assert Referral.objects.exists(), "a new file has its referral"
    assert actions.notice(at=now) == 0
    assert actions.notice(at=now + timedelta(days=3)) == 1
    assert raised() == [("referral-unanswered", "ordinary")]


def test_a_first_appointment_that_passed_warns(cast, man, now):
    episode = Episode.objects.get(client=man)
    day = timezone.localdate(now) - timedelta(days=1)
    Referral.objects.filter(episode=episode).update(status="contacted", appointment_on=day)
    ReferralStep.objects.create(
        episode=episode, status="contacted", on=day, appointment_on=day, written_at=now, written_by=cast.ana
    )
    actions.notice(at=now)
    assert actions.notice(at=now + timedelta(days=1)) == 1
    assert raised() == [("no-show", "ordinary")]


def test_the_nightly_reconciler_finds_what_a_lost_note_left_out(cast, episode, now):
    Note.objects.bulk_create([note(cast, episode, concern="threat", seriousness="high")])
    Changed.objects.all().delete()
    assert actions.evaluate(at=now) == 0
    done = actions.reconcile(at=now)
    assert (done.owed, done.gone) == (1, 0)
    assert actions.reconcile(at=now).owed == 0


def test_the_reconciler_lists_a_warning_whose_fact_a_restore_removed(cast, episode, now):
    from article16.casework.warnings.actions import warn
    from article16.wall.vocabulary import AlertKind, Severity

    warn(kind=AlertKind.THREAT, fact=uuid.uuid4(), episode=episode, severity=Severity.HIGHEST, by="", at=now)
    assert actions.reconcile(at=now).gone == 1
    assert Raised.objects.count() == 1


def test_casework_does_not_start_when_a_trigger_of_a_fact_is_missing(cast):
    assert checks.missing_triggers(connection) == []
    with connection.cursor() as cursor:
        table = " ON records_note" if connection.vendor == "postgresql" else ""
        cursor.execute(f'DROP TRIGGER "records_note_noted_insert"{table}')
    assert "records_note_noted_insert" in checks.missing_triggers(connection)[0]


def test_every_table_that_a_rule_asks_is_watched():
    from article16.casework.rules.queries import FACTS

    assert set(FACTS) == set(policy.TABLES)


def test_an_hour_apart_test_warnings_leave_and_nothing_stands_in_any_file(cast):
    processes.send_test()
    processes.send_test()
    head = decode_header(bytes(OutgoingMessage.objects.filter(type="Alert").get().header))
    assert head.kind == "test"
    assert not Raised.objects.exists()


def test_a_test_warning_and_a_real_one_without_words_have_one_length(cast, episode, now):
    from article16.casework.warnings.actions import warn
    from article16.wall.vocabulary import AlertKind, Severity

    processes.send_test()
    warn(kind=AlertKind.THREAT, fact=uuid.uuid4(), episode=episode, severity=Severity.HIGHEST, by="", at=now)
    assert len({len(bytes(one.sealed)) for one in OutgoingMessage.objects.filter(type="Alert")}) == 1


def test_where_there_is_no_womens_service_the_named_person_gets_a_task(cast, episode, now):
    from article16.casework.clients.models import SupportLink
    from article16.casework.tasks.models import Task

    SupportLink.objects.create(programme=cast.graz, zone="", alerts_to=cast.miriam)
    Note.objects.bulk_create([note(cast, episode, concern="threat", seriousness="highest")])
    actions.evaluate(at=now)
    task = Task.objects.get(kind="warning-threat")
    assert (task.person, task.words) == (cast.miriam, "He said so.")
    assert not OutgoingMessage.objects.filter(type="Alert").exists()


def test_the_manager_sets_deadlines_and_a_warning_follows_them(cast, episode, now, as_miriam, as_ana):
    from article16.casework.warnings.forms import RulesForm
    from article16.casework.warnings.policy import RULES, Days

    url = reverse("warning-rules", args=[cast.graz.pk])
    data = RulesForm.showing(dict(RULES), Days(), "police 133") | {"once": once(as_miriam, url), "minutes-threat": "10"}
    wrong = as_miriam.post(url, data | {"minutes-threat": "1"}).content.decode()
    assert "greater than or equal to 5" in wrong
    assert as_miriam.post(url, data).status_code == 302
    assert Limits.objects.get().danger_call == "police 133"
    Note.objects.bulk_create([note(cast, episode, concern="threat", seriousness="highest")])
    actions.evaluate(at=now)
    row = Raised.objects.get()
    assert row.due - row.raised_at == timedelta(minutes=10)
    assert as_ana.get(url).status_code == 404
    assert as_miriam.get(reverse("warning-rules", args=[cast.prison.pk])).status_code == 404


def test_in_hours_without_a_worker_whoever_saves_is_told_whom_to_call(cast, now, as_miriam):
    from datetime import UTC, datetime

    from article16.casework.warnings.queries import duty_sentence

    url = reverse("warning-hours", args=[cast.graz.pk])
    as_miriam.post(url, {"once": once(as_miriam, url), "opens-0": "9", "closes-0": "17"})
    assert Hours.objects.count() == 1
    saturday = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)
    said = duty_sentence(cast.graz.pk, at=saturday)
    assert "until Monday 09:00" in said
    assert "Danger now: call the police." in said
    assert duty_sentence(cast.graz.pk, at=datetime(2026, 11, 23, 11, 0, tzinfo=UTC)) == ""
    assert duty_sentence(cast.prison.pk, at=saturday) == ""


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_of_warnings_costs_the_same_whatever_its_length(
    cast, episode, now, as_miriam, count, django_assert_num_queries
):
    Note.objects.bulk_create([note(cast, episode, concern="threat", seriousness="highest") for _ in range(count)])
    actions.evaluate(at=now)
    page = as_miriam.get(reverse("warnings")).content.decode()
    assert page.count("Threat spoken of") == count
    assert reverse("warning-rules", args=[cast.graz.pk]) in page
    # session, person, roles, warnings, programmes, the backup; then the audit row in its transaction
    with django_assert_num_queries(7):
        as_miriam.get(reverse("warnings"))


def test_managers_see_when_the_last_backup_was_made_and_its_grade(cast, now, as_miriam):
    assert "The last backup" not in as_miriam.get(reverse("warnings")).content.decode()
    pulse.note([Seen("backup", True, "00:58, daily")], at=now)
    assert "The last backup: 00:58, daily." in as_miriam.get(reverse("warnings")).content.decode()
    pulse.note([Seen("backup", False, "none")], at=now)
    assert "The last backup: none. Ask whoever runs" in as_miriam.get(reverse("warnings")).content.decode()


def test_warnings_of_a_closed_file_and_of_other_programmes_stand_on_no_list(cast, man, episode, now, as_miriam, as_ben):
    from article16.common.accounts import actions as accounts

    Note.objects.bulk_create([note(cast, episode, concern="threat", seriousness="highest")])
    actions.evaluate(at=now)
    assert as_ben.get(reverse("warnings")).status_code == 404
    accounts.close_file(staff_id=cast.miriam.pk, thing="client", object_id=man.pk, by="", at=now)
    assert "Nothing has warned yet" in as_miriam.get(reverse("warnings")).content.decode()


def test_words_that_the_wall_does_not_take_stop_no_warning(cast, episode, now):
    Note.objects.bulk_create(
        [note(cast, episode, concern="threat", seriousness="high", words="He said\x0b\x07 so.\r\n" + "x" * 2000)]
    )
    assert actions.evaluate(at=now) == 1
    assert OutgoingMessage.objects.filter(type="Alert").count() == 1


def test_the_tick_goes_on_while_nothing_can_be_posted(cast, episode, now):
    from article16.wall.outbox.models import Epoch

    Epoch.objects.update(ended_at=now)
    Note.objects.bulk_create([note(cast, episode, concern="threat", seriousness="high")])
    job = processes.while_open(lambda: actions.evaluate(at=now))
    job()
    assert Changed.objects.exists(), "kept for the next round"
    Epoch.objects.update(ended_at=None)
    job()
    assert raised() == [("threat", "high")]

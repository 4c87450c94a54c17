"""Rows of the study: sealed when they arise, of one size, from messages once, and readable by evaluators alone."""

from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from article16.support.keys.opening import NotHeld
from article16.support.outcomes import taken_back
from article16.support.outcomes.actions import keep_rows
from article16.support.outcomes.actions.taking_in import take_in
from article16.support.outcomes.models import StudyRow as Stored
from article16.support.outcomes.models import Unsorted
from article16.support.outcomes.rows import StudyRow
from article16.support.outcomes.sealed import row_context
from article16.support.questionnaires.actions.agreeing import consent_of
from article16.support.survivors import actions as cases
from article16.support.survivors.writings import Kind
from tests.service import signed_in
from tests.support.holding import give_key, holding, unlock
from tests.support.studying import arrive, give_study, opened_message, recorded, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sara(cast, settings):
    return holding(give_key(cast.sara, settings), cast.sara)


@pytest.fixture
def eva(cast, settings, sara):
    staff, opened = give_study(cast, settings)
    return holding(opened, staff)


def hers(**more):
    values = tuple((f"cts2_{number}", "3") for number in range(78))
    return StudyRow(
        table="responses", man=uuid4(), woman=uuid4(), informant="partner", wave="T1", values=values, **more
    )


def test_what_is_kept_is_read_by_an_evaluator_and_by_nobody_else(eva, sara):
    row = hers(instrument="cts2", version="1.0.0", mode="telephone", language="ar")
    keep_rows(rows=[row], at=timezone.now())
    found = rows_of(eva)
    assert {value for one in found for value in one.values} == set(row.values)
    assert {(one.man, one.woman, one.mode, one.language) for one in found} == {(row.man, row.woman, "telephone", "ar")}
    stored = Stored.objects.first()
    with pytest.raises(NotHeld):
        sara.open_study(stored.sealed, context=row_context(stored.id))


def test_who_takes_her_agreement_to_the_evaluation_back_is_taken_out_by_a_row_like_every_other(eva, sara):
    at, man = timezone.now(), uuid4()
    on = timezone.localdate(at)
    case = cases.open_case(name="V", relation="partner", called="", mailbox=man, by=sara.staff, at=at, on=on)
    for about in ("questions", "evaluation"):
        consent = cases.write(case=case, kind=Kind.CONSENT, value=consent_of(about, on, None), by=sara, at=at)
        cases.end_consent(case=case, consent=consent, by=sara, at=at, on=on)
    assert rows_of(eva) == [taken_back.row_of(man=man, woman=case)]


def test_every_row_is_as_long_as_every_other_and_stands_in_the_order_of_its_id(eva):
    keep_rows(rows=[hers(), StudyRow(table="cases", man=uuid4())], at=timezone.now())
    assert {len(bytes(one.sealed)) for one in Stored.objects.all()} == {1024 + 49}
    assert Stored.objects.count() > 2
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'outcomes_studyrow'")
            assert "WITHOUT ROWID" in cursor.fetchone()[0]


def test_words_are_refused_so_that_they_never_become_data_by_mistake(eva):
    row = StudyRow(table="responses", man=uuid4(), values=(("note", "He rang her mother, she says"),))
    with pytest.raises(ValueError, match="no code"), transaction.atomic():
        keep_rows(rows=[row], at=timezone.now())
    assert not Stored.objects.exists()


def test_before_there_is_a_study_key_nothing_is_kept_and_messages_wait(sara):
    keep_rows(rows=[hers()], at=timezone.now())
    arrive(opened_message(uuid4()))
    assert take_in(by=sara, at=timezone.now()) == 0
    assert Unsorted.objects.count() == 1
    assert not Stored.objects.exists()


def test_a_message_becomes_a_row_once_when_a_worker_unlocks(cast, eva):
    man = uuid4()
    arrive(opened_message(man), recorded(man, "cases", route="child_protection", a16__episode="e1"))
    assert Unsorted.objects.count() == 2
    unlock(signed_in(cast.sara))
    unlock(signed_in(cast.sara))
    assert not Unsorted.objects.exists()
    found = rows_of(eva)
    assert [one.table for one in found] == ["course", "cases"]
    assert ("route", "child protection") in found[1].values
    assert found[1].episode == "e1"


def test_an_evaluator_who_unlocks_opens_no_message(cast, settings, sara):
    staff, _opened = give_study(cast, settings)
    arrive(opened_message(uuid4()))
    unlock(signed_in(staff))
    assert Unsorted.objects.count() == 1

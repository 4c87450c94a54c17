"""Made-up women of the demonstration: the same from the same seed, some men with two, nothing outside it."""

from datetime import UTC, datetime

import pytest

from article16.simulation.demonstration import SEED, mailbox
from article16.support.alerts import demo as warnings
from article16.support.alerts.models import Alert, ForCase
from article16.support.alerts.policy import Line
from article16.support.alerts.queries import rota
from article16.support.survivors import demo, queries
from article16.support.survivors.contact import Wish
from article16.support.survivors.models import Case, Entry
from article16.wall.inbox.actions import check_seals
from tests.support.holding import give_key, holding

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 11, 0, tzinfo=UTC)


@pytest.fixture
def by(cast, settings):
    settings.DEMO = True
    return holding(give_key(cast.sara, settings), cast.sara)


def read(by) -> list[tuple[object, ...]]:
    """Everything that stands in the cases, without the ids drawn for entries."""
    files = [queries.opened(case, by) for case in Case.objects.values_list("pk", flat=True).order_by("pk")]
    return [(one.core, sorted((e.at, e.kind, repr(e.value)[:20]) for e in one.entries)) for one in files]


def test_two_men_of_three_have_a_woman_some_have_two_and_all_are_marked(by):
    assert demo.fill(men=60, seed=SEED, by=by, at=AT) == 42
    files = [queries.opened(case, by) for case in Case.objects.values_list("pk", flat=True)]
    of = [one.core.mailbox for one in files]
    assert sorted(set(of)) == sorted(mailbox(SEED, number) for number in range(60) if number % 3 != 2)
    assert len(of) - len(set(of)) == 2
    assert all(one.core.name.endswith("(made up)") for one in files)
    assert all(one.broken == 0 and all(entry.at <= AT for entry in one.entries) for one in files)
    assert any(one.plans for one in files)
    assert {one.contact.wish for one in files if one.contact} >= {Wish.OPEN}


def test_warnings_wait_are_taken_and_were_answered_and_a_rota_with_hours_stands(cast, by):
    demo.fill(men=60, seed=SEED, by=by, at=AT)
    team = warnings.Team((cast.sara.pk,), cast.leyla.pk)
    made = warnings.fill(women=demo.women_of(by), team=team, seed=SEED, at=AT)
    rows = list(Alert.objects.all())
    waiting = [one for one in rows if one.acknowledged_at is None]
    assert len(rows) == made
    assert len(waiting) == len(warnings.WAITING)
    assert all(one.due > AT for one in waiting), "nothing is overdue at the start"
    assert sum(1 for one in waiting if one.held_until and one.held_until > AT) == 2
    assert any(one.closed_at for one in rows)
    assert check_seals(keys=by.zone) == 0, "each was opened and is whole"
    assert all(by.open_message(one.message.header, one.message.sealed).mailbox for one in rows)
    assert not ForCase.objects.filter(alert__acknowledged_at__isnull=False, about=None).exists()
    assert rota.roster(AT).on(Line.DUTY) == (cast.sara.pk,)
    assert len(rota.week().stretches) == 7
    assert warnings.fill(women=demo.women_of(by), team=team, seed=SEED, at=AT) == 0


def test_the_same_seed_makes_the_same_women(by):
    demo.fill(men=30, seed=SEED, by=by, at=AT)
    first = read(by)
    Case.objects.all().delete()
    from article16.support.keys.models import CaseKey

    CaseKey.objects.all().delete()
    demo.fill(men=30, seed=SEED, by=by, at=AT)
    assert read(by) == first


def test_nothing_is_made_where_somebody_has_begun_to_work_or_outside_the_demonstration(by, settings):
    demo.fill(men=3, seed=SEED, by=by, at=AT)
    before = Entry.objects.count()
    assert demo.fill(men=30, seed=SEED, by=by, at=AT) == 0
    assert Entry.objects.count() == before
    settings.DEMO = False
    with pytest.raises(RuntimeError):
        demo.fill(men=3, seed=SEED, by=by, at=AT)

"""Two people correct one row at the same moment: one of them is told, and nothing is written twice."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from article16.casework.clients.models import Episode
from article16.casework.groups import actions as groups
from article16.casework.records import actions, review_actions
from article16.casework.records.models import Note, Review
from article16.common.accounts.actions import NotPossible
from article16.common.db import triggers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module", autouse=True)
def triggers_again(django_db_setup, django_db_blocker):
    """After the last of these tests the database keeps its rules again."""
    yield
    with django_db_blocker.unblock():
        triggers.install(connection)


@pytest.fixture(autouse=True)
def tables_may_be_emptied(transactional_db):
    """What these tests write is committed, so it is deleted after each: the rules make way for that alone."""
    triggers.install(connection)
    yield
    triggers.remove(connection)


def at_once(*jobs):
    """What each job gave or refused, all begun at the same moment, each with a connection of its own."""
    start, found = threading.Barrier(len(jobs)), []

    def run(job):
        start.wait()
        try:
            found.append(job())
        except NotPossible as no:
            found.append(no)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def written(cast, episode, **more):
    noted = actions.Noted(timezone.localdate(), "fact", "phone", "him", "He called.")
    return actions.write_note(episode=episode, noted=noted, by=str(cast.ana.pk), at=timezone.now(), **more)


def test_of_two_corrections_at_once_one_is_told(cast, man):
    episode = Episode.objects.select_related("client", "programme").get(client=man)
    first = written(cast, episode)
    found = at_once(*[lambda: written(cast, episode, corrects=first)] * 3)
    assert sorted(type(one).__name__ for one in found) == ["NotPossible", "NotPossible", "Note"]
    assert Note.objects.count() == 2


def test_the_tick_and_a_person_plan_one_review(cast, man):
    Episode.objects.filter(client=man).update(state="active")
    episode = Episode.objects.select_related("client", "programme").get(client=man)
    on = timezone.localdate() - timedelta(days=3)
    at_once(
        lambda: groups.keep_planned(at=timezone.now()),
        lambda: review_actions.plan_first_review(episode=episode, on=on, by=str(cast.ana.pk), at=timezone.now()),
        lambda: groups.keep_planned(at=timezone.now()),
    )
    assert Review.objects.filter(settled_at=None).count() == 1

"""A query that is put into words once gives what Django itself gives, for every value and every number of values."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import F, Q
from django.utils import timezone

from article16.casework.tasks.models import Task
from article16.common.db.prepared import Prepared
from tests.casework.conftest import make_man
from tests.casework.test_tasks import task_about

pytestmark = pytest.mark.django_db


def rows(programmes, until, role):
    found = Task.objects.filter(Q(programme__in=programmes) & Q(due__lte=until), role=role, kind="review")
    return found.order_by("due", "id").values_list("id", "due", "written_at", "person__name", "words")[:5]


def test_it_gives_what_the_queryset_gives_whatever_is_asked_the_second_time(cast, man):
    for days in range(8):
        task_about(man, days=days, person=cast.ana.pk if days % 2 else None)
    task_about(make_man(cast, cast.prison), days=0)
    prepared, today = Prepared(rows), timezone.localdate()
    for programmes in ([cast.graz.pk], [cast.prison.pk], [cast.graz.pk, cast.prison.pk], [], [uuid4()]):
        for days in (-1, 0, 3, 30):
            for role in ("facilitator", "intake"):
                given = {"programmes": programmes, "until": today + timedelta(days=days), "role": role}
                assert prepared.rows(**given) == list(rows(**given))


def test_a_set_of_ids_and_a_time_are_values_too(cast, man):
    task_about(man)
    prepared = Prepared(lambda ids, at: Task.objects.filter(programme__in=ids, written_at__lte=at).values_list("pk"))
    at = timezone.now()
    assert len(prepared.rows(ids=frozenset({cast.graz.pk, cast.prison.pk}), at=at)) == 1
    assert prepared.rows(ids=frozenset({cast.graz.pk, cast.prison.pk}), at=at - timedelta(days=1)) == []
    assert prepared.first(ids=[cast.prison.pk], at=at) is None


def test_a_value_that_the_query_does_not_take_as_it_is_is_an_error(cast):
    changed = Prepared(lambda day: Task.objects.filter(due=day + timedelta(days=1)).values_list("pk"))
    with pytest.raises(ValueError, match="as they are"):
        changed.rows(day=timezone.localdate())
    left_out = Prepared(lambda day, word: Task.objects.filter(due=day).annotate(x=F("due")).values_list("pk"))
    with pytest.raises(ValueError, match="word"):
        left_out.rows(day=timezone.localdate(), word="x")
    with pytest.raises(TypeError, match="takes no int"):
        left_out.rows(day=3, word="x")

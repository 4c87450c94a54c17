"""A query that is put into words once gives what Django itself gives, for every value and every number of values."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F, Q
from django.utils import timezone

from article16.casework.tasks.models import Task
from article16.common.db.inserting import insert
from article16.common.db.prepared import Prepared, PreparedDelete, PreparedUpdate
from article16.common.db.prepared_models import PreparedModels
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


def test_an_update_that_is_put_into_words_once_changes_what_the_queryset_would(cast, man):
    for days in (0, 1, 2):
        task_about(man, days=days)
    prepared = PreparedUpdate(
        lambda until, words: (Task.objects.filter(due__lte=until, kind="review"), {"words": words})
    )
    today = timezone.localdate()
    assert prepared.change(until=today - timedelta(days=1), words="None of them.") == 0
    assert prepared.change(until=today, words="The first.") == 1
    assert prepared.change(until=today + timedelta(days=5), words="All three.") == 3
    assert set(Task.objects.values_list("words", flat=True)) == {"All three."}


def test_what_goes_is_what_the_queryset_names(cast, man):
    for days in (0, 1, 2):
        task_about(man, days=days)
    prepared = PreparedDelete(lambda until: Task.objects.filter(due__lte=until))
    today = timezone.localdate()
    assert prepared.change(until=today - timedelta(days=1)) == 0
    assert prepared.change(until=today + timedelta(days=1)) == 2
    assert Task.objects.count() == 1


def test_rows_that_are_put_in_are_read_back_as_django_would_have_put_them_in(cast, man):
    task_about(man, person=cast.ana.pk)
    made = Task.objects.get()
    names = [field.attname for field in Task._meta.concrete_fields]
    values = {name: getattr(made, name) for name in names} | {"words": "Ruf Herrn Đukić an: 50 %s “heute”\n\\ '"}
    copies = [Task(**values | {"id": uuid4(), "fact": uuid4()}) for _number in range(3)]
    insert(copies)
    insert([])
    for one in copies:
        assert not one._state.adding
        found = Task.objects.get(pk=one.pk)
        assert {name: getattr(found, name) for name in names} == {name: getattr(one, name) for name in names}


def test_models_come_whole_with_those_beside_them_and_none_where_none_is_named(cast, man, django_assert_num_queries):
    task_about(man, person=cast.ana.pk)
    task_about(man, days=3)

    def about(role, until):
        return (
            Task.objects.filter(role=role, due__lte=until).select_related("person", "episode__client").order_by("due")
        )

    prepared, today = PreparedModels(about), timezone.localdate()
    for days in (-1, 0, 3):
        until = today + timedelta(days=days)
        with django_assert_num_queries(1):
            found = prepared.models(role="facilitator", until=until)
            names = [(one.person and one.person.name, one.episode.client.code) for one in found]
        whole = list(about("facilitator", until))
        assert found == whole
        assert [one.__dict__.keys() for one in found] == [one.__dict__.keys() for one in whole]
        assert [vars(one)["written_at"] for one in found] == [one.written_at for one in whole]
        assert names == [(one.person and one.person.name, one.episode.client.code) for one in whole]
    assert prepared.model(role="nobody", until=today) is None


def test_postgresql_keeps_the_words_planned_and_no_value_with_them(cast, man):
    task_about(man, person=cast.ana.pk)
    prepared, today = Prepared(rows), timezone.localdate()
    if connection.vendor != "postgresql":
        assert not hasattr(connection, "planned_cursor")
        return
    kept = []
    for role in ("facilitator", "a word of hers", "intake"):
        prepared.rows(programmes=[cast.graz.pk], until=today, role=role)
        with connection.cursor() as cursor:
            cursor.execute("SELECT statement, generic_plans + custom_plans FROM pg_prepared_statements")
            kept.append([(words, plans) for words, plans in cursor.fetchall() if '"tasks_task"."kind"' in words])
    assert [[plans for _words, plans in one] for one in kept] == [[1], [2], [3]]
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(statement, ' ') FROM pg_prepared_statements")
        assert "a word of hers" not in cursor.fetchone()[0]
    assert connection.connection.prepare_threshold is None, "the driver would keep the words of every other statement"

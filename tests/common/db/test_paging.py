"""Earlier and later: each row once, at the same cost on every page."""

from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

import pytest
from django.db import transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from article16.common.audit.models import Entry, Link, Subject
from article16.common.db.paging import PreparedPages, page

START = datetime(2026, 1, 1, tzinfo=UTC)
ORDERS = [("-at", "-id"), ("at", "id"), ("id",), ("-id",), ("actor", "at", "id")]


def add(*hours, actors=("ana", "ben")):
    """One entry for each hour; equal hours are ties."""
    entries = [
        Entry(id=UUID(int=n), at=START + timedelta(hours=h), actor=actors[n % len(actors)], verb="read", thing="client")
        for n, h in enumerate(hours, start=1)
    ]
    Entry.objects.bulk_create(entries)
    return entries


def of_actors(actors):
    return Entry.objects.filter(actor__in=actors)


def asked_anew(order, size):
    return lambda token="": page(Entry.objects.all(), order=order, size=size, token=token)


def prepared(order, size):
    return partial(PreparedPages(of_actors, order=order, size=size).page, actors=("ana", "ben"))


def walk(ask):
    """All pages to the end, and all of them back to the beginning."""
    there = [ask()]
    while there[-1].later:
        there.append(ask(token=there[-1].later))
    back = [there[-1]]
    while back[-1].earlier:
        back.append(ask(token=back[-1].earlier))
    return there, list(reversed(back))


def ids(parts):
    return [row.pk for part in parts for row in part.rows]


@pytest.mark.parametrize("way", [asked_anew, prepared])
@given(
    hours=st.lists(st.integers(0, 3), max_size=12),
    size=st.integers(1, 5),
    order=st.sampled_from(ORDERS),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_walking_to_the_end_and_back_gives_each_row_once_also_with_ties(database, way, hours, size, order):
    with transaction.atomic():
        add(*hours)
        there, back = walk(way(order, size))
        expected = list(Entry.objects.order_by(*order).values_list("pk", flat=True))
        transaction.set_rollback(True)
    assert ids(there) == expected
    assert ids(back) == expected
    assert there[0].earlier == back[0].earlier == ""
    assert there[-1].later == ""
    assert all(len(part.rows) == size for part in there[:-1])


@given(
    token=st.one_of(st.text(max_size=30), st.text(max_size=30).map("l.".__add__), st.text(max_size=9).map("e.".__add__))
)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_token_of_nonsense_gives_the_first_page(database, token):
    with transaction.atomic():
        add(1, 2, 3)
        first = page(Entry.objects.all(), order=("at", "id"), size=2)
        assert page(Entry.objects.all(), order=("at", "id"), size=2, token=token) == first
        transaction.set_rollback(True)


@pytest.mark.parametrize("token", ["l.99999999999999999999999", "e.-1", "l.1e5", "l.٣", "l.1" + "0" * 500])
def test_a_number_too_large_for_the_database_gives_the_first_page(database, token):
    part = page(Link.objects.all(), order=("seq",), token=token)
    assert (part.rows, part.earlier, part.later) == ((), "", "")


def test_a_row_out_of_reach_gives_the_first_page_like_one_that_does_not_exist(database):
    add(1, 2, 3, 4)
    mine = Entry.objects.filter(actor="ana")
    foreign, nowhere = f"l.{UUID(int=1)}", f"l.{UUID(int=99)}"
    assert page(mine, order=("at", "id"), token=foreign) == page(mine, order=("at", "id"), token=nowhere)
    both = PreparedPages(of_actors, order=("at", "id"))
    assert both.page(foreign, actors=("ana",)) == both.page(nowhere, actors=("ana",)) == both.page(actors=("ana",))
    assert both.page(foreign, actors=("ana",)) == page(mine, order=("at", "id"))
    assert both.page("l.nonsense", actors=("ana",)) == page(mine, order=("at", "id"))
    assert both.page(actors=()).rows == ()
    assert len(page(mine, order=("at", "id"), token=foreign).rows) == 2


def test_a_page_is_one_query_of_one_row_more(database):
    add(*range(30))
    first = page(Entry.objects.all(), order=("-at", "-id"), size=10)
    with CaptureQueriesContext(database) as asked:
        second = page(Entry.objects.all(), order=("-at", "-id"), size=10, token=first.later)
    assert len(asked) == 1
    assert "LIMIT 11" in asked[0]["sql"]
    assert [row.at.hour for row in second.rows] == list(range(19, 9, -1))


def test_the_index_leads_straight_to_the_page(database):
    add(*range(30))
    first = page(Entry.objects.all(), order=("-at", "-id"), size=10)
    with CaptureQueriesContext(database) as asked:
        page(Entry.objects.all(), order=("-at", "-id"), size=10, token=first.later)
    if database.vendor != "sqlite":
        return  # its planner reads a table of 30 rows whole, and rightly
    with database.cursor() as cursor:
        plan = cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}").fetchall()
    assert any("USING INDEX audit_entry_recent (at" in step[3] for step in plan), plan


def test_the_token_says_nothing_but_an_id(database):
    add(1, 2, 3, actors=("surname",))
    part = page(Entry.objects.all(), order=("actor", "id"), size=2)
    assert part.later == f"l.{UUID(int=2)}"


def test_an_order_is_refused_that_could_lose_rows():
    entries = Entry.objects.all()
    with pytest.raises(ValueError, match="may be empty: sealed"):
        page(entries, order=("sealed", "id"))
    with pytest.raises(ValueError, match="does not tell two rows apart"):
        page(entries, order=("id", "at"))
    with pytest.raises(ValueError, match="same way"):
        page(entries, order=("-at", "id"))
    with pytest.raises(ValueError, match="has no column"):
        page(entries, order=("entry__at", "id"))
    with pytest.raises(ValueError, match="does not tell two rows apart"):
        page(Subject.objects.all(), order=("-at", "-entry"), within=("thing",))

"""A file is erased whole, in every room, by two people; what holds it holds; periods are data."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from article16.casework import demo_people
from article16.casework.access import contents
from article16.casework.clients.models import Client, Episode
from article16.casework.retention import actions, queries
from article16.casework.retention.models import Erased, Hold, Period, Proposal, Remains, Underway
from article16.casework.synthetic import filling
from article16.casework.tasks.models import Task
from article16.casework.transfer import taking
from article16.casework.transfer.reach import of_men
from article16.common.accounts import demo
from article16.common.accounts.actions import NotPossible, close_file
from article16.common.accounts.models import Staff
from article16.common.audit.models import Entry
from article16.common.db import triggers
from article16.wall.outbox.actions import ensure_epoch
from tests.casework.conftest import make_man
from tests.service import make_person, once

pytestmark = pytest.mark.django_db
NOW = timezone.now


def ended(man, *, years_ago=0):
    """As if every passage of his had ended so long ago."""
    day = timezone.localdate() - timedelta(days=366 * years_ago)
    for one in Episode.objects.filter(client=man):
        opened = min(one.opened_on, day)
        Episode.objects.filter(pk=one.pk).update(state="ended", opened_on=opened, ended_on=day)
    return man


def propose_and_erase(man, first, second, basis="request"):
    actions.propose(client=man, basis=basis, words="", by=str(first.pk), at=NOW())
    actions.erase(client=man, by=str(second.pk), at=NOW())


def texts_of(model) -> str:
    names = [field.attname for field in model._meta.concrete_fields]
    return json.dumps(
        [list(row) for row in model._default_manager.values_list(*names)], default=_text, ensure_ascii=False
    )


def _text(value) -> str:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def test_after_erasing_no_table_holds_a_name_an_id_or_a_word_of_his(db, settings, monkeypatch):
    """Made-up men with everything a year brings; one of them goes whole, the others stay as they were."""
    settings.DEMO = True
    monkeypatch.setattr("article16.common.accounts.models.Staff.set_password", lambda self, words: None)
    at = NOW()
    ensure_epoch(zone="support", at=at)
    demo.fill(programmes=demo_people.PROGRAMMES, people=demo_people.PEOPLE, at=at)
    filling.fill(men=6, seed=filling.SEED, at=at, told=lambda words: None)
    man = max(Client.objects.filter(merged_into=None), key=lambda one: sum(1 for _row in of_him(one)))
    for one in Episode.objects.all():
        assert list(contents.rows(one.client_id, one.programme_id)), "a copy can be made of everybody"
    rows = list(of_him(man))
    tables = {table for table, _key, _words in rows}
    assert {"questionnaires_answer", "groups_attendance", "tasks_task", "clients_namepart"} <= tables, tables
    others = len(list(of_him(Client.objects.exclude(pk=man.pk).order_by("code")[0])))
    by = list(Staff.objects.order_by("email")[:2])
    close_file(staff_id=by[0].pk, thing="client", object_id=man.pk, by=str(by[0].pk), at=NOW())
    ended(man)
    propose_and_erase(man, *by)
    needles = {str(man.pk), man.name, man.code, str(man.mailbox)} | {
        key for _table, key, _words in rows if len(key) == 36
    }
    staff = {str(pk) for pk in Staff.objects.values_list("pk", flat=True)}  # who wrote, as text in some tables
    needles |= {words for _table, _key, texts in rows for words in texts}
    left = [model for model in apps.get_models() if model._meta.app_label not in {"audit", "outbox", "sessions"}]
    elsewhere = {one for other in Client.objects.all() for _t, _k, texts in of_him(other) for one in texts}
    found = {
        (model._meta.label, one)
        for model in left
        for text in [texts_of(model)]
        for one in needles - elsewhere - staff
        if one in text
    }
    himself = {str(man.pk), man.name, man.code, str(man.mailbox)}
    assert {(label, one) for label, one in found if one in himself or not shared(label)} == set()
    assert len(list(of_him(Client.objects.order_by("code")[0]))) == others
    assert not Underway.objects.exists()
    assert Entry.objects.filter(what="erase_file", ids=[str(man.pk)]).count() == 1
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check" if connection.vendor == "sqlite" else "SET CONSTRAINTS ALL IMMEDIATE")
        assert connection.vendor != "sqlite" or cursor.fetchall() == []


def shared(label: str) -> bool:
    """Tables of groups and programmes, whose texts the generator writes for many men alike."""
    mens = {one.model._meta.label for one in of_men()}
    return label not in mens


def of_him(man):
    """Table, key and free texts of each of his rows."""
    for table in of_men():
        for _owner, row in taking.rows_of(table, [man.pk]):
            texts = [
                row[one.field.attname]
                for one in table.columns
                if not one.sealed
                and not one.field.choices
                and one.field.get_internal_type() in {"CharField", "TextField"}
            ]
            key = str(row.get(table.model._meta.pk.attname, ""))
            yield table.name, key, [one for one in texts if isinstance(one, str) and len(one) > 25]


def test_tables_that_never_lose_a_row_lose_it_only_inside_an_erasure(cast, man):
    guarded = {"questionnaires_answer", "questionnaires_flag", "questionnaires_notanswered", "warnings_raised"}
    assert triggers.missing(connection) == []
    refusing = {one.table for one in triggers.registered(connection.vendor) if one.name.endswith("_no_delete")}
    assert guarded <= refusing
    propose_and_erase(ended(man), cast.peter, cast.miriam)
    for model in (Erased, Remains):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.all().delete()


def test_nobody_erases_alone_and_the_second_person_types_the_number(cast, man, as_miriam, as_peter):
    ended(man)
    address = reverse("erasure-propose", args=[man.pk])
    assert as_peter.post(address, {"once": once(as_peter, address), "basis": "request"}).status_code == 302
    confirm = reverse("erasure-confirm", args=[man.pk])
    assert as_peter.get(confirm).status_code == 404
    with pytest.raises(NotPossible, match="second person"):
        actions.erase(client=man, by=str(cast.peter.pk), at=NOW())
    wrong = as_miriam.post(confirm, {"once": once(as_miriam, confirm), "decision": "erase", "code": "C-009"})
    assert "not the number of this file" in wrong.content.decode()
    done = as_miriam.post(confirm, {"once": once(as_miriam, confirm), "decision": "erase", "code": man.code})
    assert done.status_code == 302
    assert not Client.objects.exists()
    assert Remains.objects.get().ended
    assert "He asked for it" in as_miriam.get(done.url).content.decode()


def test_a_hold_an_open_passage_and_a_request_stop_it(cast, man):
    by = str(cast.peter.pk)

    def propose():
        actions.propose(client=man, basis="request", words="", by=by, at=NOW())

    with pytest.raises(NotPossible, match="still open"):
        propose()
    ended(man)
    propose()
    until = timezone.localdate() + timedelta(days=9)
    actions.hold(client=man, reason="Trial", until=until, by=str(cast.miriam.pk), at=NOW())
    assert not Proposal.objects.exists()
    with pytest.raises(NotPossible, match="hold stands"):
        propose()
    actions.end_hold(hold_id=Hold.objects.get().pk, reason="Judgment", by=str(cast.miriam.pk), at=NOW())
    propose()


def test_an_example_is_no_ground_and_a_period_of_the_country_is(cast, man, as_miriam):
    ended(man, years_ago=7)
    by, second = str(cast.peter.pk), str(cast.miriam.pk)
    assert {one.is_example for one in queries.periods()} == {True}
    with pytest.raises(NotPossible, match="an example"):
        actions.propose(client=man, basis="period", words="", by=by, at=NOW())
    actions.set_place(programme=cast.graz.pk, country="AT", by=second, at=NOW())
    actions.set_period(country="AT", record_class="file", months=120, source="Checked", by=second, at=NOW())
    with pytest.raises(NotPossible, match="not passed yet"):
        actions.propose(client=man, basis="period", words="", by=by, at=NOW())
    actions.set_period(country="AT", record_class="file", months=72, source="Checked", by=second, at=NOW())
    assert actions.remind(at=NOW()) == 1
    assert actions.remind(at=NOW()) == 0
    assert Task.objects.get(kind="erasure-due").episode.client_id == man.pk
    assert man.code in as_miriam.get(reverse("retention-board")).content.decode()
    actions.propose(client=man, basis="period", words="", by=by, at=NOW())
    actions.erase(client=man, by=second, at=NOW())
    assert Period.objects.filter(country="AT").count() == 2, "the earlier one stays"


def test_somebody_who_manages_only_one_of_his_programmes_finds_nothing(cast, man, as_miriam):
    from article16.casework.clients import actions as clients

    clients.open_episode(
        client=man,
        referred=clients.Referred(man.name, None, cast.prison.pk, ""),
        by=str(make_person("Nina Roth", "manager", cast.prison, at=NOW()).pk),
        at=NOW(),
        on=timezone.localdate(),
    )
    ended(man)
    assert as_miriam.get(reverse("erasure-propose", args=[man.pk])).status_code == 404
    other = ended(make_man(cast, cast.graz, "Milan Kos"))
    assert as_miriam.get(reverse("erasure-propose", args=[other.pk])).status_code == 200

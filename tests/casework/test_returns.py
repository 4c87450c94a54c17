"""Figures: counted once, listed from the same rows, and rounded before they leave."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from random import Random
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from article16.casework.clients import actions as clients
from article16.casework.clients.kinds import AgencyKind, EpisodeState
from article16.casework.clients.models import Agency, Episode, Referral, ReferralFacts, ReferralStep
from article16.casework.endings.models import Ending, Reopening
from article16.casework.questionnaires.models import Asking
from article16.casework.returns import actions, definitions, queries
from article16.casework.returns.models import Cell, Outdated
from article16.common.audit.models import Entry
from article16.common.returns import sheet
from article16.common.returns.drawing import bars
from article16.common.returns.periods import Period, board, month_of, months, quarter
from tests.casework.conftest import make_man

TODAY = timezone.localdate()
YEAR = Period(TODAY - timedelta(days=364), TODAY)


def all_counts(programmes, period=YEAR, today=TODAY):
    return {code: queries.counts(code, period, programmes, today=today) for code in definitions.FIGURES}


def episode_of(man):
    return Episode.objects.get(client=man)


@pytest.fixture
def men(cast):
    """Three referred to Graz, one of them under way since yesterday; one in the prison."""
    found = [make_man(cast, cast.graz, name) for name in ("Lukas Brandner", "Anders Dahl", "Jon Berg")]
    make_man(cast, cast.prison, "Somebody Else")
    first = episode_of(found[0])
    at = timezone.now()
    Episode.objects.filter(pk=first.pk).update(opened_on=TODAY - timedelta(days=9))
    Referral.objects.filter(pk=first.pk).update(
        received_on=TODAY - timedelta(days=9), contacted_on=TODAY - timedelta(days=4)
    )
    first.refresh_from_db()
    clients.set_state(
        episode=first, state=EpisodeState.ACTIVE, on=TODAY - timedelta(days=1), by=str(cast.peter.pk), at=at
    )
    return found


def test_each_programme_counts_its_own(cast, men):
    graz = all_counts([cast.graz.pk])
    assert sum(graz["referrals"].values()) == sum(graz["paths"].values()) == 3
    assert sum(graz["starts"].values()) == 1
    assert graz["running"] == {"": 1}
    assert graz["first-contact"] == {"7": 1, "not-yet": 2}
    assert sum(all_counts([cast.graz.pk, cast.prison.pk])["referrals"].values()) == 4
    assert all(not sum(rows.values()) for rows in all_counts([]).values())


def test_a_day_outside_the_period_does_not_count(cast, men):
    before = Period(TODAY - timedelta(days=30), TODAY - timedelta(days=10))
    assert not any(sum(rows.values()) for rows in all_counts([cast.graz.pk], before).values())
    edge = Period(TODAY - timedelta(days=9), TODAY - timedelta(days=9))
    assert sum(queries.counts("referrals", edge, [cast.graz.pk], today=TODAY).values()) == 1


def test_waiting_is_what_the_last_step_said_on_that_day(cast, men):
    episode, by = episode_of(men[1]), cast.peter
    for days, status in ((2, "waiting"), (5, "contacted")):
        ReferralStep.objects.create(
            episode=episode, status=status, on=TODAY + timedelta(days=days), written_at=timezone.now(), written_by=by
        )

    def waiting(days, today=TODAY + timedelta(days=9)):
        last = TODAY + timedelta(days=days)
        return queries.counts("waiting", Period(last, last), [cast.graz.pk], today=today)[""]

    assert [waiting(days) for days in (1, 2, 4, 5, 8)] == [0, 1, 1, 0, 0]
    assert waiting(4, today=TODAY) == 0, "nothing is told of days to come"


def test_the_page_shows_every_figure_with_what_it_counts(men, as_miriam):
    page = as_miriam.get(reverse("return"), {"first": YEAR.first, "last": YEAR.last}).content.decode()
    for figure in definitions.FIGURES.values():
        assert str(figure.title) in page
        assert str(figure.definition) in page


def test_the_records_behind_a_figure_are_those_it_counts(cast, men, as_miriam):
    asked = {"first": YEAR.first, "last": YEAR.last}
    page = as_miriam.get(reverse("return-records", args=["referrals"]), asked).content.decode()
    assert all(man.code in page for man in men)
    assert "Lukas" not in page
    starts = as_miriam.get(reverse("return-records", args=["starts"]), asked).content.decode()
    assert men[0].code in starts
    assert men[1].code not in starts


@pytest.mark.parametrize("code", definitions.FIGURES)
def test_every_figure_has_records_that_open(code, men, as_miriam, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        answer = as_miriam.get(reverse("return-records", args=[code]), {"first": YEAR.first, "last": YEAR.last})
    assert answer.status_code == 200


def test_a_closed_file_is_counted_and_never_listed(cast, men, as_miriam):
    from article16.common.accounts.actions import close_file

    me = cast.miriam.pk
    close_file(staff_id=me, thing="client", object_id=men[0].pk, by=str(me), at=timezone.now())
    asked = {"first": YEAR.first, "last": YEAR.last}
    assert men[0].code not in as_miriam.get(reverse("return-records", args=["starts"]), asked).content.decode()
    assert sum(queries.counts("starts", YEAR, [cast.graz.pk], today=TODAY).values()) == 1


def test_a_facilitator_sees_no_figures(as_ana, as_ben, men):
    for name in ("figures", "return", "return-print", "return-sheet"):
        assert as_ana.get(reverse(name)).status_code == as_ben.get(reverse(name)).status_code == 404


def test_another_programme_is_no_choice(cast, men, as_miriam):
    asked = {"first": YEAR.first, "last": YEAR.last, "programme": cast.prison.pk}
    page = as_miriam.get(reverse("return"), asked).content.decode()
    assert "Prison programme" not in page
    assert "Select a valid choice" in page


def test_the_table_for_other_programs_holds_texts_and_numbers_and_no_formula(cast, men, as_miriam):
    agency = Agency.objects.create(name="=1+1", kind=AgencyKind.COURT, written_at=timezone.now())
    ReferralFacts.objects.filter(episode=episode_of(men[0])).update(agency=agency)
    answer = as_miriam.get(reverse("return-sheet"), {"first": YEAR.first, "last": YEAR.last})
    rows = list(load_workbook(BytesIO(answer.content))["Figures"].iter_rows())
    found = {(row[0].value, row[1].value): row[2] for row in rows}
    assert found["Referrals, by agency", "=1+1"].value == 1
    assert not [cell.value for row in rows for cell in row if cell.data_type == "f"]
    assert found["Starts, by who sent him", "Total"].value == 1
    assert Entry.objects.filter(verb="export").count() == 1


def test_the_table_carries_the_moment_it_was_made_for_and_not_that_of_the_machine():
    """Otherwise two worlds would differ by a second."""
    at = datetime(2026, 11, 20, 14, 2, 4, tzinfo=UTC)
    with ZipFile(BytesIO(sheet.sheet([], about=[("a", "b")], at=at))) as made:
        assert {one.date_time for one in made.infolist()} == {(2026, 11, 20, 14, 2, 4)}
        assert made.read("docProps/core.xml").count(b"2026-11-20T14:02:04Z") == 2


def test_it_prints(men, as_miriam):
    answer = as_miriam.get(reverse("return-print"), {"first": YEAR.first, "last": YEAR.last})
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"].endswith('.pdf"')


def test_for_outside_small_numbers_are_withheld_and_have_no_records(men, as_miriam):
    asked = {"first": YEAR.first, "last": YEAR.last, "outside": "on"}
    page = as_miriam.get(reverse("return"), asked).content.decode()
    assert "withheld" in page
    assert "Show the records" not in page


def test_an_impossible_period_is_said_and_shows_this_quarter(as_miriam):
    page = as_miriam.get(reverse("return"), {"first": "1 4 2026", "last": "1 3 2026"}).content.decode()
    assert "This day lies before the first one" in page
    assert "1 4 2026" in page


def test_the_board_costs_the_same_for_one_man_and_for_many(cast, as_miriam):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_man(cast, cast.graz, "The First")
    as_miriam.get(reverse("figures"))
    with CaptureQueriesContext(connection) as few:
        as_miriam.get(reverse("figures"))
    for number in range(5):
        make_man(cast, cast.graz, f"Man Number{number}")
    with CaptureQueriesContext(connection) as many:
        as_miriam.get(reverse("figures"))
    assert len(few) == len(many)


def test_a_bar_is_a_share_of_the_width_so_that_letters_are_never_drawn_smaller():
    picture = bars("Starts", [("Oct", 50), ("Nov", 100)], words="Starts: 150")
    assert [(one.x, one.middle, one.height) for one in picture.bars] == [
        ("8.75%", "25.00%", 48),
        ("58.75%", "75.00%", 96),
    ]
    assert [one.every_second for one in picture.bars] == [True, False]
    assert (picture.wide, picture.crowded) == ("32.50%", True)
    assert not bars("Starts", [("Nov", 99)], words="").crowded


def test_the_board_is_not_scaled(men, as_miriam):
    assert "viewBox" not in as_miriam.get(reverse("figures")).content.decode().split('class="card-body bars-row"')[1]


def test_periods_are_whole_quarters_and_twelve_months():
    assert quarter(date(2026, 11, 21)) == Period(date(2026, 10, 1), date(2026, 12, 31))
    year = board(date(2026, 2, 3))
    assert year == Period(date(2025, 3, 1), date(2026, 2, 28))
    assert len(months(year)) == 12
    with pytest.raises(ValueError, match="before it begins"):
        Period(date(2026, 2, 2), date(2026, 2, 1))


def the_same(programmes, today):
    """The board as it takes its months, and as everything else is counted."""
    period = board(today)
    found = queries.board(period, programmes, today=today)
    for code in queries.MONTHLY:
        assert sum(found[code].values(), Counter()) == queries.counts(code, period, programmes, today=today), code
        for month in months(period):
            plain = queries.counts(code, month_of(month), programmes, today=today)
            assert found[code][month] == plain, (code, month)


class Writer:
    """Writes at random into whatever the board counts: past the actions, as lists, corrections and erasures do too."""

    def __init__(self, cast, seed):
        self.random, self.cast, self.at = Random(seed), cast, timezone.now()
        self.episodes = []
        for number, place in enumerate((cast.graz, cast.graz, cast.prison)):
            self.episodes.append(episode_of(make_man(cast, place, f"Man Number{number}")))
        offices = ("Court", "Police")
        self.agencies = [Agency.objects.create(name=one, kind=AgencyKind.COURT, written_at=self.at) for one in offices]

    def day(self):
        return TODAY + timedelta(days=self.random.randint(-420, 30))

    def write(self):
        getattr(self, self.random.choice([name for name in dir(type(self)) if name.startswith("some_")]))()

    def some_referral(self):
        came = self.day()
        Referral.objects.filter(pk=self.random.choice(self.episodes).pk).update(
            received_on=came, contacted_on=self.random.choice([None, came + timedelta(days=self.random.randint(0, 40))])
        )

    def some_facts(self):
        episode = self.random.choice(self.episodes)
        facts = ReferralFacts.objects.get(episode=episode, replaced_at__isnull=True)
        ReferralFacts.objects.filter(pk=facts.pk).update(replaced_at=self.at)
        ReferralFacts.objects.create(
            episode=episode, sender=self.random.choice(["court", "police", ""]), corrects=facts, written_at=self.at,
            agency=self.random.choice([None, *self.agencies]),
        )  # fmt: skip

    def some_step(self):
        status = self.random.choice(["waiting", "taken-up", "taken-up"])
        ReferralStep.objects.create(
            episode=self.random.choice(self.episodes), status=status, on=self.day(), written_at=self.at
        )

    def some_ending(self):
        standing = Ending.objects.exclude(pk__in=Ending.objects.filter(corrects__isnull=False).values("corrects"))
        wrong = self.random.choice([None, *standing.order_by("pk")])
        Ending.objects.create(
            episode=wrong.episode if wrong else self.random.choice(self.episodes), decided_on=self.day(),
            kind=self.random.choice(["completed", "dropped-out"]), reasons="He said so.", written_at=self.at,
            written_by=self.cast.miriam, corrects=wrong, correction=wrong and uuid4(),
        )  # fmt: skip

    def some_reopening(self):
        if ended := self.random.choice([None, *Ending.objects.exclude(pk__in=Reopening.objects.values("ending"))]):
            Reopening.objects.create(
                episode=ended.episode, ending=ended, on=TODAY, written_at=self.at, written_by=self.cast.miriam
            )

    def some_asking(self):
        opens = self.random.choice([None, self.day()])
        Asking.objects.update_or_create(
            episode=self.random.choice(self.episodes), instrument="five_points", wave=self.random.choice(["T0", "T1", "F3"]),
            defaults={
                "opens_on": opens, "closes_on": opens and opens + timedelta(days=self.random.randint(0, 90)),
                "ended": self.random.choice(["", "", "stopped"]), "done_at": self.random.choice([None, self.at]),
            },
        )  # fmt: skip

    def some_deletion(self):
        for model in (Asking, ReferralStep):
            model.objects.filter(pk__in=list(model.objects.order_by("pk").values_list("pk", flat=True)[:1])).delete()


@pytest.mark.parametrize("seed", range(4))
def test_the_board_is_what_is_counted_whatever_was_written_and_whenever_the_tick_came(cast, seed):
    writer = Writer(cast, seed)
    both, graz = [cast.graz.pk, cast.prison.pk], [cast.graz.pk]
    for turn in range(12):
        for _write in range(writer.random.randint(1, 6)):
            writer.write()
        while writer.random.random() < 0.5:
            actions.count_outdated(TODAY)
        the_same(
            writer.random.choice([both, graz, []]), TODAY + timedelta(days=writer.random.choice([0, 0, 20 * turn]))
        )
    while actions.count_outdated(TODAY):
        pass
    assert not Outdated.objects.exists()
    assert Cell.objects.exists()
    the_same(both, TODAY)


def test_a_start_goes_by_what_is_said_now_of_who_sent_him(cast):
    episode = episode_of(make_man(cast, cast.graz, "The First"))
    ReferralStep.objects.create(episode=episode, status="taken-up", on=TODAY, written_at=timezone.now())
    while actions.count_outdated(TODAY):
        pass
    ReferralFacts.objects.filter(episode=episode).update(sender="court")
    the_same([cast.graz.pk], TODAY)


def test_of_months_that_are_kept_no_row_is_counted(cast, men, django_assert_num_queries):
    while actions.count_outdated(TODAY):
        pass
    with django_assert_num_queries(2):
        queries.board(board(TODAY), [cast.graz.pk], today=TODAY)


def test_a_questionnaire_counts_from_the_day_its_time_opens_though_nothing_is_written_then(cast):
    episode, first = episode_of(make_man(cast, cast.graz, "The First")), month_of(TODAY.replace(day=1)).last
    for wave, opens, ended in (("T1", first, ""), ("T3", first, "left")):
        Asking.objects.create(
            episode=episode, instrument="five_points", wave=wave, opens_on=opens, closes_on=opens, ended=ended
        )
    while actions.count_outdated(TODAY):
        pass
    found = {
        day: sum(queries.board(board(TODAY), [cast.graz.pk], today=day)["answers"].values(), Counter())
        for day in (first - timedelta(days=1), first, first + timedelta(days=1))
    }
    assert list(found.values()) == [
        {} if first > TODAY else {"T1.open": 1, "T3.no-answer": 1},
        {"T1.open": 1, "T3.no-answer": 1},
        {"T1.no-answer": 1, "T3.no-answer": 1},
    ]


def test_what_is_written_while_a_month_is_counted_is_counted_with_the_next_step(cast, men, monkeypatch):
    """Its note is younger than those that were read, so it stays."""
    count, late = queries.cells_of, []

    def meanwhile(about, month, *, today):
        found = count(about, month, today=today)
        if not late:
            late.append(make_man(cast, cast.graz, "Late Comer"))
        return found

    monkeypatch.setattr(queries, "cells_of", meanwhile)
    actions.count_outdated(TODAY)
    assert Outdated.objects.filter(about="referral").exists()
    the_same([cast.graz.pk], TODAY)
    while actions.count_outdated(TODAY):
        pass
    the_same([cast.graz.pk], TODAY)
    assert Cell.objects.get(figure="referrals", programme=cast.graz).number == 4

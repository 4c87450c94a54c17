"""The study put together and its report: numbers for persons, days for dates, made in memory, released by two."""

import json
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from article16.support.outcomes import taken_back
from article16.support.outcomes.assembling import assemble, number_of
from article16.support.outcomes.building import Wanted, build
from article16.support.outcomes.instruments import find
from article16.support.outcomes.rows import Kept, StudyRow
from tests.support.studying import REFERRED, programme_of

TODAY = date(2026, 11, 21)
SECRET = b"s" * 32


def kept(rows):
    at = timezone.now()
    return [Kept(at, order, row) for order, row in enumerate(rows)]


def study_of(rows):
    return assemble(kept(rows), secret=SECRET, today=TODAY)


def wanted(**more):
    at = timezone.now()
    return Wanted(
        **{"language": "en", "release": False, "title": "Study", "made_up": True, "at": at, "on": TODAY} | more
    )


def built(rows, **more):
    return build(study_of(rows), wanted(**more), lambda *_told: None, find)


def test_no_name_no_date_and_no_id_of_anybody_is_in_the_study():
    rows = programme_of(12)
    study = study_of(rows)
    told = repr(study)
    assert "2026" not in told
    for row in rows:
        assert str(row.man) not in told
        assert row.man.hex not in told
        assert not row.woman or str(row.woman) not in told
    assert [man.number for man in study.men] == sorted(man.number for man in study.men)
    assert number_of(rows[0].man, SECRET) != number_of(rows[0].man, b"t" * 32)


def test_her_answers_page_by_page_are_one_response_and_a_correction_holds():
    man, woman = uuid4(), uuid4()
    opened = StudyRow(table="course", man=man, on=REFERRED, values=(("event", "opened"), ("value", "graz")))
    hers = {
        "table": "responses",
        "man": man,
        "woman": woman,
        "informant": "partner",
        "wave": "T1",
        "instrument": "who5",
    }
    pages = [
        StudyRow(**hers, status="planned"),
        StudyRow(**hers, on=REFERRED + timedelta(20), values=(("who5_1", "2"), ("who5_2", "3"))),
        StudyRow(**hers, on=REFERRED + timedelta(21), values=(("who5_3", "4"),)),
        StudyRow(**hers, on=REFERRED + timedelta(22), values=(("who5_1", "5"),)),
        StudyRow(**hers, status="not reached"),
    ]
    study = study_of([opened, *pages])
    (response,) = study.men[0].responses
    assert response.status == "answered"
    assert response.values == {"who5_1": "5", "who5_2": "3", "who5_3": "4"}
    assert response.day == 22


def test_a_woman_who_took_her_agreement_back_leaves_the_study_until_she_agrees_again():
    man, woman = uuid4(), uuid4()
    opened = StudyRow(table="course", man=man, on=REFERRED, values=(("event", "opened"), ("value", "graz")))
    hers = {"table": "responses", "man": man, "woman": woman, "informant": "partner", "instrument": "who5"}
    before = StudyRow(**hers, wave="T1", on=REFERRED + timedelta(20), values=(("who5_1", "2"),))
    after = StudyRow(**hers, wave="T2", on=REFERRED + timedelta(90), values=(("who5_1", "3"),))
    at = timezone.now()
    told = [
        Kept(at + timedelta(minutes=minutes), 0, row)
        for minutes, row in enumerate((opened, before, taken_back.row_of(man=man, woman=woman), after))
    ]
    left = assemble(told[:3], secret=SECRET, today=TODAY)
    assert (left.men[0].responses, left.men[0].columns.get("partner_contact")) == ((), None)
    assert left.notes == ("Not in the study: 1 rows of women who took their agreement back.",)
    again = assemble(told, secret=SECRET, today=TODAY)
    assert [one.time for one in again.men[0].responses] == ["T2"]


def test_two_women_of_one_man_are_never_one_and_the_package_says_who_is_left_out():
    man, one, other = uuid4(), UUID(int=1), UUID(int=2)
    opened = StudyRow(table="course", man=man, on=REFERRED, values=(("event", "opened"), ("value", "graz")))
    said = {"table": "responses", "man": man, "informant": "partner", "instrument": "who5"}
    rows = [StudyRow(**said, woman=one, wave=wave, values=(("who5_1", "1"),)) for wave in ("T1", "T2")]
    rows += [StudyRow(**said, woman=other, wave="T1", values=(("who5_1", "5"),))]
    study = study_of([opened, *rows])
    assert [one.values for one in study.men[0].responses] == [{"who5_1": "1"}, {"who5_1": "1"}]
    assert any("women beside another woman" in note for note in study.notes)


def test_two_mailboxes_of_one_man_are_one_and_his_later_passage_stays_out():
    first, second = uuid4(), uuid4()
    rows = [
        StudyRow(table="course", man=first, on=REFERRED, values=(("event", "opened"), ("value", "graz"))),
        StudyRow(
            table="course", man=second, on=REFERRED + timedelta(300), values=(("event", "opened"), ("value", "graz"))
        ),
        StudyRow(table="course", man=second, on=TODAY, key=str(first), values=(("event", "merged"), ("value", "yes"))),
        StudyRow(table="cases", man=first, episode="a", values=(("passage", "1"), ("ending", "dropped out"))),
        StudyRow(table="cases", man=second, episode="b", values=(("passage", "2"), ("ending", "completed"))),
    ]
    study = study_of(rows)
    assert len(study.men) == 1
    assert study.men[0].columns["ending"] == "dropped out"
    assert any("later passages" in note for note in study.notes)


def test_two_mailboxes_that_were_parted_again_are_two_men():
    first, second, merge = uuid4(), uuid4(), uuid4()
    opened = (("event", "opened"), ("value", "graz"))
    rows = [
        *(StudyRow(table="course", man=one, on=REFERRED, values=opened) for one in (first, second)),
        StudyRow(
            table="course", man=second, on=TODAY, key=str(first), fact=merge,
            values=(("event", "merged"), ("value", "yes")),
        ),
        StudyRow(
            table="course", man=second, on=TODAY, withdraws=merge, values=(("event", "corrected"), ("value", "yes"))
        ),
    ]  # fmt: skip
    assert len(study_of(rows[:3]).men) == 1
    assert len(study_of(rows).men) == 2


def test_not_asked_is_not_none():
    man = uuid4()
    rows = [
        StudyRow(table="course", man=man, on=REFERRED, values=(("event", "opened"), ("value", "graz"))),
        StudyRow(
            table="events", man=man, key="p1",
            values=(("source", "police"), ("status", "answered"), ("from", "0"), ("to", "2026-06-01")),
        ),
        StudyRow(table="events", man=man, woman=uuid4(), informant="partner", on=REFERRED + timedelta(5),
                 values=(("kind", "call-out"),)),
    ]  # fmt: skip
    man = study_of(rows).men[0]
    assert man.windows == ({"source": "police", "status": "answered", "day_from": "0", "day_to": "91"},)
    assert man.events == ({"kind": "call-out", "day": "5", "source": "partner"},)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(programme_of(6), id="six men"),
        pytest.param(programme_of(20, hers=False), id="one informant"),
        pytest.param(programme_of(20, waves=("T0", "T1")), id="no T3"),
        pytest.param(programme_of(1), id="one man"),
    ],
)
def test_a_thin_study_gives_a_report_on_what_is_honest(rows):
    parts = built(rows)
    page = json.loads(__import__("zlib").decompress(parts["page"]))
    assert any(part["missing"] for part in page["parts"])
    assert json.loads(parts["meta"])["men"] == len({row.man for row in rows})


def test_of_six_men_nothing_is_released_but_sentences():
    parts = built(programme_of(6), release=True)
    numbers = json.loads(parts["numbers.json"])["numbers"]
    assert not [one for one in numbers if one["value"] not in (None, 0, 0.0)]


def test_the_study_fits_the_codebook():
    assert json.loads(built(programme_of(24))["meta"])["problems"] == []


def test_one_woman_more_or_one_answer_more_moves_nothing_that_leaves():
    """Two neighbouring studies: what the second would release is refused, or stands exactly as it stood."""
    from article16.evaluation.report.releasing import NotReleased

    rows = programme_of(40)
    first = built(rows, release=True)
    later = TODAY.replace(year=TODAY.year + 1)
    again = {"release": True, "earlier": first["record"], "earlier_on": TODAY, "on": later}
    hers = next(row for row in rows if row.woman and row.status == "answered")
    other = tuple((key, "5" if value == "0" else "0") for key, value in hers.values)
    for changed in (
        [replace(row, values=other) if row is hers else row for row in rows],
        [row for row in rows if row.woman != hers.woman],
        [*rows, *programme_of(41)[len(rows) :]],
    ):
        with pytest.raises(NotReleased, match="Fewer than 8 persons differ"):
            built(changed, **again)
    numbers = {one["key"]: one["printed"] for one in json.loads(first["numbers.json"])["numbers"]}
    more = json.loads(built(programme_of(60), **again)["numbers.json"])["numbers"]
    assert {one["key"] for one in more} >= {key for key in numbers if key.startswith("flow")}
    for row in first["package.zip"], first["numbers.csv"], first["report.html"]:
        assert hers.woman.hex.encode() not in row
        assert str(hers.man).encode() not in row


def test_a_release_shows_no_number_of_fewer_than_eight_persons():
    for men in (9, 15):
        numbers = json.loads(built(programme_of(men), release=True)["numbers.json"])["numbers"]
        counts = [one["value"] for one in numbers if one["method"].startswith("count:") and one["value"]]
        assert all(value >= 8 and value % 5 == 0 for value in counts), (men, counts)

"""What she answered: joined from parts, scored, compared, counted; and nothing of one woman with another."""

import re
from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from article16.support.survivors.writings import Kind
from article16.wall.vocabulary import Schedule
from tests.every_url import patterns
from tests.service import once, signed_in
from tests.support.asking_her import answered, begin, file_of, may_be_asked, take
from tests.support.holding import give_key, holding, unlock
from tests.support.studying import arrive

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def by(cast, settings):
    return holding(give_key(cast.sara, settings), cast.sara)


@pytest.fixture
def sara(cast, by):
    browser = signed_in(cast.sara)
    unlock(browser)
    return browser


def text(browser, name: str, *args) -> str:
    return browser.get(reverse(name, args=args)).content.decode()


def post(browser, name: str, args: list, **data):
    url = reverse(name, args=args)
    return browser.post(url, {"once": once(browser, url), **data})


def test_parts_by_link_join_and_the_same_part_twice_is_one(by):
    case, at = may_be_asked(by), timezone.now()
    take(case, by, "emotional", {"insulted": "2"}, at=at)
    take(case, by, "emotional", {"insulted": "2"}, at=at)
    take(case, by, "physical", {"choked": "1"}, at=at + timedelta(minutes=1))
    assert not file_of(case, by).of(Kind.ANSWERS)
    assert len(file_of(case, by).to_do) == 1
    from article16.instruments import library
    from article16.support.questionnaires.actions import finish

    pack = library.load("five_points")
    done = finish(case=case, wave="T0", instrument=pack.id, fingerprint=pack.fingerprint, at=at, by=by)
    assert done is not None
    assert finish(case=case, wave="T0", instrument=pack.id, fingerprint=pack.fingerprint, at=at, by=by) is None
    take(case, by, "emotional", {"insulted": "2"}, at=at)  # brought in once more after a crash
    (entry,) = file_of(case, by).of(Kind.ANSWERS)
    assert {key: entry.value.values[key] for key in ("insulted", "choked")} == {"insulted": "2", "choked": "1"}
    from article16.support.questionnaires.models import Sitting

    assert Sitting.objects.count() == 0


def test_answered_by_link_and_to_her_worker_the_first_counts_and_the_second_is_kept(sara, by):
    """Bad input: answers sent twice."""
    case = may_be_asked(by)
    answered(case, by, insulted="1")
    second = answered(case, by, asked="link", insulted="4")
    one, other = sorted(file_of(case, by).of(Kind.ANSWERS), key=lambda one: one.value.beside)
    assert (one.value.values["insulted"], other.value.values["insulted"]) == ("1", "4")
    assert (other.id, other.value.beside) == (second, True)
    assert "Answered a second time: the first counts" in text(sara, "survivor-questionnaires", case)
    assert "She answered this a second time" in text(sara, "survivor-answers", case, second)


def test_change_is_shown_beside_earlier_times_and_her_answers_alone_are_drawn(sara, by):
    """Guidelines B.6."""
    case = may_be_asked(by)
    answered(case, by, "T0", worried="1", low="1", tired="1")
    later = answered(case, by, "T1", worried="4", low="4", tired="4")
    page = text(sara, "survivor-answers", case, later)
    assert "no limit known yet" in page
    assert "<polyline" in page
    assert "Her own answers" in page
    assert "His own answers" not in page


def test_change_is_marked_from_thirty_women_on_and_the_limits_lie_sealed(sara, by):
    from article16.instruments import library
    from article16.support.questionnaires.actions.measuring import measure
    from article16.support.questionnaires.models import Limits
    from article16.support.questionnaires.queries.limits import limits_of

    pack = library.load("five_points")
    women = [first_answers(pack, Random(number), number % 4) for number in range(31)]
    assert measure(files=women[:29], by=by, at=timezone.now()) == 0
    assert measure(files=women, by=by, at=timezone.now()) > 0
    assert limits_of(by, pack.fingerprint)["strain"].people == 31
    assert Limits.objects.count() == 1
    case = may_be_asked(by)
    answered(case, by, "T0", worried="0", low="0", tired="0")
    later = answered(case, by, "T1", worried="4", low="4", tired="4")
    assert "31 women of this service" in text(sara, "survivor-answers", case, later)


def first_answers(pack, chance: Random, level: int):
    from article16.support.survivors.asked import Answers
    from article16.support.survivors.writings import CaseFile, Core, Opened

    said = {key: str(min(4, level + chance.randint(0, 1))) for key in ("worried", "low", "tired")}
    value = Answers(
        "T0", pack.id, pack.version, pack.fingerprint, "partner", "read_aloud", "in person", "en", TODAY(), said
    )
    return CaseFile(uuid4(), Core("", ""), (Opened(uuid4(), Kind.ANSWERS, timezone.now(), uuid4(), value),))


def test_the_board_counts_those_whose_time_has_come_and_says_why_the_others_did_not(by):
    may_be_asked(by)
    declined = may_be_asked(by, name="Mina Harbour")
    from article16.support.questionnaires.actions.answering import not_answered
    from article16.support.questionnaires.held import What

    what = What("T0", "five_points")
    not_answered(case=declined, what=what, reason="did not want", words="", by=by, at=timezone.now())
    from article16.support.questionnaires import asking
    from article16.support.questionnaires.counting import board
    from article16.support.questionnaires.course import His
    from article16.support.questionnaires.planned import Planned

    files = [file_of(case, by) for case in _cases()]
    rows = board([(one, asking.times(one, His())) for one in files], Planned(), TODAY())
    (row,) = rows
    assert (row.women, row.answered, row.open, row.reasons) == (2, 0, 1, (("did not want", 1),))


def _cases():
    from article16.support.survivors.models import Case

    return Case.objects.values_list("pk", flat=True)


def test_nothing_of_another_womans_opens_under_this_case(sara, by):
    one, other = may_be_asked(by), may_be_asked(by, name="Mina Harbour")
    sitting = begin(sara, other).url.split("/sittings/")[1].split("/")[0]
    entry = answered(other, by, "T1")
    assert sara.get(reverse("survivor-answers", args=[one, entry])).status_code == 404
    assert sara.get(reverse("survivor-sitting", args=[one, sitting, 1])).status_code == 404


def test_the_list_costs_as_many_queries_with_five_questionnaires_as_with_none(sara, by, django_assert_max_num_queries):
    from article16.support.survivors import actions
    from article16.support.survivors.writings import NotAnswered

    case = may_be_asked(by)
    url = reverse("survivor-questionnaires", args=[case])
    with django_assert_max_num_queries(30) as few:
        sara.get(url)
    why = [(Kind.NOT_ANSWERED, NotAnswered(f"T{n}", "five_points", "other"), timezone.now()) for n in range(5)]
    actions.write_all(case=case, entries=why, by=by, at=timezone.now())
    with django_assert_max_num_queries(30) as many:
        sara.get(url)
    assert len(few.captured_queries) == len(many.captured_queries)


def test_made_up_women_answer_at_all_times_and_what_they_say_could_have_been_said(by, settings):
    from article16.common.questionnaires.encoding import decoded
    from article16.instruments.answers import problems_of
    from article16.simulation.demonstration import SEED
    from article16.support.questionnaires import demo
    from article16.support.questionnaires.queries import instruments
    from article16.support.survivors import demo as women
    from article16.support.survivors.queries import every_case

    settings.DEMO = True
    women.fill(men=120, seed=SEED, by=by, at=timezone.now())
    made = demo.fill(seed=SEED, by=by, at=timezone.now())
    files = [file_of(case, by) for case in every_case()]
    given = [one.value for file in files for one in file.of(Kind.ANSWERS)]
    assert len(given) == made > 30
    assert {one.wave for one in given} == {"T0", "T1", "T2", "T3", "T4"}
    assert all(one.at <= timezone.now() for file in files for one in file.entries)
    pack = instruments.current("five_points")
    for one in given:
        assert problems_of(pack, decoded(pack, one.values), informant="partner", time=one.wave) == ()
    settings.DEMO = False
    with pytest.raises(RuntimeError):
        demo.fill(seed=SEED, by=by, at=timezone.now())


def test_no_page_of_one_woman_depends_on_another_of_the_same_man(sara, by, monkeypatch):
    """Every address of a case, by its name: equal whether or not there is a second woman, and whatever she says.

    Promise 1.
    """
    now = timezone.now()
    monkeypatch.setattr("article16.support.survivors.clock.now", lambda: now)
    mailbox = uuid4()
    one = may_be_asked(by, mailbox=mailbox)
    arrive(Schedule(mailbox=mailbox, programme="graz", sessions=(TODAY() + timedelta(7),)))
    entry = answered(one, by, choked="1")
    sitting = begin(sara, one, "any", "phq9").url.split("/sittings/")[1].split("/")[0]
    task = file_of(one, by).to_do[0].id
    consent = file_of(one, by).consents[0].id
    known = {
        "survivor_id": one, "sitting_id": sitting, "place": 1, "wave": "T0", "tool": "five_points",
        "consent_id": consent, "link_id": uuid4(),
    }  # fmt: skip
    names = {"survivor-done": {"entry_id": task}, "survivor-answers": {"entry_id": entry}}

    # What a page has of its own each time: its tokens, and the minute of its head in print.
    tokens = re.compile(rb'name="(csrfmiddlewaretoken|once)"[^>]*|\d\d:\d\d(?=</span><span>Printed by)')

    def swept() -> dict[str, tuple[int, object]]:
        found = {}
        for pattern in patterns():
            kwargs = {key: (known | names.get(pattern.name, {})).get(key) for key in pattern.pattern.converters}
            if "survivor_id" in kwargs and None not in kwargs.values():
                answer = sara.get(reverse(pattern.name, kwargs=kwargs))
                found[pattern.name] = (answer.status_code, tokens.sub(b"", answer.content))
        return found

    before = swept()
    pages = {name for name, (code, _content) in before.items() if code == 200}
    assert pages > {"survivor", "survivor-questionnaires", "survivor-answers", "survivor-sitting", "survivor-done"}
    other = may_be_asked(by, name="Mina Harbour", mailbox=mailbox, evaluation=False)
    answered(other, by, weapon="4")
    begin(sara, other, "any", "phq9").send()
    assert swept() == before


def test_a_tool_of_another_owner_is_asked_once_its_files_are_there_and_takes_her_word(sara, by, settings, tmp_path):
    from article16.instruments import library
    from article16.support.questionnaires import licensed
    from article16.support.questionnaires.queries import instruments
    from tests.instruments.test_slots import invented, laid

    case = may_be_asked(by)
    url = reverse("survivor-questionnaire", args=[case, "any", "danger_assessment"])
    assert sara.get(url).status_code == 404
    folder = tmp_path / "danger_assessment"
    folder.mkdir()
    laid(folder, invented(library.load("danger_assessment")))
    settings.LICENSED_FOLDER, settings.TRAINING = tmp_path, False
    assert licensed.problems() == []
    assert "nobody answers it for her" in sara.get(url).content.decode()
    assert instruments.by_fingerprint(instruments.current("danger_assessment").fingerprint)
    settings.LICENSED_FOLDER = tmp_path / "other"
    (settings.LICENSED_FOLDER / "danger_assessment").mkdir(parents=True)
    assert "This file is missing" in licensed.problems()[0]


def test_a_lead_sees_the_board_and_measures_and_a_worker_does_not(cast, settings, django_assert_max_num_queries):
    by = holding(give_key(cast.leyla, settings), cast.leyla)
    leyla = signed_in(cast.leyla)
    unlock(leyla)
    url = reverse("her-answers-board")
    assert "No time has come yet" in leyla.get(url).content.decode()
    answered(may_be_asked(by), by)
    may_be_asked(by, name="Mina Harbour")
    page = leyla.get(url).content.decode()
    assert "1 (50 %)" in page
    assert "Not measured yet" in page
    done = leyla.post(url, {"once": "x"}, follow=True).content.decode()
    assert "0 limits measured" in done
    assert "Last measured" in done
    for _number in range(3):
        may_be_asked(by)
    with django_assert_max_num_queries(30):
        leyla.get(url)
    assert signed_in(cast.sara).get(url).status_code == 404

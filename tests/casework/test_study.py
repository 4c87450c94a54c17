"""The study from casework's side: rows told once and when they differ, and a package of his side alone."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from article16.casework.clients.models import Episode
from article16.casework.endings.actions import Ended, correct_ending, end_episode
from article16.casework.endings.kinds import EndingKind, MainReason
from article16.casework.groups.models import Facilitator
from article16.casework.study import actions, packaging, telling
from article16.casework.study.commands import package
from article16.casework.study.facts import ways
from article16.casework.study.models import Told
from article16.casework.study.numbering import secret
from article16.casework.study.ticking import EVERY, Round
from article16.common.audit.models import Entry
from article16.common.service import Refused
from article16.common.study.codes import code_of
from article16.evaluation.tables.reading import open_study
from article16.evaluation.tables.schema import REASONS
from article16.wall.outbox.models import OutgoingMessage
from tests.casework.conftest import make_man
from tests.casework.groups_cast import FIRST, enrolled, make_group
from tests.casework.test_questionnaires import ask, asking  # noqa: F401  because pytest finds fixtures by name
from tests.casework.test_questionnaires_rules import answered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ready(monkeypatch):
    """Whether the machine is set up is another test's."""
    monkeypatch.setattr("article16.common.commands.refuse_unless_ready", lambda: None)


def told() -> int:
    return OutgoingMessage.objects.filter(type="StudyRecord").count()


def test_every_man_alike_is_told_of_once_and_again_only_when_something_differs(cast, man):
    at = timezone.now()
    other = make_man(cast, cast.graz, "Emil Novak")
    episodes = list(Episode.objects.values_list("pk", flat=True))
    number = actions.tell_study(episodes=episodes, at=at)
    assert number == told() == Told.objects.count() > 1
    assert actions.tell_study(episodes=episodes, at=at) == 0
    type(other).objects.filter(pk=other.pk).update(birth_date=timezone.localdate() - timedelta(days=30 * 365))
    assert actions.tell_study(episodes=episodes, at=at) == 1


def test_a_man_of_a_programme_without_a_service_is_told_of_when_there_is_one(cast, man):
    from article16.casework.clients.models import SupportLink

    link = SupportLink.objects.create(programme=Episode.objects.get().programme, zone="", alerts_to=cast.ana)
    episodes = [Episode.objects.get().pk]
    assert actions.tell_study(episodes=episodes, at=timezone.now()) == 0
    assert not Told.objects.exists()
    SupportLink.objects.filter(pk=link.pk).update(zone="support")
    assert actions.tell_study(episodes=episodes, at=timezone.now()) > 0


def test_the_round_goes_over_all_men_in_small_steps_and_then_rests(cast, man, monkeypatch):
    make_man(cast, cast.graz, "Emil Novak")
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    going, at = Round(), timezone.now()
    steps = [going.step(at=at + timedelta(seconds=n)) for n in range(5)]
    assert [bool(one) for one in steps] == [True, True, False, False, False]
    assert going.step(at=at + EVERY) == 0, "looked again, and nothing differs"


def test_what_is_told_has_no_name_no_date_and_no_word(cast, man):
    way = ways([Episode.objects.get().pk], on=timezone.localdate())[Episode.objects.get().pk]
    rows = list(telling.rows_of(way))
    assert str(timezone.localdate().year) not in repr(rows)
    for word in man.name.split():
        assert word not in repr(rows)
    for row in rows:
        row.message(uuid4(), "graz")  # the wall takes it


def test_his_answers_name_the_words_that_were_asked(cast, asking):
    from article16.casework.questionnaires.actions.reporting import _about
    from article16.casework.questionnaires.models import Response

    answered(cast, asking, insulted="1")
    response = Response.objects.get()
    about = {one.item: one.value for one in _about(response, asking.episode)}
    assert response.fingerprint.startswith(about["a16.fingerprint"])
    assert (about["a16.mode"], about["a16.language"]) == ("screen", "en")
    assert about["a16.episode"] == ways([asking.episode_id], on=timezone.localdate())[asking.episode_id].code


def test_answers_that_came_from_a_list_are_told_of_too(cast, asking):
    from article16.casework.questionnaires.models import Response

    answered(cast, asking, insulted="1")
    before = told()
    Response.objects.update(told=[])
    actions.tell_study(episodes=[asking.episode_id], at=timezone.now())
    assert told() > before
    assert len(Response.objects.get().told) == before
    assert actions.tell_study(episodes=[asking.episode_id], at=timezone.now()) == 0


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_casework_alone_writes_a_package_that_the_evaluation_reads(cast, asking, tmp_path, format, capsys):
    answered(cast, asking, insulted="1", why="1;4", hopes_words="I want my life back")
    assert package([str(tmp_path / "study"), "--format", format, "--reason", "yearly report"]) == 0
    with open_study(tmp_path / "study") as study:
        assert [str(one) for one in study.problems if "one case" not in str(one)] == []
        assert {"cases", "responses"} <= set(study.tables)
        rows = study.table("responses").to_pylist()
    his = [row for row in rows if row["status"] == "answered"]
    assert {row["informant"] for row in rows} == {"client"}
    assert his[0]["q_five_points_insulted"] == 1
    everything = b"".join(path.read_bytes() for path in (tmp_path / "study").iterdir())
    assert b"my life back" not in everything
    assert "His side only" in capsys.readouterr().out
    assert Entry.objects.filter(verb="export").exists()


def test_a_man_keeps_his_number_and_it_is_nobodys_code(cast, man, tmp_path):
    one, other = secret(), secret()
    assert one == other
    at, episodes = timezone.now(), packaging.first_passages("")
    cases = []
    for name in ("first", "second"):
        packaging.write_package(tmp_path / name, episodes, secret=one, format="csv", at=at)
        cases.append((tmp_path / name / "cases.csv").read_text())
    assert cases[0] == cases[1]
    assert man.code not in cases[0]
    assert man.mailbox.hex not in cases[0]


def test_nobody_referred_is_a_sentence(cast, tmp_path):
    with pytest.raises(Refused, match="Nobody was referred"):
        package([str(tmp_path / "study")])
    with pytest.raises(Refused, match="Nobody was referred to the programme nowhere"):
        package([str(tmp_path / "study"), "--programme", "nowhere"])


def test_a_folder_that_is_not_empty_is_left_alone(cast, man, tmp_path: Path):
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "thesis.docx").write_text("mine")
    with pytest.raises(Refused, match="not empty"):
        package([str(tmp_path / "study")])
    assert (tmp_path / "study" / "thesis.docx").read_text() == "mine"


def test_models_and_migrations_agree(db):
    call_command("makemigrations", "study", "--check", "--dry-run")


def test_an_ending_says_its_main_reason_and_none_where_nobody_chose_one(cast, man):
    episode = Episode.objects.get()
    day = timezone.localdate()
    told = [Ended(EndingKind.NEVER_STARTED, day, "He works at night now.", never_attended=True, main_reason="work")]
    told.append(replace(told[0], main_reason=""))
    ending = end_episode(episode=episode, ended=told[0], by=str(cast.ana.pk), at=timezone.now())
    assert ways([episode.pk], on=day)[episode.pk].columns["ending_reason"] == "work"
    correct_ending(ending=ending, ended=told[1], why="Not known", by=str(cast.ana.pk), at=timezone.now())
    assert "ending_reason" not in ways([episode.pk], on=day)[episode.pk].columns
    assert {one.value for one in MainReason} | {"planned"} == {code for code, _meaning in REASONS}


def test_who_led_his_group_is_one_code_for_the_pair_and_nobodys_name(cast):
    group = make_group(cast)
    (episode,) = enrolled(cast, group, "Lukas Brandner")
    day = timezone.localdate()
    Facilitator.objects.filter(group=group).delete()
    assert "facilitators" not in ways([episode.pk], on=day)[episode.pk].columns
    for seat, staff in ((1, cast.ana), (2, cast.peter)):
        Facilitator.objects.create(group=group, staff=staff, seat=seat, gender="woman", since=FIRST)
    code = ways([episode.pk], on=day)[episode.pk].columns["facilitators"]
    assert code == f"p{code_of(cast.peter.pk, cast.ana.pk)[:8]}"

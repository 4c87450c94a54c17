"""Bringing in the attendance that a programme kept before."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import Workbook

from article16.casework.clients.models import Episode
from article16.casework.endings.models import Ending
from article16.casework.groups import actions
from article16.casework.groups.models import Attendance, Enrolment, Session
from article16.casework.groups.queries.standings import standings_of
from article16.casework.groups.standing import Rules
from article16.casework.rules import actions as rules
from article16.casework.tasks.models import Task
from article16.casework.transfer import commands
from article16.casework.warnings.models import Raised
from article16.common.audit.models import Entry
from article16.common.service import Refused
from article16.wall.outbox.models import OutgoingMessage
from tests.casework.conftest import make_man
from tests.casework.groups_cast import make_group

pytestmark = pytest.mark.django_db
LONG = """
list: attendance
group: thursday GROUP
columns:
  name: Name
  day: Datum
  mark: {from: Status, codes: {da: present, fehlt: absent, krank: excused}}
  minutes: Min
"""
WIDE = """
list: attendance
group: Thursday group
wide: true
columns:
  code: Nr
  mark: {codes: {x: present, "-": absent}}
"""


@pytest.fixture(autouse=True)
def ready(monkeypatch):
    monkeypatch.setattr(commands.common, "refuse_unless_ready", lambda: None)


@pytest.fixture
def group(cast):
    return make_group(cast, name="Thursday group")


@pytest.fixture
def days(group):
    """The days of the first three sessions."""
    rows = Session.objects.filter(group=group).order_by("starts_at")[:3]
    return [timezone.localtime(one.starts_at).date() for one in rows]


@pytest.fixture
def men(cast, days):
    found = [make_man(cast, cast.graz, name) for name in ("Lukas Brandner", "Emre Öztürk")]
    Episode.objects.update(opened_on=days[0] - timedelta(days=9))
    return found


def mapped(tmp_path, text) -> Path:
    path = tmp_path / "a.map.yaml"
    path.write_text(text, "utf-8")
    return path


def run(path, text, tmp_path, *words) -> int:
    arguments = [str(path), "--map", str(mapped(tmp_path, text)), "--programme", "graz", "--by", "peter@example.org"]
    return commands.import_list([*arguments, *words])


def long_list(tmp_path, rows) -> Path:
    path = tmp_path / "a.csv"
    path.write_text("Name;Datum;Status;Min\n" + "".join(";".join(map(str, row)) + "\n" for row in rows), "utf-8")
    return path


def marks() -> dict[tuple[str, int], str]:
    rows = Attendance.objects.values_list("episode__client__name", "session__number", "mark")
    return {(name, number): mark for name, number, mark in rows}


def test_registers_of_past_sessions_are_filled_as_if_each_had_been_taken(cast, men, days, tmp_path, capsys):
    OutgoingMessage.objects.all().delete()
    rows = [("Brandner Lukas", days[0], "da", 120), ("Öztürk, Emre", days[0], "fehlt", "")]
    rows += [("Lukas Brandner", f"{days[1]:%d.%m.%Y}", "krank", ""), ("Emre Ozturk", days[1], "da", 90)]
    assert run(long_list(tmp_path, rows), LONG, tmp_path) == 0
    assert marks() == {
        ("Lukas Brandner", 1): "present",
        ("Emre Öztürk", 1): "absent",
        ("Lukas Brandner", 2): "excused",
        ("Emre Öztürk", 2): "present",
    }
    assert Enrolment.objects.count() == 2
    assert list(Enrolment.objects.values_list("since", flat=True)) == [days[0]] * 2
    sent = list(OutgoingMessage.objects.values_list("type", flat=True))
    assert sent.count("Course") >= 6, "two starts and four marks"
    assert Entry.objects.get(what="import_attendance").actor == str(cast.peter.pk)
    assert "4 rows imported" in capsys.readouterr().out


def test_a_column_for_each_session_is_read_too(cast, men, days, tmp_path):
    book = Workbook()
    book.active.append(["Nr", "Name", days[0], f"{days[1]:%d.%m.%Y}", "Summe"])
    book.active.append([men[0].code, "irrelevant", "x", "-", 1])
    book.active.append([men[1].code, "irrelevant", None, "X", 1])
    book.save(tmp_path / "a.xlsx")
    assert run(tmp_path / "a.xlsx", WIDE, tmp_path) == 0
    assert marks() == {("Lukas Brandner", 1): "present", ("Lukas Brandner", 2): "absent", ("Emre Öztürk", 2): "present"}


def test_everything_wrong_is_said_at_once_and_nothing_is_written(cast, men, days, tmp_path, capsys):
    make_man(cast, cast.graz, "Emre Ozturk")
    rows = [
        ("Nobody Here", days[0], "da", ""),
        ("Emre Öztürk", days[0], "da", ""),
        ("Lukas Brandner", days[0] + timedelta(days=1), "da", ""),
        ("Lukas Brandner", days[0], "gone", ""),
        ("Lukas Brandner", days[1], "da", "many"),
        ("Lukas Brandner", days[2], "da", ""),
        ("Lukas Brandner", days[2], "fehlt", ""),
    ]
    assert run(long_list(tmp_path, rows), LONG, tmp_path, "--dry-run") == 1
    out = capsys.readouterr().out
    for says in (
        "row 2, column Name: There is no man called “Nobody Here”",
        "row 3, column Name: There are 2 men called “Emre Öztürk”",
        "row 4: The group “Thursday group” has no session on",
        "row 5, column Status: “gone” is not known here",
        "row 6, column Min: “many” is no whole number",
        "row 8: Row 7 says of this day what he did",
    ):
        assert says in out
    assert Attendance.objects.count() == Enrolment.objects.count() == 0


def test_what_is_recorded_already_is_not_written_over(cast, men, days, tmp_path, capsys):
    rows = [("Lukas Brandner", days[0], "da", 120)]
    assert run(long_list(tmp_path, rows), LONG, tmp_path) == 0
    assert run(long_list(tmp_path, [("Lukas Brandner", days[0], "fehlt", "")]), LONG, tmp_path) == 1
    assert "recorded already" in capsys.readouterr().out
    assert marks() == {("Lukas Brandner", 1): "present"}


def test_a_rule_of_the_group_stops_all_of_it(cast, men, days, tmp_path, capsys):
    """His episode began after the first session: he cannot have been there."""
    Episode.objects.filter(client=men[0]).update(opened_on=days[1])
    rows = [("Emre Öztürk", days[0], "da", ""), ("Lukas Brandner", days[0], "da", "")]
    assert run(long_list(tmp_path, rows), LONG, tmp_path) == 1
    assert "row 3: His episode was opened on" in capsys.readouterr().out
    assert Attendance.objects.count() == Enrolment.objects.count() == 0


def test_a_register_is_somebodys(cast, men, days, tmp_path):
    path = long_list(tmp_path, [("Lukas Brandner", days[0], "da", "")])
    with pytest.raises(Refused, match="Say whose import this is"):
        commands.import_list([str(path), "--map", str(mapped(tmp_path, LONG)), "--programme", "graz"])


def test_a_group_that_is_not_there_is_named(cast, men, days, tmp_path, capsys):
    path = long_list(tmp_path, [("Lukas Brandner", days[0], "da", "")])
    assert run(path, LONG.replace("thursday GROUP", "Monday"), tmp_path) == 1
    assert "There is no group “Monday” in graz" in capsys.readouterr().out


def test_absences_of_long_ago_count_and_call_nobody(cast, men, days, tmp_path):
    rows = [("Lukas Brandner", day, "fehlt", "") for day in days]
    assert run(long_list(tmp_path, rows), LONG, tmp_path) == 0
    [standing] = standings_of([Episode.objects.get(client=men[0]).pk], Rules()).values()
    assert standing.absences == 3, "they count"
    assert Raised.objects.count() == Task.objects.count() == 0
    rules.evaluate(at=timezone.now())
    rules.reconcile(at=timezone.now())
    assert not Raised.objects.filter(kind="missed-sessions").exists(), "nor do the rules call anybody for them"


def test_who_is_missing_now_warns_once_when_the_list_has_come_in(cast, men, group, tmp_path):
    """Letter and review were reached long ago; what goes on is that he did not come the last two times."""
    past = [timezone.localtime(one.starts_at).date() for one in begun(group)]
    rows = [("Lukas Brandner", day, "fehlt", "") for day in [*past[:4], *past[-2:]]]
    rows += [("Emre Öztürk", day, "fehlt" if day == past[0] else "da", "") for day in past]
    actions.set_rules(
        programme=cast.graz.pk,
        rules=Rules(since=past[0], letter=1, review=2, exclusion=None),
        by=str(cast.miriam.pk),
        at=timezone.now(),
    )
    assert run(long_list(tmp_path, rows), LONG, tmp_path) == 0
    [raised] = Raised.objects.filter(kind="missed-sessions")
    assert raised.fact == Attendance.objects.filter(episode__client=men[0]).latest("session__starts_at").pk
    rules.evaluate(at=timezone.now())
    assert Raised.objects.filter(kind="missed-sessions").count() == 1


def begun(group):
    return list(Session.objects.filter(group=group, starts_at__lt=timezone.now()).order_by("starts_at"))


ENDINGS = """
list: endings
columns:
  name: Name
  kind: {from: Wie, codes: {fertig: completed, weg: dropped-out, nie: never-started, verlegt: transferred}}
  decided_on: Am
  last_attended_on: Zuletzt
  reasons: Warum
  elsewhere: Wohin
"""


def endings(tmp_path, *rows) -> Path:
    path = tmp_path / "e.csv"
    text = "Name;Wie;Am;Zuletzt;Warum;Wohin\n"
    path.write_text(text + "".join(";".join(map(str, row)) + "\n" for row in rows), "utf-8")
    return path


def test_a_list_of_endings_ends_each_and_calls_nobody_for_the_past(cast, men, days, tmp_path, capsys):
    OutgoingMessage.objects.all().delete()
    day = timezone.localdate() - timedelta(days=3)
    rows = [
        ("Lukas Brandner", "weg", days[2], days[1], "", ""),
        ("Öztürk Emre", "fertig", f"{day:%d.%m.%Y}", days[2], "Alles besucht", ""),
    ]
    assert run(endings(tmp_path, *rows), ENDINGS, tmp_path) == 0
    assert dict(Episode.objects.values_list("client__name", "ended_on")) == {
        "Lukas Brandner": days[2],
        "Emre Öztürk": day,
    }
    assert set(Ending.objects.values_list("kind", "reasons")) == {
        ("dropped-out", "From the list kept before; it gives no reason."),
        ("completed", "Alles besucht"),
    }
    sent = list(OutgoingMessage.objects.values_list("type", flat=True))
    assert sent.count("Course") == 4, "two starts and two endings"
    rules.evaluate(at=timezone.now())
    assert Raised.objects.count() == 0
    assert Entry.objects.get(what="import_endings").actor == str(cast.peter.pk)


def test_an_ending_of_late_warns_as_one_that_was_typed(cast, men, days, tmp_path):
    row = ("Lukas Brandner", "weg", timezone.localdate() - timedelta(days=3), days[2], "", "")
    assert run(endings(tmp_path, row), ENDINGS, tmp_path) == 0
    assert Raised.objects.get().kind == "dropped-out"


def test_everything_wrong_with_endings_is_said_at_once(cast, men, days, tmp_path, capsys):
    rows = [
        ("Lukas Brandner", "weg", days[0] - timedelta(days=99), "", "", ""),
        ("Emre Öztürk", "verlegt", days[1], "", "", ""),
        ("Emre Öztürk", "nie", days[1], days[0], "", ""),
        ("Nobody Here", "weg", days[1], "", "", ""),
        ("Emre Öztürk", "wohl", days[1], "", "", ""),
        ("Emre Öztürk", "weg", "1.1.2999", "", "", ""),
    ]
    assert run(endings(tmp_path, *rows), ENDINGS, tmp_path, "--dry-run") == 1
    out = capsys.readouterr().out
    for says in (
        "row 2, column Name: The decision would lie before his episode",
        "row 3, column Name: A transfer, and nothing else, leads elsewhere",
        "row 4, column Name: He began, so he cannot have ended without beginning",
        "row 5, column Name: There is no man called",
        "row 6, column Wie: “wohl” is not known here",
        "row 7",
    ):
        assert says in out
    assert Ending.objects.count() == 0


def test_a_mapping_for_endings_is_proposed(cast, men, days, tmp_path):
    path = endings(tmp_path, ("Lukas Brandner", "completed", days[1], "", "", ""))
    assert commands.import_list([str(path), "--programme", "graz", "--list", "endings"]) == 0
    text = (tmp_path / "e.map.yaml").read_text()
    assert "list: endings" in text
    assert "kind:" in text

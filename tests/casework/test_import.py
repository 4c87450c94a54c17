"""Bringing in the lists that programmes keep today."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from article16.casework.clients.models import Agency, Client, Deadline, Episode, NamePart, Referral, ReferralFacts
from article16.casework.transfer import actions, cells, commands, mapping, proposing, queries, referrals, values
from article16.casework.transfer.problems import Stopped, told
from article16.casework.transfer.reading import read_sheet
from article16.casework.transfer.values import Unread
from article16.common.audit.models import Entry
from article16.common.service import Refused
from article16.wall.outbox.models import OutgoingMessage
from tests.casework.messy import HEADS, messy_list

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)

CORRECTED = """
list: referrals
sheet: Zuweisungen
header_row: 4
columns:
  name: {from: [Nachname, Vorname], empty: Name not known}
  birth_date: {from: geb.}
  received_on: {from: Zugewiesen}
  sender:
    from: Zuweiser
    codes: {Gericht: court, Bewahrungshilfe: probation, selbst: himself, Polizei: police, Jugendamt: child-protection}
  agency: {from: Stelle}
  agency_reference: {from: AZ}
  sessions_ordered: {from: Einheiten}
  language: {from: Sprache}
  for_her_service: {from: [Partnerin, Tel. Partnerin]}
leave_out: {Nachname: [Summe]}
duplicates: {8: leave out, others: stop}
"""


@pytest.fixture(autouse=True)
def ready(monkeypatch):
    """The test database has no folder of a started service."""
    monkeypatch.setattr(commands.common, "refuse_unless_ready", lambda: None)


@pytest.fixture
def messy(tmp_path) -> Path:
    return messy_list(tmp_path / "list.xlsx")


def said(tmp_path, text=CORRECTED) -> str:
    path = tmp_path / "list.map.yaml"
    path.write_text(text, "utf-8")
    return str(path)


def run(*words: object) -> int:
    return commands.import_list([str(word) for word in words])


def test_a_messy_list_is_imported_whole(cast, messy, tmp_path, capsys):
    assert run(messy, "--map", said(tmp_path), "--programme", "graz", "--by", "peter@example.org") == 0
    men = {one.name: one for one in Client.objects.all()}
    born = {name: one.birth_date for name, one in men.items()}
    assert born == {
        "Brandner Lukas": date(1988, 3, 24),
        "Öztürk Emre": date(1979, 11, 5),
        "Müller Jürgen": date(1982, 2, 18),  # day 30,000 of Excel's count
        "Name not known": date(1990, 1, 1),
        "Dahl Anders": date(1991, 4, 7),
        "Łukasiewicz Łukasz": date(1991, 4, 7),
        "O'Neil Seán": None,
        "مازن الأحمد": date(1985, 3, 2),
    }
    came = dict(Referral.objects.values_list("episode__client__name", "received_on"))
    assert came["Brandner Lukas"] == date(2026, 1, 12)
    assert came["Öztürk Emre"] == date(2026, 1, 20)
    assert came["Müller Jürgen"] == date(2026, 2, 3)
    assert came["Dahl Anders"] == date(2026, 2, 22)  # day 46,075
    facts = {one.episode.client.name: one for one in ReferralFacts.objects.select_related("episode__client")}
    assert facts["Öztürk Emre"].sender == "court", "the merged cell counts for both rows"
    assert facts["Öztürk Emre"].agency == facts["مازن الأحمد"].agency == Agency.objects.get(name="LG Graz")
    assert facts["Brandner Lukas"].sessions_ordered == 26
    assert facts["Brandner Lukas"].reference_key == "12hv3426"
    assert {one.episode.programme.code for one in facts.values()} == {"graz"}
    assert "8 rows imported" in capsys.readouterr().out


def test_every_mans_messages_leave_and_what_is_hers_stays_nowhere(cast, messy, tmp_path):
    from django.apps import apps

    run(messy, "--map", said(tmp_path), "--programme", "graz")
    sent = list(OutgoingMessage.objects.order_by("sequence").values_list("type", "sequence"))
    assert sent == [(kind, 2 * n + at) for n in range(8) for at, kind in ((1, "Opened"), (2, "PartnerDetails"))]
    boxes = OutgoingMessage.objects.filter(type="PartnerDetails")
    assert len({len(bytes(one.sealed)) for one in boxes}) == 1
    for model in apps.get_models():
        for row in model.objects.values_list():
            assert not any("Lendplatz" in str(value) or "1234567" in str(value) for value in row), model


def test_a_man_brought_in_is_as_one_taken_in_by_hand(cast, messy, tmp_path):
    from article16.casework.clients.queries import may_be
    from article16.common.accounts.queries import viewer

    run(messy, "--map", said(tmp_path), "--programme", "graz", "--by", "peter@example.org")
    row = Entry.objects.get(what="import_clients")
    assert sorted(row.ids) == sorted(str(pk) for pk in Client.objects.values_list("pk", flat=True))
    assert row.actor == str(cast.peter.pk)
    assert sorted(Client.objects.values_list("code", flat=True)) == [f"C-{n:03d}" for n in range(1, 9)]
    assert NamePart.objects.filter(part="muler").exists()
    found = may_be(viewer(cast.peter, at=timezone.now()), name="Juergen Mueller", birth_date=date(1982, 2, 18))
    assert found[0].name == "Müller Jürgen"


def test_the_dry_run_names_everything_at_once_and_writes_nothing(cast, messy, tmp_path, capsys):
    text = CORRECTED.replace(", empty: Name not known", "").replace("duplicates: {8: leave out, others: stop}", "")
    text = text.replace("leave_out: {Nachname: [Summe]}", "").replace("Polizei: police, ", "")
    text = text.replace("language: {from: Sprache}", "language: {from: Bemerkung}")
    before = Entry.objects.count()
    assert run(messy, "--map", said(tmp_path, text), "--programme", "graz", "--dry-run") == 1
    out = capsys.readouterr().out
    assert "row 9, column Nachname + Vorname: The cell is empty" in out
    assert "row 8, column Nachname + Vorname: This may be the man of row 7" in out
    assert "row 10, column Zuweiser: “Polizei” is not known here" in out
    assert "row 5, column Bemerkung: The cell holds a formula, which is not run" in out
    assert "row 15, column Zugewiesen: The cell is empty" in out
    assert "Nothing was imported: 5 things to correct." in out
    assert (Client.objects.count(), OutgoingMessage.objects.count()) == (0, 0)
    assert Entry.objects.count() == before


def test_the_same_list_twice_is_noticed(cast, messy, tmp_path, capsys):
    run(messy, "--map", said(tmp_path), "--programme", "graz")
    assert run(messy, "--map", said(tmp_path), "--programme", "graz") == 1
    out = capsys.readouterr().out
    assert "This may be the man of the file C-001, “Brandner Lukas”" in out
    assert Client.objects.count() == 8


def test_men_of_another_programme_are_not_told(cast, messy, tmp_path, capsys):
    run(messy, "--map", said(tmp_path), "--programme", "prison")
    assert run(messy, "--map", said(tmp_path), "--programme", "graz", "--dry-run") == 0
    assert "C-0" not in capsys.readouterr().out


def test_a_man_who_comes_back_gets_his_next_episode(cast, man, tmp_path, capsys):
    from article16.casework.clients.actions import set_state

    path = tmp_path / "list.csv"
    path.write_text("Name;Datum;Frist\nBrandner Lukas;1.2.2026;1.4.2026\n", "utf-8")
    text = "columns: {name: Name, received_on: Datum, answer_by: Frist}\nduplicates: next episode\n"
    Episode.objects.filter(client=man).update(opened_on=date(2025, 1, 1))
    assert run(path, "--map", said(tmp_path, text), "--programme", "graz", "--by", "peter@example.org") == 1
    assert "His episode in this programme has not ended" in capsys.readouterr().out
    set_state(episode=Episode.objects.get(), state="ended", on=date(2025, 9, 1), by="", at=timezone.now())
    with pytest.raises(Refused, match="Say whose import this is"):
        run(path, "--map", said(tmp_path, text), "--programme", "graz")
    assert run(path, "--map", said(tmp_path, text), "--programme", "graz", "--by", "peter@example.org") == 0
    assert Client.objects.count() == 1
    assert list(Episode.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert Deadline.objects.get().due == date(2026, 4, 1)


def test_stopping_in_the_middle_keeps_nothing(cast, messy, tmp_path, monkeypatch, capsys):
    from article16.casework.transfer import bulk

    monkeypatch.setattr(bulk, "AT_ONCE", 3)
    whole = commands._progress

    def stopped(count, stop):
        progress = whole(count, stop)

        def one(done):
            stop.append(done >= 3)
            progress(done)

        return one

    monkeypatch.setattr(commands, "_progress", stopped)
    assert run(messy, "--map", said(tmp_path), "--programme", "graz") == 130
    assert "Stopped. Nothing was imported." in capsys.readouterr().out
    assert (Client.objects.count(), OutgoingMessage.objects.count(), Agency.objects.count()) == (0, 0, 0)


def test_a_mapping_is_proposed_that_needs_only_little(cast, messy, tmp_path):
    assert run(messy, "--programme", "graz") == 0
    text = (tmp_path / "list.map.yaml").read_text("utf-8")
    assert "Anleitung" in text
    sheet = read_sheet(messy, sheet="Zuweisungen")
    text = proposing.propose(sheet, kind="referrals", today=TODAY)
    made = mapping.parse(__import__("yaml").safe_load(text))
    assert made.header_row == 4
    assert made.of("name").sources == ("Nachname", "Vorname")
    assert made.of("birth_date").sources == ("geb.",)
    assert made.of("received_on").sources == ("Zugewiesen",)
    assert made.of("for_her_service").sources == ("Partnerin", "Tel. Partnerin")
    assert made.of("sender").codes["bewahrungshilfe"] == "probation"
    assert made.of("sender").codes["jugendamt"] == "child-protection"
    assert "#   Bemerkung" in text
    assert "Marta" not in text, "a mapping file holds no cells but those of closed lists"


def test_a_mapping_that_is_there_is_never_written_over(cast, messy, tmp_path):
    said(tmp_path, "mine")
    with pytest.raises(Refused, match="exists already"):
        run(messy, "--programme", "graz")
    assert (tmp_path / "list.map.yaml").read_text() == "mine"


def test_everything_wrong_with_a_mapping_is_said_at_once(tmp_path):
    text = """
list: referrals
colour: red
header_row: none
columns:
  name: {from: A, always: B}
  birthday: X
  sender: {from: S, codes: {LG: tribunal}, empty: nobody}
  sessions_ordered: {from: [A, B]}
  language: {from: L, order: month first}
duplicates: perhaps
"""
    with pytest.raises(Stopped) as stopped:
        mapping.load(Path(said(tmp_path, text)))
    says = "\n".join(told(stopped.value.problems))
    for part in ("“colour”", "header_row is the number", "name: say either", "“birthday”", "no code “tribunal”"):
        assert part in says
    for part in ("empty is “nobody”", "sessions_ordered: it comes from one column", "language: order is"):
        assert part in says
    for part in ("duplicates has “perhaps”", "received_on is missing"):
        assert part in says


@pytest.mark.parametrize(
    "text", ["a: [", "- 1", "list: women", "columns: {name: A, name: B}", "!!python/object:os.x {}"]
)
def test_a_mapping_that_is_none_is_a_sentence(tmp_path, text):
    with pytest.raises(Stopped):
        mapping.load(Path(said(tmp_path, text)))


def test_a_column_that_is_not_there_is_named_with_those_that_are(cast, messy, tmp_path, capsys):
    assert run(messy, "--map", said(tmp_path, CORRECTED.replace("geb.", "born")), "--programme", "graz") == 1
    out = capsys.readouterr().out
    assert "birth_date: there is no column “born”" in out
    assert all(f"“{head}”" in out for head in HEADS)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("24.3.1988", date(1988, 3, 24)),
        ("24/03/1988", date(1988, 3, 24)),
        ("24 3 1988", date(1988, 3, 24)),
        ("1988-03-24", date(1988, 3, 24)),
        ("1988-03-24 00:00:00", date(1988, 3, 24)),
        ("24. März 1988", date(1988, 3, 24)),
        ("24 mar 1988", date(1988, 3, 24)),
        ("24 de marzo de 1988", date(1988, 3, 24)),
        ("March 24, 1988", date(1988, 3, 24)),
        ("24th March 1988", date(1988, 3, 24)),
        (32226, date(1988, 3, 24)),  # =DATE(1988;3;24) as a number
        (32226.75, date(1988, 3, 24)),
        ("32226", date(1988, 3, 24)),
        ("24.3.88", date(1988, 3, 24)),
        ("24.3.05", date(2005, 3, 24)),
        (None, None),
    ],
)
def test_a_day_is_read_however_it_was_written(cell, day):
    assert values.day(cell, today=TODAY, birth=True) == day


@pytest.mark.parametrize(
    "cell", ["31.2.1988", "soon", "13.13.1988", "1988", 1988, 99999999, "0", "1.1.0001", "24.3.15"]
)
def test_a_day_that_is_none_is_named(cell):
    # 24.3.15: in 2015 a man of today would be a child, and 1915 is too long ago.
    with pytest.raises(Unread):
        values.day(cell, today=TODAY, birth=True)


def test_days_counted_from_1904_are_read_as_such(tmp_path):
    from openpyxl import Workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["Name", "Born", "Datum"])
    book.active.append(["Lukas Brandner", 30764, date(2026, 1, 12)])  # 1988-03-24 in days since 1904
    book.save(tmp_path / "mac.xlsx")
    sheet = read_sheet(tmp_path / "mac.xlsx")
    assert sheet.since_1904
    made = mapping.parse({"columns": {"name": "Name", "birth_date": "Born", "received_on": "Datum"}})
    (line,), problems = cells.lines(sheet, made, today=TODAY)
    assert problems == []
    assert (line.day("birth_date"), line.day("received_on")) == (date(1988, 3, 24), date(2026, 1, 12))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_text_file_is_read_in_every_usual_writing(tmp_path, encoding, delimiter):
    path = tmp_path / "list.csv"
    rows = [["Name", "Datum"], ["Müller, Jürgen", "1.2.2026"], ['"Öztürk"\nEmre', "2.2.2026"]]
    import csv

    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    sheet = read_sheet(path)
    assert sheet.delimiter == delimiter
    made = mapping.parse({"columns": {"name": "Name", "received_on": "Datum"}})
    lines, problems = cells.lines(sheet, made, today=TODAY)
    assert problems == []
    assert [(one.row, one.text("name")) for one in lines] == [(2, "Müller, Jürgen"), (3, '"Öztürk" Emre')]


def hostile(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"not a workbook"),
        ("a.xlsx", b"PK\x03\x04 nonsense"),
        ("a.csv", b""),
        ("a.csv", b"\x00\x01\x02"),
        ("a.csv", b";;;\n;;;\n"),
        ("a.xls", b"\xd0\xcf\x11\xe0"),
    ],
)
def test_a_file_that_is_no_list_is_a_sentence(tmp_path, name, content):
    with pytest.raises(Stopped) as no:
        read_sheet(hostile(tmp_path, name, content))
    assert len(no.value.problems) == 1
    assert str(no.value.problems[0]).endswith(".")


def test_a_packed_bomb_is_not_opened(tmp_path):
    from tests.casework.files import BOMB

    with pytest.raises(Stopped, match="far more"):
        read_sheet(hostile(tmp_path, "a.xlsx", BOMB))


def test_a_sheet_formatted_to_its_last_row_is_read_quickly(tmp_path):
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.active.append(["Name", "Datum"])
    book.active.append(["Lukas", "1.2.2026"])
    book.active.cell(row=1_048_576, column=1).font = Font(bold=True)
    book.save(tmp_path / "long.xlsx")
    assert list(read_sheet(tmp_path / "long.xlsx").rows) == [1, 2]


def test_who_imports_must_take_referrals_in_that_programme(cast, messy, tmp_path):
    for by in ("ben@example.org", "tom@example.org", "nobody@example.org"):
        with pytest.raises(Refused, match="takes no referrals in graz"):
            run(messy, "--map", said(tmp_path), "--programme", "graz", "--by", by)
    with pytest.raises(Refused, match="There is no programme wien"):
        run(messy, "--map", said(tmp_path), "--programme", "wien")


def test_many_faults_of_one_sort_are_counted_and_not_all_listed(cast, tmp_path, capsys):
    path = tmp_path / "list.csv"
    path.write_text("Name;Datum\n" + "".join(f"Man {n};31.2.20{n:02d}\n" for n in range(10, 99)), "utf-8")
    run(path, "--map", said(tmp_path, "columns: {name: Name, received_on: Datum}"), "--programme", "graz")
    out = capsys.readouterr().out
    assert out.count("is no day that can be read") == 20
    assert "column Datum: 69 more rows of the same kind." in out


def test_messages_go_nowhere_where_there_is_no_womens_service(cast, messy, tmp_path):
    from article16.casework.clients.actions import set_support

    set_support(programme=cast.graz.pk, zone="", alerts_to=cast.miriam.pk, by="", at=timezone.now())
    run(messy, "--map", said(tmp_path), "--programme", "graz")
    assert Client.objects.count() == 8
    assert OutgoingMessage.objects.count() == 0


@pytest.mark.parametrize("count", [3, 200])
def test_the_number_of_statements_grows_by_the_round_and_not_by_the_man(cast, count):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from article16.casework.clients.actions import Referred

    programme = queries.programme("graz")
    planned = [
        referrals.Planned(n, Referred(f"Man {n}", None, programme.id, received_on=TODAY), "") for n in range(count)
    ]
    with CaptureQueriesContext(connection) as counted:
        actions.import_referrals(
            planned, programme=programme, by="", at=timezone.now(), on=TODAY, progress=lambda done: None
        )
    assert len(counted.captured_queries) < 30


def test_each_man_brought_in_leaves_the_same_rows_as_one_taken_in_by_hand(cast):
    """Also where a trigger writes: the rules of warning look at him within a minute, however he came."""
    from django.apps import apps

    from article16.casework.clients.actions import Referred, open_client

    def rows() -> dict[str, int]:
        return {model._meta.label: model.objects.count() for model in apps.get_models()}

    said = Referred("Lukas Brandner", date(1988, 3, 24), cast.graz.pk, received_on=TODAY, next_hearing=TODAY)
    by, at = str(cast.peter.pk), timezone.now()
    start = rows()
    open_client(referred=said, by=by, at=at, on=TODAY)
    hand = {name: count - start[name] for name, count in rows().items()}
    start = rows()
    planned = [referrals.Planned(2, said, "")]
    programme = queries.programme("graz")
    actions.import_referrals(planned, programme=programme, by=by, at=at, on=TODAY, progress=lambda done: None)
    brought = {name: count - start[name] for name, count in rows().items()}
    assert hand.pop("clients.Counter") == 1
    assert brought.pop("clients.Counter") == 0
    record = {name for name in hand if name.startswith("audit.")}  # one note more: that a list was brought in
    assert {name: brought[name] - hand[name] for name in hand if brought[name] != hand[name]} == dict.fromkeys(
        [name for name in record if brought[name] != hand[name]], 1
    )
    assert hand["warnings.Changed"] == brought["warnings.Changed"]
    sent = OutgoingMessage.objects.order_by("id").values_list("type", flat=True)
    assert list(sent) == ["Opened", "PartnerDetails"] * 2

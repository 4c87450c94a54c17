"""`article16 import` and `export` as a person types them."""

import csv
import json

from tests.casework.messy import messy_list
from tests.cli.conftest import House

MAKE = (
    "from article16.common.accounts.actions import add_programme\n"
    "from django.utils import timezone\n"
    "add_programme(name='Graz', code='graz', by='', at=timezone.now())\n"
)


def test_a_list_goes_in_and_everything_comes_out(house: House):
    house.prepared()
    made = house.service("casework", "shell", "--command", MAKE)
    assert made.returncode == 0, made.stderr
    path = messy_list(house.folder / "list.xlsx")
    proposed = house.run("article16.cli", "import", str(path), "--programme", "graz")
    assert proposed.returncode == 0, proposed.stderr
    mapping = house.folder / "list.map.yaml"
    text = mapping.read_text("utf-8")
    assert "there are also 'Zuweisungen'" in text, "the first sheet holds no list, and the mapping says so"
    mapping.write_text(
        "sheet: Zuweisungen\nheader_row: 4\n"
        "columns: {name: {from: [Nachname, Vorname], empty: Name not known}, birth_date: geb., received_on: Zugewiesen,"
        " for_her_service: [Partnerin, Tel. Partnerin]}\n"
        "leave_out: {Nachname: [Summe]}\n",
        "utf-8",
    )
    words = ["article16.cli", "import", str(path), "--map", str(mapping), "--programme", "graz"]
    looked = house.run(*words, "--dry-run")
    assert looked.returncode == 1
    assert "row 8, column Nachname + Vorname: This may be the man of row 7" in looked.stdout
    mapping.write_text(mapping.read_text("utf-8") + "duplicates: {8: leave out, others: stop}\n", "utf-8")
    taken = house.run(*words)
    assert taken.returncode == 0, taken.stdout + taken.stderr
    assert "8 rows imported" in taken.stdout
    target = house.folder / "out"
    done = house.run("article16.cli", "export", "--all", str(target))
    assert done.returncode == 0, done.stderr
    assert len(list((target / "men").iterdir())) == 8
    man = json.loads((target / "men" / "C-001.json").read_text("utf-8"))
    assert man["clients_client"][0]["name"] == "Brandner Lukas"
    with (target / "tables" / "clients_referral.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 8
    assert "Lendplatz" not in "".join(one.read_text("utf-8") for one in target.rglob("*.*"))


def test_what_is_not_there_is_a_sentence_and_no_traceback(house: House):
    house.prepared()
    for words in (
        ["import", str(house.folder / "none.xlsx"), "--programme", "graz"],
        ["export", "--client", "C-999", str(house.folder / "out")],
        ["restore-previous", "casework", "--reason", "x"],
    ):
        done = house.run("article16.cli", *words)
        assert done.returncode in {1, 2}
        assert "Traceback" not in done.stderr
        assert (done.stdout + done.stderr).strip().endswith((".", "correct."))

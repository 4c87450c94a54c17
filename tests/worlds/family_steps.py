"""What casework's staff do about people, records and documents; what is brought in and taken along."""

import contextlib
import csv
import io
import re
from typing import Any

from hypothesis import strategies as st

from tests.worlds.intake_steps import NOBODY, _fill, _latest, _today
from tests.worlds.steps import MEN, WHO, _man, step

WRITERS = st.sampled_from(["ana", "peter", "miriam"])
PDF = b"%PDF-1.7\n%%EOF\n"


@step(who=WHO, man=MEN, relation=st.sampled_from(["former-partner", "child", "other-harmed"]), corrects=st.booleans())
def name_somebody(world: Any, who: str, man: int, relation: str, corrects: bool) -> None:
    """As the court says; or a correction of the last one."""
    from article16.casework.family.models import Relative

    place = f"/clients/{_man(man)}/family/"
    address = f"{place}{_latest(Relative)}/correct/" if corrects else f"{place}add/"
    data = {"relation": relation, "name": "Marta K.", "source": "court", "said_on": _today()}
    _fill(world, who, address, **data, order="in-force", order_until=_today(90))


@step(who=WRITERS, man=MEN, clicks=st.integers(1, 2))
def fill_the_box(world: Any, who: str, man: int, clicks: int, for_her: str) -> None:
    """Filled or empty, with a person in it or none; perhaps with a double click."""
    address = f"/clients/{_man(man)}/box/"
    if world.get(who, address).status_code != 200:
        return
    data = {"once": world.once(who, address), "for_her_service": for_her}
    if for_her.strip():
        person = {"name_1": for_her.strip()[:20], "relation_1": "partner", "source_1": "client"}
        data |= person | {"phone_1": "0664 1234567", "school_2": "Lend", "name_2": "Ada", "relation_2": "child"}
        data["source_2"] = "police"
    for _click in range(clicks):
        saved = world.post(who, address, data)
    if saved.status_code == 302:
        world.get(who, saved.url)


@step(who=WRITERS, man=MEN, answered=st.booleans())
def ask_for_records(world: Any, who: str, man: int, answered: bool) -> None:
    from article16.casework.family.models import RecordsCheck

    place = f"/clients/{_man(man)}/records/"
    data = {"source": "police", "agency": "Graz", "asked_on": _today(), "expected_by": _today(20)}
    _fill(world, who, f"{place}add/", **data, period_from=_today(-300), period_to=_today())
    if answered:
        incident = {"on_1": _today(-30), "kind_1": "call-out", "words_1": "pushed"}
        _fill(
            world, who, f"{place}{_latest(RecordsCheck)}/answer/", answered_on=_today(), outcome="incidents", **incident
        )


@step(who=WRITERS, man=MEN, sealed=st.booleans())
def upload(world: Any, who: str, man: int, sealed: bool, for_her: str) -> None:
    """A document of his file, alike in both worlds; or one that names her, whatever is in it."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from article16.casework.family.models import DocumentKind

    address = f"/clients/{_man(man)}/documents/add/"
    if world.get(who, address).status_code != 200:
        return
    said = for_her if sealed else ""
    data = {
        "once": world.once(who, address),
        "file": SimpleUploadedFile("report.pdf", PDF + said.encode(errors="replace")),
        "names_them": "yes" if sealed else "no",
        "kind": str(DocumentKind.objects.order_by("code").values_list("pk", flat=True).first() or NOBODY),
        "title": f"Report {' '.join(said.split())[:40]}",
        "received_from": "Police, Graz",
        "received_on": _today(),
    }
    saved = world.post(who, address, data)
    if saved.status_code == 302:
        world.get(who, saved.url)


@step(who=st.sampled_from(["ana", "miriam"]), man=MEN, what=st.sampled_from(["take", "delete", "hand over"]))
def with_documents(world: Any, who: str, man: int, what: str) -> None:
    from article16.casework.family.models import Document, SealedDocument

    place = f"/clients/{_man(man)}/"
    if what == "take":
        world.get(who, f"{place}documents/{_latest(Document)}/file/")
        return
    if what == "delete":
        _fill(world, who, f"{place}documents/{_latest(Document)}/delete/", reason="time passed")
        return
    sealed = f"{place}sealed/{_latest(SealedDocument)}/"
    world.get(who, f"{sealed}file/")
    _fill(world, who, f"{sealed}handed-over/", opened="on")


@step(whose=st.sampled_from(["--all", "--programme graz"]))
def export(world: Any, whose: str) -> None:
    """Everything of casework as files; they are looked at with all that is left behind."""
    from django.conf import settings

    from article16.casework.transfer import exporting

    number = len(list(settings.DATA_FOLDER.glob("export-*")))
    target = settings.DATA_FOLDER / f"export-{number}"
    _run(world, lambda: exporting.export([*whose.split(), str(target)]), f"export {whose}")


@step(dry=st.booleans())
def bring_in(world: Any, dry: bool, for_her: str) -> None:
    """A list kept until now, with a column about her."""
    from django.conf import settings

    from article16.casework.transfer import commands

    folder = settings.DATA_FOLDER / "brought"
    folder.mkdir(exist_ok=True)
    with (folder / "list.csv").open("w", encoding="utf-8", newline="") as file:
        said = " ".join(for_her.split())[:2000].replace("\0", "")
        rows = [["Name", "Datum", "Partnerin"], ["Brandner, Lukas", "1.2.2026", said], ["Emre", "2.2.2026", ""]]
        csv.writer(file).writerows(rows)
    text = (
        "columns: {name: Name, received_on: Datum, for_her_service: {from: [Partnerin]}}\nduplicates: both are meant\n"
    )
    (folder / "list.yaml").write_text(text)
    words = [str(folder / "list.csv"), "--map", str(folder / "list.yaml"), "--programme", "graz"]
    _run(world, lambda: commands.import_list([*words, "--dry-run"] if dry else words), f"import, dry {dry}")
    for path in folder.iterdir():
        path.unlink()


def _run(world: Any, command: Any, asked: str) -> None:
    """What it prints, but for where the folder of this world lies and how long it took."""
    from django.conf import settings

    def told(argv: list[str]) -> int:
        with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(out):
            code = command()
        text = out.getvalue().replace(str(settings.DATA_FOLDER.parent), "…")
        print(re.sub(r"\d+\.\d s", "some time", text), end="")
        return code

    world.run(told, asked)

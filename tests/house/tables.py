"""The parts of the documentation that repeat the source: `python -m tests.house.tables` writes them anew."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from article16.evaluation.evidence import Evidence, entries

ROOT = Path(__file__).parents[2]
ACCESS = ROOT / "docs" / "reference" / "access.md"
INDEX = ROOT / "docs" / "index.md"
EVIDENCE = ROOT / "docs" / "reference" / "evidence.md"
SERVICES = ("casework", "support")
DOORS = {"everyone": "everybody, also without signing in", "password": "everybody who gave the password"}

ASK = """
import json, sys
from tests import service as tests
tests.begin(sys.argv[1])
from django.conf import settings
from django.utils.module_loading import import_string
from django.urls import get_resolver
table = import_string(settings.ACCESS)
def walk(resolver, before):
    for one in resolver.url_patterns:
        here = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from walk(one, here)
        else:
            yield one.name, here
roles = {key: str(role.label) for key, role in import_string(settings.ROLES).items()}
pages = {name: "/" + address for name, address in walk(get_resolver(), "")}
rules = {name: [rule.door.value, sorted(rule.roles), rule.thing] for name, rule in table.items()}
print(json.dumps({"roles": roles, "pages": pages, "rules": rules}))
"""


@dataclass(frozen=True)
class Service:
    """What the source says of one service: roles by key, address by URL name, and the row of each in the table."""

    roles: dict[str, str]
    pages: dict[str, str]
    rules: dict[str, tuple[str, list[str], str]]


@cache
def service(name: str) -> Service:
    """Asked in a process of its own: two Django settings never meet in one."""
    command = [sys.executable, "-c", ASK, name]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return Service(**json.loads(done.stdout))


def access_tables() -> str:
    return "\n\n".join(_access_table(name) for name in SERVICES)


def _access_table(name: str) -> str:
    found = service(name)
    head = f"| page | {' | '.join(found.roles.values())} | read as |\n|---|{'---|' * len(found.roles)}---|"
    staff = [_row(page, *found.rules[page], list(found.roles)) for page in sorted(found.rules)]
    doors = [_door(found, door, words) for door, words in DOORS.items()]
    return "\n\n".join([f"## {name.capitalize()}", f"{head}\n" + "\n".join(filter(None, staff)), *doors])


def _door(found: Service, door: str, words: str) -> str:
    pages = (f"`{page}`" for page in sorted(found.rules) if found.rules[page][0] == door)
    return f"{words.capitalize()}: {', '.join(pages)}."


def _row(page: str, door: str, roles: list[str], thing: str, every: list[str]) -> str:
    if door != "staff":
        return ""
    cells = " | ".join("yes" if role in roles else "–" for role in every)
    return f"| `{page}` | {cells} | {thing} |"


def decisions() -> str:
    """Every decision with its title, in the order of the numbers."""
    pages = sorted((ROOT / "docs" / "adr").glob("*.md"))
    return "\n".join(f"- [{page.read_text().splitlines()[0].removeprefix('# ')}](adr/{page.name})" for page in pages)


def evidence() -> str:
    """Every entry of the evidence library: what was found, how surely, by whose report, and what came after."""
    folder = ROOT / "src" / "article16" / "library" / "evidence"
    found = entries(row for path in sorted(folder.glob("*.yaml")) for row in yaml.safe_load(path.read_text()))
    head = "| entry | what is compared | who reports | result | source | later |\n|---|---|---|---|---|---|"
    return "\n".join([head, *(_evidence_row(one) for one in found)])


def _evidence_row(one: Evidence) -> str:
    what = f"`{one.id}` {one.authors} {one.year}: *{one.title}*"
    if one.unchecked:
        what += f" (not checked: {', '.join(one.unchecked)})"
    sizes = [f"{number:,} {name}" for name, number in (("studies", one.studies), ("persons", one.persons)) if number]
    ends = f" ({one.low:g} to {one.high:g}, {one.level:.0%})" if one.level is not None else ""
    number = f"{one.measure}: {one.estimate:g}{ends}. " if one.estimate is not None else ""
    compared = "; ".join([one.design, one.contrast, *sizes])
    later = ", ".join(f"`{name}`" for name in one.superseded_by) or "–"
    return f"| {what} | {compared} | {one.report} | {number}{one.finding} | {one.source} | {later} |"


GENERATED = {ACCESS: access_tables, INDEX: decisions, EVIDENCE: evidence}


def between(text: str) -> tuple[str, str, str]:
    """What stands before, between and after the two marks of a generated part."""
    before, _, rest = text.partition("<!-- made by python -m tests.house.tables -->\n")
    made, _, after = rest.partition("<!-- end -->")
    return before, made.strip(), after


def main() -> None:
    for page, make in GENERATED.items():
        before, _, after = between(page.read_text())
        page.write_text(f"{before}<!-- made by python -m tests.house.tables -->\n\n{make()}\n\n<!-- end -->{after}")


if __name__ == "__main__":
    main()

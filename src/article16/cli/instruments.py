"""`article16 instruments`: list, show, check and export instruments, and score answers. Without any database."""

import json
import sys
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from article16.instruments import Instrument
    from article16.instruments.tables import Row

FORMATS = ("fhir", "xlsform", "redcap", "sav", "csv", "parquet")


def add_parser(commands: Any) -> None:
    parser = commands.add_parser("instruments", help="list, show, check, score and export questionnaires")
    ways = parser.add_subparsers(dest="way", required=True, metavar="WHAT")
    ways.add_parser("list", help="what the library has").set_defaults(run=list_all)
    one = ways.add_parser("show", help="questions, choices and scores of one")
    one.add_argument("id")
    one.add_argument("--language", default="en")
    one.add_argument("--informant")
    one.add_argument("--texts", action="store_true", help="every text as a PO file, for the owner's words of a slot")
    _licensed(one)
    one.set_defaults(run=show)
    checking = ways.add_parser("check", help="every problem of a pack, and its worked cases")
    checking.add_argument("file", nargs="+", type=Path, help="the folder of a pack, or its instrument.yaml")
    checking.set_defaults(run=check)
    scoring = ways.add_parser("score", help="score a CSV file: one row for each person and time")
    scoring.add_argument("id")
    scoring.add_argument("answers", type=Path)
    scoring.add_argument("--informant")
    scoring.add_argument("--json", action="store_true", help="one JSON object for each row, with all steps")
    _licensed(scoring)
    scoring.set_defaults(run=score)
    exporting = ways.add_parser(
        "export", help="for other programs: the questions, and answers where the format has them"
    )
    exporting.add_argument("id")
    exporting.add_argument("--to", required=True, choices=FORMATS)
    exporting.add_argument("file", type=Path)
    exporting.add_argument("--answers", type=Path, help="CSV: one row for each person and time")
    exporting.add_argument("--informant", help="to whom the questions are put; who answered")
    exporting.add_argument("--language", default="", help="where the format has room for one only; else the first")
    _licensed(exporting)
    exporting.set_defaults(run=export)


def _licensed(parser: Any) -> None:
    parser.add_argument("--licensed", type=Path, help="of a slot: the folder with the owner's words, weights and norms")


def list_all(arguments: Namespace) -> int:
    from article16 import instruments

    for one in instruments.load_all():
        words = one.text("title", language="en")
        languages = ", ".join(language.code for language in one.languages)
        kind = "slot" if one.slot else str(one.status)
        print(f"{one.id:<20} {one.version:<8} {kind:<9} {len(one.items):>4} questions  {languages:<16} {words}")
    return 0


def show(arguments: Namespace) -> int:
    if (one := _load(arguments)) is None:
        return 2
    if arguments.texts:
        from article16.instruments.slots import blank

        print(blank(one), end="")
        return 0
    languages = [language.code for language in one.languages]
    informant = arguments.informant or one.informants[0]
    if arguments.language not in languages or informant not in one.informants:
        return _refuse(
            f"There are the languages {', '.join(languages)} and the informants {', '.join(one.informants)}."
        )
    print(f"{one.text('title', language=arguments.language)} ({one.id} {one.version}, {one.status})")
    print(f"{one.source.text}\n{one.source.licence}\nSHA-256 {one.fingerprint}")
    if drafts := [language.code for language in one.languages if language.draft]:
        print(f"Read by no native speaker from the field yet: {', '.join(drafts)}")
    for line in _lines(one, arguments.language, informant):
        print(line)
    return 0


def check(arguments: Namespace) -> int:
    from article16 import instruments
    from article16.instruments.library import released
    from article16.instruments.loading import DEFINITION

    worst = 0
    for path in arguments.file:
        folder = path.parent if path.name == DEFINITION else path
        try:
            built, faults = instruments.examine(folder, released=released())
        except (OSError, UnicodeDecodeError) as error:
            worst = _refuse(f"{path}: {error}")
            continue
        told = [str(fault) for fault in faults]
        if built is not None and not faults:
            told += [f"{folder}/instrument.yaml:{case.line}: {words}" for case, words in instruments.failures(built)]
        print(
            "\n".join(told) if told else f"{folder}: no problem, {len(built.cases) if built else 0} worked cases agree."
        )
        worst = max(worst, 1 if told else 0)
    return worst


def score(arguments: Namespace) -> int:
    from article16 import instruments

    if (one := _load(arguments)) is None:
        return 2
    if arguments.informant and arguments.informant not in one.informants:
        return _refuse(f"{one.id} is answered by {', '.join(one.informants)}.")
    worst = 0
    try:
        with arguments.answers.open(encoding="utf-8-sig", newline="") as lines:
            for row in instruments.score_csv(one, lines, informant=arguments.informant):
                worst = max(worst, 1 if row.problems else 0)
                print(_as_json(row) if arguments.json else _as_text(row))
    except (OSError, UnicodeDecodeError) as error:
        return _refuse(str(error))
    return worst


def export(arguments: Namespace) -> int:
    from article16.instruments.exchange.exporting import exported
    from article16.instruments.exchange.filled import NotExported, each_answered

    if (one := _load(arguments)) is None:
        return 2
    try:
        way = {"informant": arguments.informant, "language": arguments.language}
        if arguments.answers:
            with arguments.answers.open(encoding="utf-8-sig", newline="") as lines:
                rows = each_answered(one, lines, informant=arguments.informant)
                made = exported(one, rows, to=arguments.to, **way)
        else:
            made = exported(one, None, to=arguments.to, **way)
        for ending, content in made.files.items():
            path = arguments.file.with_name(arguments.file.stem + ending) if ending else arguments.file
            path.write_bytes(content)
            print(path)
    except NotExported as no:
        return _refuse("\n".join(no.reasons))
    except (OSError, UnicodeDecodeError) as error:
        return _refuse(str(error))
    print("".join(f"{note}\n" for note in made.notes), end="", file=sys.stderr)
    return 0


def _load(arguments: Namespace) -> "Instrument | None":
    from article16 import instruments

    try:
        found = instruments.load(arguments.id)
        return instruments.fill(found, arguments.licensed) if arguments.licensed else found
    except (instruments.Unknown, OSError, ValueError) as error:
        _refuse(str(error))
        return None


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


def _lines(one: "Instrument", language: str, informant: str) -> list[str]:
    found, heading, grid = [], "", ""
    for item in one.items_for(informant):
        if item.section != heading:
            heading = item.section
            found += ["", one.text(f"section.{heading}", language=language, informant=informant)]
        if item.grid and item.grid != grid:
            found.append(f"  {one.text(f'grid.{item.grid}', language=language, informant=informant)}")
        grid = item.grid
        found.append(f"  {item.key:<24} {one.text(item.key, language=language, informant=informant)}")
        if not item.grid and item.choices:
            words = [
                f"{c.code} {one.text(f'choice.{item.scale}.{c.code}', language=language, informant=informant)}"
                for c in item.choices
            ]
            found.append(f"  {'':<24} {' · '.join(words)}")
    return found


def _as_json(row: "Row") -> str:
    data = asdict(row)
    if data["result"]:
        scores = data["result"]["scores"].values()
        data["result"]["scores"] = [{**one, "low": _finite(one["low"]), "high": _finite(one["high"])} for one in scores]
    return json.dumps(data, ensure_ascii=False)


def _finite(number: float) -> float | None:
    return number if abs(number) != float("inf") else None


def _as_text(row: "Row") -> str:
    name = f"line {row.line}{f', {row.person}' if row.person else ''}"
    if row.result is None:
        return "\n".join(f"{name}: {problem.sentence}" for problem in row.problems)
    told = [f"{name}, {row.result.informant}{f', {row.result.time}' if row.result.time else ''}"]
    for one in row.result.scores.values():
        value = "no score" if one.value is None else f"{one.value:g}"
        band = f", {one.band}" if one.band else ""
        told.append(
            f"  {one.key}: {value}{band} ({one.answered} of {one.asked} answered, possible {one.low:g} to {one.high:g})"
        )
        told += [f"    {step}" for step in one.steps]
    told += [f"  Needs a person today: {one.key}{'' if one.certain else ' (possible)'}" for one in row.result.alerts]
    return "\n".join(told)

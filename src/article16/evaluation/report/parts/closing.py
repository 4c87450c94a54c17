"""What cannot be said, how it was worked out, and the yearly form of the IMPACT toolkit from the same counts."""

from __future__ import annotations

import platform
from collections import Counter
from importlib.metadata import version

import numpy as np

from article16.evaluation.report.desk import Desk, Line
from article16.evaluation.report.model import Part

LIBRARIES = ("numpy", "scipy", "duckdb", "matplotlib")


def cannot_say(desk: Desk, parts: tuple[Part, ...]) -> Part:
    """Every sentence on what is missing, gathered; then what no report of this kind can say."""
    gathered = [f"{part.title}: {line}" for part in parts for line in part.missing]
    always = (
        desk.say("A man’s own report is his own. When he tells more violence, he may do more or admit more."),
        desk.say("Subgroups are compared only when they were named before anybody looked."),
        desk.say("A long silence of police or courts is not the same as no violence."),
    )
    told: tuple[str, ...] = ()
    if desk.data.faulty:
        told = (
            desk.say("The data had faults when they were read. What they touch is left out, or counts as not known."),
        )
    return Part("limits", desk.say("What cannot be said, and why"), (), (), (), (*told, *gathered, *always))


def methods(desk: Desk) -> Part:
    """Methods used, how often, and versions: enough to do it again."""
    used = Counter(
        one.result.method.split(":")[0] for one in desk.numbers.values() if not one.result.method.startswith("count")
    )
    rows = [(name, desk.words.whole(times)) for name, times in sorted(used.items())]
    table = desk.table(desk.say("Methods used"), (desk.say("Method"), desk.say("Numbers")), rows)
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    words: tuple[str, ...] = (
        desk.say("Intervals are 95 % intervals. Above 0 means safer wherever two groups or times are set against each other, unless the table says otherwise."),
        desk.say("Data: {fingerprint}. Seed {seed}. Article 16 {program}, Python {python}, {versions}.",
                 fingerprint=desk.data.fingerprint, seed=desk.seed, program=version_of_program(), python=platform.python_version(), versions=versions),
    )  # fmt: skip
    if desk.release:
        words += (
            desk.say(
                "Made for release: numbers that rest on fewer than 8 persons are withheld, counts are rounded to 5, other numbers to two digits."
            ),
        )
    return Part("methods", desk.say("Methods and versions"), words, (table,) if rows else ())


def version_of_program() -> str:
    """As the program names itself; “source” where it was not installed."""
    from importlib.metadata import PackageNotFoundError

    try:
        return version("article16")
    except PackageNotFoundError:
        return "source"


def yearly_form(desk: Desk) -> Part:
    """Use and impact of the programme in a year, in the order of the toolkit's form: who sent whom, who came, who answered."""
    column = desk.data.column("route")
    routes = {str(code): np.flatnonzero(column == code) for code in desk.data.codes.get("route", {})}
    routes = {code: who for code, who in routes.items() if len(who)}
    cells = desk.counts("yearly.referrals", routes, "referrals by agency")
    referrals = [(desk.say(code), cells[code]) for code in routes] + [(desk.say("All"), cells["total"])]
    tables = [
        desk.table(desk.say("Referrals, by who sent him"), (desk.say("Who sent him"), desk.say("Men")), referrals)
    ]
    rows: list[Line] = []
    for who, title in (("client", "The man"), ("partner", "The most recent (ex-)partner")):
        for place, time in enumerate(("T0", "T1", "T2", "T3", "T4")):
            answered = np.flatnonzero(desk.data.status[who][:, place] == "answered")
            rows.append(
                (
                    desk.say(title),
                    time,
                    desk.count(f"yearly.forms {who}.{time}", len(answered), f"{who} answered {time}", who=answered),
                )
            )
    asked = {source: np.flatnonzero(known) for source, known in desk.data.asked.items()}
    tables.append(
        desk.table(
            desk.say("Questionnaires filled in"), (desk.say("By whom"), desk.say("When"), desk.say("Forms")), rows
        )
    )
    sources = [
        (desk.say(source), desk.count(f"yearly.sources.{source}", len(who), f"{source} asked", who=who))
        for source, who in asked.items()
    ]
    if sources:
        head = (desk.say("Source"), desk.say("Men of whom it answered for a whole year"))
        tables.append(desk.table(desk.say("Other sources"), head, sources))
    words = (
        desk.say(
            "Impact is reported for men who use violence against women: for others there is too little evidence to go by."
        ),
    )
    return Part("yearly", desk.say("Use and impact of the programme during the year"), words, tuple(tables))

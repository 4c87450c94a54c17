"""Change of every scale in one table, by domain and measure: the numbers of the chapters that follow."""

from __future__ import annotations

from collections.abc import Sequence

from article16.evaluation.report.data import INFORMANTS, Scale
from article16.evaluation.report.desk import NONE, Desk, Line
from article16.evaluation.report.model import Cell, Part
from article16.evaluation.report.parts.response import WHO
from article16.evaluation.tables.fields import DOMAINS, MEASURES


def overview(desk: Desk, scales: Sequence[Scale]) -> Part:
    """What changed, by IMPACT domain, Mirabal measure and informant."""
    title = desk.say("What changed, in one table")
    rows = [row for scale in scales for who in INFORMANTS if (row := _row(desk, scale, who))]
    if not rows:
        return Part("changes", title, missing=(desk.say("No questionnaires were recorded."),))
    head = (
        desk.say("Scale"),
        desk.say("Domain of the IMPACT toolkit"),
        desk.say("Measure of Project Mirabal"),
        desk.say("Who reports"),
        desk.say("Safer is"),
        desk.say("Change from T1 to T4 (95 % interval)"),
    )
    words = (
        desk.say(
            "In points of each scale, from the start to half a year after the end. Figures follow, scale by scale."
        ),
        desk.say("Of so many numbers some move by chance alone. None of them says that the programme did it."),
    )
    return Part("changes", title, words, (desk.table(desk.say("Change, by who reports it"), head, rows),))


def _row(desk: Desk, scale: Scale, who: str) -> Line | None:
    key = f"change {scale.name}.{who}.change"
    if key not in desk.numbers:
        return None
    domain = desk.say(DOMAINS[scale.domain]) if scale.domain else NONE
    measure = desk.say(MEASURES[scale.measure]) if scale.measure else NONE
    return (desk.scale_first(scale), domain, measure, desk.say(WHO[who]), _safer(desk, scale, who),
            Cell(desk.numbers[key].text, key))  # fmt: skip


def _safer(desk: Desk, scale: Scale, who: str) -> str:
    way = scale.safer.get(who)
    return NONE if way is None else desk.say("less") if way == "lower" else desk.say("more")

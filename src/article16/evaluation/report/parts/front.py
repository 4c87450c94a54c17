"""The first page, and the two pages in plain words: what is known, and what is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from article16.evaluation.report.claims import sentences
from article16.evaluation.report.data import TIMES
from article16.evaluation.report.desk import NONE, Desk
from article16.evaluation.report.model import Beside, Part
from article16.evaluation.report.parts.change import ends_of
from article16.evaluation.report.parts.comparison import arms
from article16.evaluation.results import Result


def front(desk: Desk, parts: Sequence[Part]) -> Part:
    """Page one: for a person who never saw statistics. Written last, from numbers that stand in the report."""
    if not desk.data.men and desk.data.counts:
        return _of_counts(desk, parts)
    words = [*_who(desk), *sentences(desk), *_partners(desk), *_violence(desk)]
    if any("(" in line for line in words):
        words.append(
            desk.say("In brackets: from where to where the true number may well lie. Fewer people, wider brackets.")
        )
    title = desk.say("What this report can say")
    return Part("front", title, tuple(words), (), (), _unknown(desk), _beside(desk, parts))


def _of_counts(desk: Desk, parts: Sequence[Part]) -> Part:
    """Page one where programmes gave sums alone."""
    programmes = {one.programme for one in desk.data.counts}
    words = (
        desk.say("Programmes that gave sums, so many of so many: {n}.", n=desk.words.whole(len(programmes))),
        desk.say("Each share stands with the numbers between which the true one may well lie."),
    )
    missing = (
        desk.say("How any one man or woman fared: there are no rows for single persons."),
        desk.say("Whether the programme caused any of this. There is no group to compare with."),
        desk.say("Who did not answer, and how they fare."),
    )
    found = [(part, replace(one, name=f"{one.name}-first")) for part in parts for one in part.pictures]
    beside = tuple(Beside(part.key, part.title, one) for part, one in found[:2])
    return Part("front", desk.say("What this report can say"), words, (), (), missing, beside)


def _beside(desk: Desk, parts: Sequence[Part]) -> tuple[Beside, ...]:
    """Four figures that tell most, as far as they stand in the report: what was held from an earlier release is a table."""
    scale = desk.data.leading
    found = {one.name: part for part in parts for one in part.pictures}
    names = ("flow", "endings", f"change-{scale.name}" if scale else "", "violence")
    small = ((found[name], desk.small(name)) for name in names if name in found)
    return tuple(Beside(part.key, part.title, one) for part, one in small if one is not None)


def funders(desk: Desk) -> Part:
    """One page for those who pay."""
    words = [
        *_who(desk),
        desk.say(
            "A high share of completers is not a sign that women are safer. Ask first how many women could be asked."
        ),
        *sentences(desk),
        *_partners(desk),
        desk.say("Please do not compare programmes by these figures alone. They take different men."),
        *(
            [desk.say("To know whether the programme causes a change, some men must be offered it later, by lot.")]
            if arms(desk) is None
            else []
        ),
    ]
    return Part("funders", desk.say("For those who fund the programme"), tuple(words))


def womens_service(desk: Desk) -> Part:
    """One page for the women's service."""
    words = [
        *sentences(desk),
        *_partners(desk),
        *_violence(desk),
        desk.say(
            "Where women were lost, think first of those who could not speak. Their number stands in “Who answered”."
        ),
        desk.say("Nothing here says that any one man is no danger. Her own view of risk comes first."),
        desk.say("When he stops coming, tell her. Support for her does not depend on him."),
    ]
    return Part("service", desk.say("For the women’s service"), tuple(words))


def _text(desk: Desk, key: str) -> str:
    found = desk.numbers.get(key)
    return found.text if found is not None and found.shown is not None else ""


def _who(desk: Desk) -> list[str]:
    referred, started = _text(desk, "flow.steps.referred.n"), _text(desk, "flow.steps.started.n")
    lines = []
    if referred and started:
        lines.append(
            desk.say("{referred} men were referred. {started} of them started.", referred=referred, started=started)
        )
    elif referred:
        lines.append(desk.say("{referred} men were referred.", referred=referred))
    for way, sentence in (
        ("completed", "Within a year, {share} of those who started completed."),
        ("dropped out", "Within a year, {share} of those who started stopped coming."),
    ):
        share = _text(desk, f"attrition.ways.{way}.365")
        if share:
            lines.append(desk.say(sentence, share=share))
    return lines


def _partners(desk: Desk) -> list[str]:
    lines = []
    share = _text(desk, "response.partner T4.share")
    if share:
        lines.append(
            desk.say(
                "Half a year after the end, {share} of the (ex-)partners who should be asked answered.", share=share
            )
        )
    return [*lines, *_change(desk)]


def _change(desk: Desk) -> list[str]:
    """What women report at the end against the start, in points of a scale whose ends and direction are said."""
    scale = desk.data.leading
    if scale is None:
        return []
    key = f"change {scale.name}.partner.change"
    change, found = _text(desk, key), desk.numbers.get(key)
    if not change or found is None:
        return []
    moved = _moved(desk, found.result) if found.result.interval else desk.say("{change} points", change=change)
    low, high = (desk.words.whole(end) for end in ends_of(scale))
    way = desk.say("less is safer") if scale.lower_is_safer("partner") else desk.say("more is safer")
    lines = [
        desk.say("{scale}, as women report it, half a year after the end against the start: {moved}.",
                 scale=desk.scale_first(scale), moved=moved),
        desk.say("That scale goes from {low} to {high} points; {direction}.", low=low, high=high, direction=way),
    ]  # fmt: skip
    ends = found.result.interval
    if ends is not None and ends.low <= 0 <= ends.high:
        lines.append(desk.say("That is also what chance alone could show: the change may be none."))
    return lines


def _moved(desk: Desk, found: Result) -> str:
    """A change and its interval without a sign: 11.2 points less (6.5 to 15.9)."""
    ends = (found.interval.low, found.interval.high) if found.interval else (found.value, found.value)
    near, far = (desk.points(abs(end)) for end in sorted(ends, key=abs))
    if ends[0] < 0 < ends[1]:
        span = desk.say("from {low} less to {high} more", low=desk.points(-ends[0]), high=desk.points(ends[1]))
    else:
        span = desk.say("{low} to {high}", low=near, high=far)
    size = desk.points(abs(found.value))
    if found.value > 0:
        return desk.say("{points} points more ({span})", points=size, span=span)
    return desk.say("{points} points less ({span})", points=size, span=span)


def _violence(desk: Desk) -> list[str]:
    lines = []
    for source, sentence in (
        (
            "police",
            "Police recorded new violence of {share} of the men within a year of their start. Police see only a part.",
        ),
        ("partner", "(Ex-)partners who could be asked for the whole year reported new violence of {share} of the men."),
    ):
        share = _text(desk, f"harm.{source}.share")
        if share:
            lines.append(desk.say(sentence, share=share))
    return lines


def _unknown(desk: Desk) -> tuple[str, ...]:
    """What is not known, first of all whether the programme did it."""
    lines = []
    if arms(desk) is None:
        lines.append(desk.say("Whether the programme caused any of this. There is no group to compare with."))
    else:
        lines.append(desk.say("Whether the two groups were alike in what nobody wrote down."))
    share = desk.numbers.get("response.partner T4.share")
    if share is None or share.shown is None or share.shown < 0.6:
        lines.append(desk.say("How the women fare who did not answer. They are many, and they may fare worse."))
    scale = desk.data.leading
    if scale is not None and not _text(desk, f"change {scale.name}.partner.{TIMES[4]}"):
        lines.append(desk.say("What women report half a year after the end. Too few were asked or answered."))
    if not any(_text(desk, f"harm.{source}.share") for source in ("police", "partner")):
        lines.append(desk.say("Whether there was new violence. No source was asked about the whole year."))
    lines.append(desk.say("What any one man will do. Nothing in this report can tell."))
    return tuple(line for line in lines if line != NONE)

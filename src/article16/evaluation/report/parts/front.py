"""The first page, and the two pages in plain words: what is known, and what is not."""

from __future__ import annotations

from article16.evaluation.report.data import TIMES
from article16.evaluation.report.desk import NONE, Desk
from article16.evaluation.report.model import Part
from article16.evaluation.report.parts.comparison import arms


def front(desk: Desk) -> Part:
    """Page one: for a person who never saw statistics. Written last, from numbers that stand in the report."""
    words = [*_who(desk), *_partners(desk), *_violence(desk)]
    return Part("front", desk.say("What this report can say"), tuple(words), (), (), _unknown(desk))


def funders(desk: Desk) -> Part:
    """One page for those who pay."""
    words = [
        *_who(desk),
        desk.say(
            "A high share of completers is not a sign that women are safer. Ask first how many women could be asked."
        ),
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
    scale = next(iter(desk.data.scales), None)
    if scale is None:
        return lines
    key = f"change {scale.name}.partner.change"
    change, found = _text(desk, key), desk.numbers.get(key)
    if change and found is not None:
        lines.append(desk.say("What women report of {scale} moved by {change} points from the start to half a year after the end.",
                              scale=desk.say(scale.name), change=change))  # fmt: skip
        ends = found.result.interval
        if ends is not None and ends.low <= 0 <= ends.high:
            lines.append(desk.say("That is also what chance alone could show: the change may be none."))
    return lines


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
    if desk.data.scales and not _text(desk, f"change {desk.data.scales[0].name}.partner.{TIMES[4]}"):
        lines.append(desk.say("What women report half a year after the end. Too few were asked or answered."))
    if not any(_text(desk, f"harm.{source}.share") for source in ("police", "partner")):
        lines.append(desk.say("Whether there was new violence. No source was asked about the whole year."))
    lines.append(desk.say("What any one man will do. Nothing in this report can tell."))
    return tuple(line for line in lines if line != NONE)

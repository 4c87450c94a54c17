"""What a report may say about an effect: one question named beforehand, and nothing from the other numbers.

A report holds hundreds of numbers, and of those five in a hundred lie outside their interval by chance alone. So one of
them alone may carry a claim: behaviour, its impact and her safety as (ex-)partners report them half a year after the
end, men given a place against men offered it later (`parts.primary`). How often that is wrong stands in
docs/methods/calibration.md.
"""

from __future__ import annotations

from enum import StrEnum

from article16.evaluation.report.desk import Desk
from article16.evaluation.report.parts.primary import KEY


class Claim(StrEnum):
    """What the first page says of an effect."""

    BENEFIT = "benefit"
    HARM = "harm"
    NEITHER = "neither"


_SAID = {
    Claim.BENEFIT: "Where he was given a place, women report it to be safer than where he was offered it later, "
    "by {points} points.",
    Claim.HARM: "Where he was given a place, women report it to be less safe than where he was offered it later, "
    "by {points} points.",
    Claim.NEITHER: "Women report no clear difference between men given a place and men offered it later "
    "({points} points).",
}


def claim(desk: Desk) -> Claim:
    """By the primary number alone; neither where there is none, or where it was withheld."""
    number = desk.numbers.get(KEY)
    if number is None or number.shown is None or number.result.interval is None:
        return Claim.NEITHER
    ends = number.result.interval
    if ends.low > 0:
        return Claim.BENEFIT
    return Claim.HARM if ends.high < 0 else Claim.NEITHER


def sentences(desk: Desk) -> list[str]:
    """The claim in plain words, with what it rests on; nothing without a comparison group."""
    number = desk.numbers.get(KEY)
    # A number held from an earlier release has no interval here: nothing new is said of it.
    if number is None or number.shown is None or number.result.interval is None:
        return []
    lines = [desk.say(_SAID[claim(desk)], points=number.text)]
    if claim(desk) is Claim.NEITHER:
        lines.append(desk.say("That is not proof of no difference. The study may be too small to see one."))
    else:
        lines.append(desk.say("This could still be chance, or come from women who did not answer."))
    return lines

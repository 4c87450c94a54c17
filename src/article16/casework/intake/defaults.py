"""Criteria and texts that a programme may begin with: in our own words, in English, to be changed and released."""

from pathlib import Path

INCLUSION, EXCLUSION = "inclusion", "exclusion"
CONTRACT, LIMITS, STATEMENT = "contract", "limits", "statement"

CRITERIA = (
    (INCLUSION, "He names at least one act of violence of his own, whatever reasons he gives for it."),
    (
        INCLUSION,
        "He agrees that the women’s service offers support to those he has harmed, and that it is told of his"
        " attendance, of warnings and of the end of his time here.",
    ),
    (INCLUSION, "He agrees that the programme speaks with those who sent him, and knows about what."),
    (INCLUSION, "He can follow a group in its language, or an interpreter or a group in his language is there."),
    (INCLUSION, "He can come at the hours of a group and reach the place."),
    (EXCLUSION, "Alcohol or drugs are such that he cannot come sober. He is referred to treatment first or beside it."),
    (EXCLUSION, "His mental health is such that a group would harm him or others now. He is referred to care first."),
    (EXCLUSION, "A court order, condition of bail or sentence forbids him to take part."),
    (EXCLUSION, "He threatens others in the group or staff, and working with him alone would be needed."),
    (EXCLUSION, "He wishes to take part only to use a certificate in proceedings, and says so."),
)

_STATEMENT = (
    "I have read the programme contract and the limits of confidentiality, or they were read to me in a language that"
    " I understand. I could ask questions. I agree to both."
)
_FOLDER = Path(__file__).parent / "texts"
TEXTS = {kind: (_FOLDER / f"{kind}.en.txt").read_text() for kind in (CONTRACT, LIMITS)} | {STATEMENT: _STATEMENT}

"""What a column of study data is: its kind, its codes, its range, its unit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What may stand in a column, and how a missing answer is written in it."""

    KEY = "key"  # whole number that stands for a person in this package only; never missing
    CODE = "code"  # short code chosen by the programme; words when missing
    CATEGORY = "category"  # one of the listed codes; words when missing
    DAY = "day"  # whole days since his referral; -999001 … when missing
    COUNT = "count"  # whole number from 0; -999001 … when missing
    NUMBER = "number"  # any number; -999001 … when missing
    ITEM = "item"  # answer code from 0; -1 … -5 when missing; empty when the questionnaire was not answered
    SCORE = "score"  # number made from items; empty when too few items were answered


DOMAINS = {
    1: "behaviour and its impact",
    2: "safety and wellbeing",
    3: "children",
    4: "hopes",
    5: "responsibility",
    6: "about the person",
    7: "other",
}
BEHAVIOUR, HOPES, RESPONSIBILITY = 1, 4, 5
# What men and women said counts as success: Kelly and Westmarland 2015, Project Mirabal, Durham University.
MEASURES = {
    1: "respectful communication",
    2: "space for action",
    3: "safety, and freedom from violence",
    4: "safe and shared parenting",
    5: "awareness of himself and others",
    6: "safer, healthier childhoods",
}
TEXT_KINDS = frozenset({Kind.CODE, Kind.CATEGORY})
WHOLE_KINDS = frozenset({Kind.KEY, Kind.DAY, Kind.COUNT, Kind.ITEM})
NUMBER_CODE_KINDS = frozenset({Kind.DAY, Kind.COUNT, Kind.NUMBER})


@dataclass(frozen=True, slots=True)
class Field:
    """One column.

    Parameters
    ----------
    name
        Column name in every file.
    kind
        See `Kind`.
    meaning
        One sentence for people.
    codes
        For a category: code and its meaning.
    unit
        Unit of the number; empty for text.
    minimum, maximum
        Inclusive range of a value that is not missing; None: open.
    required
        The table cannot be read without this column.
    may_be_missing
        Whether the five missing kinds may stand in it.
    instrument
        For items and scores: the instrument they belong to.
    safer
        For scores: informant and which way is safer, "lower" or "higher". The same scale runs opposite ways:
        less abuse is safer when she reports it; more, when he at last acknowledges it, is not known to be.
    domain
        For items and scores: what is asked about, in the order of the IMPACT toolkit (`DOMAINS`); 0: not said.
    measure
        For items and scores: which measure of success of Project Mirabal it belongs to (`MEASURES`); 0: not said.
    titles
        For items and scores: language (BCP 47) and the few words by which people call it in a report.
    """

    name: str
    kind: Kind
    meaning: str
    codes: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    required: bool = False
    may_be_missing: bool = True
    instrument: str = ""
    safer: tuple[tuple[str, str], ...] = ()
    domain: int = 0
    measure: int = 0
    titles: tuple[tuple[str, str], ...] = ()

    @property
    def allowed(self) -> tuple[str, ...]:
        """The codes of a category, without the words for missing."""
        return tuple(code for code, _ in self.codes)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns and what makes a row unique."""

    name: str
    meaning: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        """The column of that name.

        Raises
        ------
        KeyError
            When the table has no such column.
        """
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(field.name for field in self.fields)


def item(
    name: str, meaning: str, *, instrument: str, maximum: int, domain: int = 0, titles: tuple[tuple[str, str], ...] = ()
) -> Field:
    """A questionnaire item answered by a code from 0 to `maximum`; its column is called `q_` and a name."""
    return Field(
        name,
        Kind.ITEM,
        meaning,
        unit="answer code",
        minimum=0,
        maximum=maximum,
        instrument=instrument,
        domain=domain,
        titles=titles,
    )


def score(
    name: str,
    meaning: str,
    *,
    instrument: str,
    unit: str = "points",
    minimum: float | None = None,
    maximum: float | None = None,
    safer: tuple[tuple[str, str], ...] = (),
    domain: int = 0,
    measure: int = 0,
    titles: tuple[tuple[str, str], ...] = (),
) -> Field:
    """A scale score made from items; its column is called `score_` and a name."""
    return Field(
        name,
        Kind.SCORE,
        meaning,
        unit=unit,
        minimum=minimum,
        maximum=maximum,
        may_be_missing=False,
        instrument=instrument,
        safer=safer,
        domain=domain,
        measure=measure,
        titles=titles,
    )

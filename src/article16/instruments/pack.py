"""The form of a pack as it is written: YAML, checked by pydantic. Unknown keys are errors."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
Version = Annotated[str, Field(pattern=r"^\d{1,4}\.\d{1,4}\.\d{1,4}$")]
Words = Annotated[str, Field(min_length=1, max_length=2000)]
Finite = Annotated[float, Field(allow_inf_nan=False, ge=-1e9, le=1e9)]
Impact = Annotated[int, Field(ge=1, le=7)]
Mirabal = Annotated[int, Field(ge=1, le=6)]
Better = Literal["higher", "lower", "neither"]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceFile(Part):
    text: Words
    licence: Words
    doi: str = ""
    owner: str = ""


Owed = Literal["weights", "reverse", "bands", "scheme", "prorating"]
# How many questions are open -> the score for the sums 0, 1, 2, … of the others.
Prorating = dict[Annotated[int, Field(ge=1, le=99)], Annotated[list[Finite], Field(min_length=1, max_length=999)]]


class SlotFile(Part):
    owner: Words
    terms: Words
    needs: dict[Key, Annotated[list[Owed], Field(min_length=1)]] = {}
    structure: Literal["fixed", "open"] = "fixed"
    filled: bool = False


class LanguageFile(Part):
    direction: Literal["ltr", "rtl"]
    reviewed: str = ""
    draft: bool = False


class WindowFile(Part):
    key: Key
    days: Annotated[int, Field(ge=1, le=36525)] | None = None
    times: list[str] = []


class RepeatFile(Part):
    key: Key
    count: Key
    most: Annotated[int, Field(ge=1, le=30)]


class ChoiceFile(Part):
    code: Annotated[int, Field(ge=-999, le=9999)]
    alone: bool = False


def _choice(written: Any) -> Any:
    return {"code": written} if isinstance(written, int) else written


class Tags(Part):
    informants: list[str] = []
    times: list[str] = []
    when: str = ""
    skipped: Finite | None = None
    unknown: bool = False
    not_applicable: bool = False
    impact: Impact | None = None
    mirabal: Mirabal | None = None


class ItemFile(Tags):
    key: Key
    kind: Literal["single", "multiple", "numeric", "date", "text"]
    scale: str = ""
    range: Annotated[list[Finite], Field(min_length=2, max_length=2)] = [0, 1]
    whole: bool = True
    unit: str = ""
    longest: Annotated[int, Field(ge=1, le=20_000)] = 2000


class RowFile(Tags):
    key: Key


def _row(written: Any) -> Any:
    return {"key": written} if isinstance(written, str) else written


class GridFile(Tags):
    grid: Key
    scale: str
    rows: Annotated[list[Annotated[RowFile, BeforeValidator(_row)]], Field(min_length=1, max_length=100)]


def _grid_or_item(written: Any) -> str:
    return "grid" if isinstance(written, dict) and "grid" in written else "item"


Entry = Annotated[Annotated[GridFile, Tag("grid")] | Annotated[ItemFile, Tag("item")], Discriminator(_grid_or_item)]


class SectionFile(Part):
    key: Key
    window: bool = False
    repeat: str = ""
    items: Annotated[list[Entry], Field(min_length=1)]


class BandFile(Part):
    key: Key
    start: Finite
    of_100: Annotated[float, Field(ge=0, le=100)] | None = None


class ScoreFile(Part):
    key: Key
    how: Literal["sum", "mean", "prorated", "count", "any", "highest", "expression"]
    of: list[str] = []
    at_least: Annotated[int, Field(ge=1)] | None = None
    weights: dict[str, Finite] = {}
    reverse: list[str] = []
    midpoints: dict[int, Finite] = {}
    threshold: Finite = 1
    prorating: Prorating = {}
    digits: Annotated[int, Field(ge=0, le=6)] | None = None
    expression: str = ""
    bands: list[BandFile] = []
    scheme: str = ""
    better: dict[str, Better]
    informants: list[str] = []
    impact: Impact | None = None
    mirabal: Mirabal | None = None


class AlertFile(Part):
    key: Key
    when: Words
    informants: list[str] = []


Given = int | float | date | str | list[int]


class CaseFile(Part):
    name: Words
    informant: str = ""
    time: str = ""
    answers: dict[str, Given] = {}
    fill: Given | None = None
    scores: dict[str, float | None] = {}
    bands: dict[str, str | None] = {}
    ranges: dict[str, Annotated[list[float], Field(min_length=2, max_length=2)]] = {}
    alerts: list[str] | None = None


class LicensedScore(Part):
    """What an owner's file says about a score of a slot."""

    weights: dict[str, Finite] | None = None
    reverse: list[str] | None = None
    midpoints: dict[int, Finite] | None = None
    at_least: Annotated[int, Field(ge=1)] | None = None
    prorating: Annotated[Prorating, Field(min_length=1)] | None = None
    digits: Annotated[int, Field(ge=0, le=6)] | None = None
    bands: Annotated[list[BandFile], Field(min_length=1)] | None = None
    scheme: Words | None = None


class ScoringFile(Part):
    source: Words
    scores: Annotated[dict[Key, LicensedScore], Field(min_length=1)]
    cases: Annotated[list[CaseFile], Field(min_length=1)]


class PackFile(Part):
    id: Key
    version: Version
    status: Literal["draft", "released", "retired"]
    source: SourceFile
    slot: SlotFile | None = None
    informants: Annotated[list[Key], Field(min_length=1, max_length=6)]
    times: list[str] = []
    modes: Annotated[list[Literal["self", "read_aloud", "interpreter", "paper"]], Field(min_length=1)]
    windows: list[WindowFile] = []
    repeats: list[RepeatFile] = []
    languages: Annotated[dict[str, LanguageFile], Field(min_length=1)]
    scales: dict[str, list[Annotated[ChoiceFile, BeforeValidator(_choice)]]] = {}
    sections: Annotated[list[SectionFile], Field(min_length=1)]
    scores: list[ScoreFile] = []
    alerts: list[AlertFile] = []
    cases: Annotated[list[CaseFile], Field(min_length=1)]

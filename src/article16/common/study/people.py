"""One man of a study, without a name: his columns, his answers and hers, what happened and what was asked.

A cell is text: a code of the codebook, a number, or a kind of missing (".declined"). What is absent is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Cells = Mapping[str, str]  # column -> cell


@dataclass(frozen=True, slots=True)
class Response:
    """One questionnaire that was due, answered or not."""

    time: str  # T0 to T4
    informant: str  # "client", "partner", "new partner"
    instrument: str
    version: str = ""
    fingerprint: str = ""
    status: str = "answered"
    day: int | None = None  # days since his referral
    occasion: str = ""
    mode: str = ""
    language: str = ""
    values: Cells = field(default_factory=dict)  # of items, under the names that `common.questionnaires.coding` gives


@dataclass(frozen=True, slots=True)
class Man:
    """One man: `number` stands for him in this study only."""

    number: int
    programme: str
    columns: Cells = field(default_factory=dict)  # of the table cases
    exposure: Mapping[str, Cells] = field(default_factory=dict)  # kind of work -> columns
    responses: tuple[Response, ...] = ()
    events: tuple[Cells, ...] = ()
    windows: tuple[Cells, ...] = ()

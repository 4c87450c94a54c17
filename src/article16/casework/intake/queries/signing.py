"""Texts of the agreement, and what a man signed. Each read says what it costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ..kinds import TextKind
from ..models import (
    Agreement,
    AgreementText,
    Withdrawal,
)


@dataclass(frozen=True, slots=True)
class TextRow:
    id: UUID
    kind: str  # a TextKind
    language: str
    version: int
    words: str
    written_at: datetime
    written_by: str
    released_at: datetime | None
    released_by: str | None


TEXT = ["id", "kind", "language", "version", "words", "written_at", "written_by__name", "released_at"]
TEXT += ["released_by__name"]


def texts(programme: UUID) -> list[TextRow]:
    """All texts of the agreement, by language and kind, the newest version first. One query."""
    rows = AgreementText.objects.filter(programme=programme).order_by("language", "kind", "-version")
    return [TextRow(*row) for row in rows.values_list(*TEXT)]


def text(programmes: frozenset[UUID], text_id: UUID) -> tuple[UUID, TextRow] | None:
    """The programme and one text, or None alike when it is another programme's or not there. One query."""
    row = AgreementText.objects.filter(pk=text_id, programme__in=programmes).values_list("programme", *TEXT).first()
    return (row[0], TextRow(*row[1:])) if row else None


@dataclass(frozen=True, slots=True)
class Pair:
    """A contract and limits of confidentiality that hold together, and since when."""

    contract: TextRow
    limits: TextRow
    since: datetime
    current: bool  # nothing newer was released in this language


def pairs(all_texts: Iterable[TextRow]) -> list[Pair]:
    """What men could sign, for each language the one that holds now and before it the earlier ones, newest first."""
    released = [(one.released_at, one) for one in all_texts if one.released_at]
    held: dict[str, dict[str, TextRow]] = {}
    found: dict[str, list[Pair]] = {}
    for since, one in sorted(released, key=lambda row: row[0]):
        if one.kind == TextKind.STATEMENT:
            continue
        now = held.setdefault(one.language, {})
        now[one.kind] = one
        if len(now) == 2:
            pair = Pair(now[TextKind.CONTRACT], now[TextKind.LIMITS], since, current=False)
            found.setdefault(one.language, []).append(pair)
    return [
        Pair(one.contract, one.limits, one.since, current=number == 0)
        for language in sorted(found)
        for number, one in enumerate(reversed(found[language]))
    ]


def statement(all_texts: Iterable[TextRow], language: str) -> str:
    """The sentence that is confirmed on the screen in this language; empty: none was released."""
    released = [one for one in all_texts if one.released_at and (one.kind, one.language) == ("statement", language)]
    return max(released, key=lambda one: one.version).words if released else ""


@dataclass(frozen=True, slots=True)
class AgreementRow:
    id: UUID
    on: date
    how: str  # a How
    typed_name: str
    statement: str
    kept_at: str
    read_out: bool
    interpreter: bool
    contract: UUID
    contract_version: int
    limits: UUID
    limits_version: int
    language: str
    written_at: datetime
    by: str
    withdrawn_on: date | None = None
    withdrawn_words: str = ""


AGREEMENT = ["id", "on", "how", "typed_name", "statement", "kept_at", "read_out", "interpreter", "contract"]
AGREEMENT += ["contract__version", "limits", "limits__version", "contract__language", "written_at", "written_by__name"]


def agreements(episode: UUID) -> list[AgreementRow]:
    """What he signed and what he withdrew, the latest first. Two queries."""
    gone = {
        row[0]: row[1:] for row in Withdrawal.objects.filter(episode=episode).values_list("agreement", "on", "words")
    }
    rows = Agreement.objects.filter(episode=episode).order_by("-on", "-written_at", "-id").values_list(*AGREEMENT)
    return [AgreementRow(*row, *gone.get(row[0], (None, ""))) for row in rows]


def agreement(agreement_id: UUID, episode: UUID) -> Agreement:
    """One agreement, to be written about. One query."""
    return Agreement.objects.select_related("episode").get(pk=agreement_id, episode=episode)

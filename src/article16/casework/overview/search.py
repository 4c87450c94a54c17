"""Finding a man among those that a person may see. Each query walks an index and stops at the end of the page."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from article16.casework.clients import names
from article16.casework.clients.models import Client, Episode, NamePart, ReferralFacts
from article16.casework.clients.policy import READERS, THING, clients_of, with_code
from article16.common.accounts.access import Viewer
from article16.common.accounts.models import ClosedFile
from article16.common.accounts.queries import closed_objects
from article16.common.db.prepared import Prepared

from .asked import Asked

MOST = 50  # men on the page
WALKED = 20_000  # words of names looked at, at most: a letter or two begins the names of very many
FEW = 5_000  # words counted, at most, to know which is the rarest
AFTER_ANY = "\U0010ffff"  # sorts behind every word that begins in the same way


@dataclass(frozen=True, slots=True)
class FoundRow:
    id: UUID
    code: str
    name: str
    birth_date: date | None
    programme: str
    state: str  # an EpisodeState
    by: str  # what matched: "code", "born", "reference", "name", "earlier-name"


@dataclass(frozen=True, slots=True)
class Answer:
    rows: tuple[FoundRow, ...]
    more: bool  # there are more than these: the person types more letters
    cut: bool = False  # so many words begin in this way that not all were looked at


def search(viewer: Viewer, asked: Asked) -> Answer:
    """Whoever it may be, best first: by code, date of birth with name, reference, name. At most eight queries."""
    hits: dict[UUID, str] = {}
    for by, found in _each(viewer, asked):
        for client_id in found:
            hits.setdefault(client_id, by)
    cut = False
    if asked.words and not asked.born:
        walked = _by_name(viewer, asked.words)
        cut = walked.cut
        for client_id in walked.men:
            hits.setdefault(client_id, "name")
    kept = list(hits.items())[:MOST]
    return Answer(_rows(viewer, dict(kept), asked), len(hits) > MOST, cut)


def _each(viewer: Viewer, asked: Asked) -> Iterable[tuple[str, Iterable[UUID]]]:
    if asked.code:
        yield "code", clients_of(viewer).filter(with_code(asked.code)).values_list("pk", flat=True)
    if asked.born:
        yield "born", _by_birth(viewer, asked)
    if asked.reference:
        yield "reference", _by_reference(viewer, asked.reference)


def _by_birth(viewer: Viewer, asked: Asked) -> Iterable[UUID]:
    """Born on one of these days; where a name stands beside the date, that too. One query."""
    rows = clients_of(viewer).filter(birth_date__in=asked.born)
    for word in asked.words:
        rows = rows.filter(Exists(_beginning(NamePart.objects.filter(client=OuterRef("pk")), "part", word)))
    return rows.order_by("birth_date", "pk").values_list("pk", flat=True)[: MOST + 1]


def _by_reference(viewer: Viewer, reference: str) -> Iterable[UUID]:
    """Only where the referral itself came to a programme of the viewer's. One query."""
    # Asked of each row that begins so, and not the other way round: SQLite would go through whole programmes.
    mine = Episode.objects.filter(pk=OuterRef("episode"), programme__in=viewer.programmes(READERS))
    open_to = Exists(mine.exclude(client__in=closed_objects(viewer.id, THING)))
    rows = _beginning(ReferralFacts.objects.all(), "reference_key", reference).filter(open_to, replaced_at=None)
    return rows.order_by("reference_key", "episode").values_list("episode__client", flat=True)[: MOST + 1]


@dataclass(frozen=True, slots=True)
class Walked:
    """Men found by name, and whether the walk ended before all names that begin so were looked at."""

    men: Collection[UUID]
    cut: bool


def _by_name(viewer: Viewer, words: tuple[str, ...]) -> Walked:
    """The rarest word is walked in the order of its index; the others are looked up for each man. Three queries."""
    programmes = viewer.programmes(READERS)
    if not programmes:
        return Walked((), cut=False)
    range_sql, order = RANGE[connection.vendor]
    marks = ", ".join(["%s"] * len(programmes))
    also = f"SELECT 1 FROM {PARTS} o WHERE o.client_id = w.client_id AND {range_sql('o')}"  # noqa: S608  as below
    # First what fewest men have: each look-up that is not made is one less of a thousand.
    others = f"EXISTS ({also}) AND " * (len(words) - 1)
    sql = f"""
        SELECT w.client_id FROM
          (SELECT client_id, part FROM {PARTS} p WHERE {range_sql("p")} ORDER BY {order} LIMIT {WALKED}) w
        WHERE {others}
          EXISTS (SELECT 1 FROM {EPISODES} e WHERE e.client_id = w.client_id AND e.programme_id IN ({marks}))
          AND NOT EXISTS (SELECT 1 FROM {CLOSED} c
            WHERE c.object_id = w.client_id AND c.staff_id = %s AND c.thing = %s AND c.opened_at IS NULL)
        LIMIT {2 * MOST}"""  # noqa: S608  only names of tables, operators and marks
    ends = [one for word in _rarest_first(words) for one in (word, word + AFTER_ANY)]
    found: dict[UUID, None] = {}
    rows = 0
    with connection.cursor() as cursor:
        cursor.execute(sql, [*ends, *map(_as_stored, programmes), _as_stored(viewer.id), THING])
        for (row,) in cursor:  # SQLite looks for the next one only now
            rows += 1
            found[row if isinstance(row, UUID) else UUID(row)] = None
            if len(found) > MOST:
                break
    past = f"SELECT 1 FROM {PARTS} p WHERE {range_sql('p')} ORDER BY {order} LIMIT 1 OFFSET {WALKED}"  # noqa: S608  as above
    with connection.cursor() as cursor:
        cursor.execute(past, ends[:2])
        cut = cursor.fetchone() is not None or rows == 2 * MOST
    return Walked(found, cut)


def _rarest_first(words: tuple[str, ...]) -> list[str]:
    """Of words with which many begin, the longest first. One query, of more than one word."""
    if len(words) == 1:
        return list(words)
    counted = f"(SELECT count(*) FROM (SELECT 1 FROM {PARTS} p WHERE {RANGE[connection.vendor][0]('p')} LIMIT {FEW}) c)"  # noqa: S608  as above
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join([counted] * len(words))}",
            [one for word in words for one in (word, word + AFTER_ANY)],
        )
        sizes = dict(zip(words, cursor.fetchone(), strict=True))
    return sorted(words, key=lambda word: (sizes[word], -len(word)))


PARTS, EPISODES, CLOSED = (model._meta.db_table for model in (NamePart, Episode, ClosedFile))
# SQLite compares bytes; PostgreSQL does so with the operators of the index.
RANGE = {
    "sqlite": (lambda of: f"{of}.part >= %s AND {of}.part < %s", "p.part, p.client_id"),
    "postgresql": (lambda of: f"{of}.part ~>=~ %s AND {of}.part ~<~ %s", "p.part USING ~<~, p.client_id"),
}


def _as_stored(one: UUID) -> Any:
    return one if connection.features.has_native_uuid_field else one.hex


def _beginning(rows: Any, column: str, start: str) -> Any:
    """Rows whose column begins so, in the form in which each database uses its index."""
    if connection.vendor == "postgresql":
        return rows.filter(**{f"{column}__startswith": start})
    return rows.filter(**{f"{column}__gte": start, f"{column}__lt": start + AFTER_ANY})


def _rows(viewer: Viewer, hits: dict[UUID, str], asked: Asked) -> tuple[FoundRow, ...]:
    """The men with the latest episode that the viewer may see, in the order of the hits. Two queries."""
    ids = list(hits)
    men = {pk: (code, name, born) for pk, code, name, born in MEN.rows(ids=ids)}
    # All of these men are read and the rest left out here: SQLite would go through whole programmes instead.
    mine = viewer.programmes(READERS)
    latest = {man: (place, state) for man, of, place, state in THEIRS.rows(ids=ids) if of in mine}
    return tuple(
        FoundRow(one, *men[one], *latest[one], _why(men[one][1], by, asked))
        for one, by in hits.items()
        if one in latest
    )


def _men(ids: Collection[UUID]) -> QuerySet:
    return Client.objects.filter(pk__in=ids).values_list("pk", "code", "name", "birth_date")


def _theirs(ids: Collection[UUID]) -> QuerySet:
    rows = Episode.objects.filter(client__in=ids).order_by("number")
    return rows.values_list("client", "programme", "programme__name", "state")


MEN, THEIRS = Prepared(_men), Prepared(_theirs)


def _why(name: str, by: str, asked: Asked) -> str:
    """A man found by a name that he no longer has is found all the same, and the page says so."""
    now = names.parts(name)
    if by == "name" and not all(any(part.startswith(word) for part in now) for word in asked.words):
        return "earlier-name"
    return by

"""What staff filled in about a man, for whoever sees him."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from article16.casework.clients.policy import READERS, THING, WRITERS, seen_episode
from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Viewer
from article16.common.db.prepared import Prepared
from article16.common.questionnaires.encoding import decoded
from article16.instruments.scoring import Result, score

from ..models import Rating, RatingDraft
from . import instruments

COLUMNS = ("pk", "episode", "instrument", "version", "fingerprint", "informant", "language", "on", "rated_at")


@dataclass(frozen=True, slots=True)
class RatingRow:
    """One filled-in instrument, without the answers."""

    id: UUID
    episode: UUID
    instrument: str
    version: str
    fingerprint: str
    informant: str
    language: str
    on: date
    rated_at: datetime
    by: str
    corrects: UUID | None
    reason: str


def of_man(viewer: Viewer, client_id: UUID, instrument: str = "") -> list[RatingRow]:
    """Those that hold, the latest first. One query."""
    mine = Q(episode__client=client_id) & (Q(instrument=instrument) if instrument else Q())
    return _rows(_standing().filter(seen_episode(viewer, READERS), mine))


def _standing() -> QuerySet[Rating]:
    return Rating.objects.filter(~Exists(Rating.objects.filter(corrects=OuterRef("pk"))))


def _rows(ratings: QuerySet[Rating]) -> list[RatingRow]:
    rows = ratings.order_by("-on", "-rated_at", "-pk")
    return [RatingRow(*row) for row in rows.values_list(*COLUMNS, "written_by__name", "corrects", "reason")]


def row_of(rating: Rating) -> RatingRow:
    """The same of one that was read with whoever wrote it. No query."""
    return RatingRow(
        rating.pk, rating.episode_id, rating.instrument, rating.version, rating.fingerprint, rating.informant,
        rating.language, rating.on, rating.rated_at, rating.written_by.name, rating.corrects_id, rating.reason,
    )  # fmt: skip


def rating_of(viewer: Viewer, rating_id: UUID, roles: frozenset[str] = READERS) -> Rating | None:
    """One, with man and programme; None alike when not there, of others, or closed. One query."""
    rows = Rating.objects.filter(seen_episode(viewer, roles), pk=rating_id)
    return rows.select_related("episode__client", "episode__programme", "written_by").first()


def before(rating: Rating) -> list[RatingRow]:
    """The rows whose place this one took, the latest first. One query for each."""
    found: list[RatingRow] = []
    at = rating.corrects_id
    while at is not None:
        found += _rows(Rating.objects.filter(pk=at))
        at = found[-1].corrects
    return found


def correction_of(rating: Rating) -> UUID | None:
    """What took the place of this one. One query."""
    return Rating.objects.filter(corrects=rating).values_list("pk", flat=True).first()


def drafts_of_man(viewer: Viewer, client_id: UUID) -> list[RatingDraft]:
    """What is begun and not ended. One query."""
    rows = RatingDraft.objects.filter(seen_episode(viewer, READERS), episode__client=client_id)
    return list(rows.select_related("begun_by").order_by("begun_at", "pk"))


def draft_of(viewer: Viewer, draft_id: UUID, *, lock: bool = False) -> RatingDraft | None:
    """One, for whoever may write. Locked, nobody else changes it until the transaction ends. One query."""
    rows = RatingDraft.objects.select_for_update(of=("self",)) if lock else RatingDraft.objects
    rows = rows.filter(seen_episode(viewer, WRITERS), pk=draft_id)
    return rows.select_related("episode__client").first()


def times_of(viewer: Viewer, client_id: UUID) -> tuple[int, date | None]:
    """How often staff filled something in about him, and when last. One query."""
    found = TIMES.first(client=client_id, programmes=viewer.programmes(READERS), staff=viewer.id)
    return (found[0], found[1]) if found else (0, None)


def _times(client: UUID, programmes: Collection[UUID], staff: UUID) -> QuerySet:
    his = _standing().filter(episode__client=client, episode__programme__in=programmes)
    his = his.exclude(episode__client__in=accounts.closed_objects(staff, THING)).order_by()
    return his.values("episode__client").annotate(times=Count("pk"), last=Max("on")).values_list("times", "last")


TIMES = Prepared(_times)


def of_programme(programme: UUID, fingerprint: str) -> list[tuple[RatingRow, UUID]]:
    """Those that hold in one programme, in one version, the earliest first, each with the man's id. One query."""
    rows = _standing().filter(episode__programme=programme, fingerprint=fingerprint).order_by("on", "rated_at", "pk")
    columns = (*COLUMNS, "written_by__name", "corrects", "reason", "episode__client")
    return [(RatingRow(*values), man) for *values, man in rows.values_list(*columns)]


def answers_of(rows: list[RatingRow]) -> dict[UUID, dict[str, object]]:
    """The answers of each whose words are on this server. One query, and at most one for each version."""
    texts = dict(Rating.objects.filter(pk__in=[row.id for row in rows]).values_list("pk", "answers"))
    known = {row.id: instruments.by_fingerprint(row.fingerprint) for row in rows}
    return {row: decoded(one, texts[row]) for row, one in known.items() if one is not None}


def results_of(rows: list[RatingRow]) -> dict[UUID, tuple[dict[str, object], Result]]:
    """Answers and scores of each whose words are on this server. One query, and at most one for each version."""
    answers = answers_of(rows)
    found = {}
    for row in rows:
        instrument = instruments.by_fingerprint(row.fingerprint)
        if instrument is not None:
            found[row.id] = (answers[row.id], score(instrument, answers[row.id], informant=row.informant))
    return found

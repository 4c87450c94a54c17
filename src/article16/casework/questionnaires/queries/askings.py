"""What a man is to be asked, was asked, and how far it is."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from article16.casework.clients.models import Episode
from article16.casework.clients.policy import READERS, THING, WRITERS, seen_episode
from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Viewer
from article16.common.accounts.models import Programme
from article16.common.db.prepared import Prepared

from ..models import Asking, Draft, NotAnswered, Policy, Response, Sitting, WindowDays
from ..schedule import Anchor, End, Rules, Span, State, Window, ordered


@dataclass(frozen=True, slots=True)
class AskingRow:
    """One questionnaire at one time, as the list of a man shows it."""

    id: UUID
    episode: UUID
    instrument: str
    window: Window
    done_at: datetime | None
    begun: bool
    link_until: datetime | None
    not_answered: str  # a reason, or empty
    response: UUID | None

    def state(self, on: date) -> State:
        return self.window.state(on)


UNEXPLAINED = timedelta(days=60)  # how long a time that closed without an answer or a reason is asked about
OF_A_SITTING = {  # every page of his asks for these columns, and for no more
    "": ("id", "kind", "expires_at", "asking_id"),
    "asking__": ("id", "instrument", "wave", "done_at", "ended", "episode_id"),
    "asking__episode__": ("id", "client_id", "programme_id", "opened_on"),
    "asking__episode__programme__": ("id", "name"),
}
COLUMNS = ("pk", "episode", "instrument", "wave", "opens_on", "due_on", "late_after", "closes_on", "ended", "done_at")


def askings_of(viewer: Viewer, roles: frozenset[str] = READERS) -> QuerySet[Asking]:
    """Every questionnaire of the men whom this person sees."""
    mine = Asking.objects.filter(episode__programme__in=viewer.programmes(roles))
    return mine.exclude(episode__client__in=accounts.closed_objects(viewer.id, THING))


def asking_of(viewer: Viewer, asking_id: UUID, roles: frozenset[str] = READERS) -> Asking | None:
    """One, with his episode, man and programme; None alike when not there, of others, or closed. One query."""
    rows = askings_of(viewer, roles).select_related("episode__client", "episode__programme")
    return rows.filter(pk=asking_id).first()


def of_man(viewer: Viewer, client_id: UUID) -> list[AskingRow]:
    """All his questionnaires, latest episode first, by time. One query."""
    return _rows(askings_of(viewer).filter(episode__client=client_id).order_by("-episode__number"))


def counts_of(viewer: Viewer, client_id: UUID) -> tuple[int, int]:
    """How many of his are planned, and how many of these are answered. One query."""
    found = COUNTED.first(client=client_id, programmes=viewer.programmes(READERS), staff=viewer.id)
    return (found[0], found[1]) if found else (0, 0)


def _counted(client: UUID, programmes: Collection[UUID], staff: UUID) -> QuerySet:
    his = Asking.objects.filter(episode__client=client, episode__programme__in=programmes, due_on__isnull=False)
    his = his.exclude(episode__client__in=accounts.closed_objects(staff, THING)).order_by()
    done = Count("pk", filter=Q(done_at__isnull=False))
    return his.values("episode__client").annotate(planned=Count("pk"), done=done).values_list("planned", "done")


COUNTED = Prepared(_counted)


def one(asking: Asking) -> AskingRow:
    """The same of one. One query."""
    return _rows(Asking.objects.filter(pk=asking.pk))[0]


def _rows(askings: QuerySet[Asking]) -> list[AskingRow]:
    drafts = Draft.objects.filter(asking=OuterRef("pk"))
    links = Sitting.objects.filter(asking=OuterRef("pk"), ended_at__isnull=True).values("expires_at")[:1]
    reasons = NotAnswered.objects.filter(asking=OuterRef("pk")).order_by("-written_at").values("reason")[:1]
    newest = Response.objects.filter(asking=OuterRef("pk")).order_by("-answered_at", "-pk")
    standing = newest.filter(~Exists(Response.objects.filter(corrects=OuterRef("pk")))).values("pk")[:1]
    rows = askings.annotate(
        begun=Exists(drafts), link=Subquery(links), reason=Subquery(reasons), response=Subquery(standing)
    )
    found = [_row(values) for values in rows.values_list(*COLUMNS, "begun", "link", "reason", "response")]
    places = {wave: place for place, wave in enumerate(ordered(row.window.wave for row in found))}
    seen = list(dict.fromkeys(row.episode for row in found))
    return sorted(found, key=lambda row: (seen.index(row.episode), places[row.window.wave], row.instrument))


def _row(values: tuple) -> AskingRow:
    pk, episode, instrument, wave, opens, due, late, closes, ended, done_at, begun, link, reason, response = values
    window = Window(wave, opens, due, late, closes, End(ended) if ended else None)
    return AskingRow(pk, episode, instrument, window, done_at, begun, link, reason or "", response)


def window_of(asking: Asking) -> Window:
    ended = End(asking.ended) if asking.ended else None
    return Window(asking.wave, asking.opens_on, asking.due_on, asking.late_after, asking.closes_on, ended)


def rules_of(programmes: Iterable[UUID]) -> dict[UUID, Rules]:
    """What each programme has set; one that has set nothing is absent. Two queries."""
    ids = list(programmes)
    spans = spans_of(ids)
    found = {one: Rules(spans=days) for one, days in spans.items()}
    rows = Policy.objects.filter(programme__in=ids).values_list("programme", "anchor", "follow_ups")
    for programme, anchor, months in rows:
        found[programme] = Rules(Anchor(anchor), tuple(months), spans.get(programme, {}))
    return found


def spans_of(programmes: Iterable[UUID]) -> dict[UUID, dict[str, Span]]:
    """The days around each time that a programme has set, by the latest row of each. One query."""
    rows = WindowDays.objects.filter(programme__in=list(programmes)).order_by("written_at")
    found: dict[UUID, dict[str, Span]] = {}
    for programme, wave, *days in rows.values_list("programme", "wave", "before", "grace", "after"):
        found.setdefault(programme, {})[wave] = Span(*days)
    return found


def open_sitting(secret_hash: str, at: datetime) -> Sitting | None:
    """The sitting that this browser holds, while it lasts. One query."""
    row = HELD.first(secret_hash=secret_hash, at=at)
    if row is None:
        return None
    values = iter(row)
    sitting, asking, episode, programme = (
        _loaded(model, dict(zip(names, values, strict=False)))
        for model, names in zip((Sitting, Asking, Episode, Programme), OF_A_SITTING.values(), strict=True)
    )
    sitting.asking, asking.episode, episode.programme = asking, episode, programme
    return sitting


def _held(secret_hash: str, at: datetime) -> QuerySet:
    rows = Sitting.objects.filter(claim_hash=secret_hash, ended_at__isnull=True, expires_at__gt=at)
    return rows.values_list(*(f"{path}{name}" for path, names in OF_A_SITTING.items() for name in names))


HELD = Prepared(_held)


def _loaded(model: type[Model], values: Mapping[str, Any]) -> Any:
    """A row of this table with these columns alone, as `only` would load it."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname in values]
    return model.from_db(connection.alias, names, [values[name] for name in names])


def link(token_hash: str, at: datetime) -> Sitting | None:
    """An open link of which this is the address. One query."""
    rows = Sitting.objects.filter(token_hash=token_hash, kind="link", ended_at__isnull=True, expires_at__gt=at)
    return rows.select_related("asking__episode__programme").first()


def how_ended(secret_hash: str) -> tuple[str, str]:
    """Why the sitting of this browser ended, and in which language it was held; empty: it never was one. One query."""
    newest = Response.objects.filter(asking=OuterRef("asking")).order_by("-answered_at").values("language")[:1]
    kept = Draft.objects.filter(asking=OuterRef("asking")).values("language")[:1]
    rows = Sitting.objects.filter(claim_hash=secret_hash, ended_at__isnull=False).annotate(
        language=Coalesce(Subquery(kept), Subquery(newest), Value("en"))
    )
    return rows.values_list("ended_why", "language").first() or ("", "")


def draft_of(asking_id: UUID, entry: str, *, lock: bool = False) -> Draft | None:
    """One query. Locked, nobody else changes it until the transaction ends."""
    row = (LOCKED if lock else DRAFT).first(asking=asking_id, entry=str(entry))
    return _loaded(Draft, dict(zip(OF_A_DRAFT, row, strict=True))) if row else None


def _draft(asking: UUID, entry: str) -> QuerySet:
    return Draft.objects.filter(asking=asking, entry=entry).values_list(*OF_A_DRAFT)


def _locked(asking: UUID, entry: str) -> QuerySet:
    return _draft(asking, entry).select_for_update()


OF_A_DRAFT = tuple(field.attname for field in Draft._meta.concrete_fields)
DRAFT, LOCKED = Prepared(_draft), Prepared(_locked)


def entries_of(asking_id: UUID) -> set[str]:
    """Which drafts there are. One query."""
    return set(Draft.objects.filter(asking=asking_id).values_list("entry", flat=True))


def waiting_rows(viewer: Viewer, on: date, most: int) -> list[Asking]:
    """What closed lately with nobody saying why, and what is open on this day, in the order of closing. One query."""
    rows = Asking.objects.filter(seen_episode(viewer, WRITERS), ended="", done_at=None, explained_at=None)
    rows = rows.filter(opens_on__lte=on, closes_on__gte=on - UNEXPLAINED)
    return list(rows.select_related("episode__client").order_by("closes_on", "pk")[:most])

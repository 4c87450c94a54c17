"""What a man is to be asked, was asked, and how far it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from article16.casework.clients.policy import READERS, THING, WRITERS, seen_episode
from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Viewer

from ..models import Asking, Draft, NotAnswered, Policy, Response, Sitting
from ..schedule import FOLLOW_UP, SPANS, Anchor, End, Rules, State, Window, ordered


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
    """What each programme has set, or what holds where nothing is. One query."""
    rows = Policy.objects.filter(programme__in=list(programmes)).values_list("programme", "anchor", "follow_ups")
    return {programme: Rules(Anchor(anchor), tuple(months)) for programme, anchor, months in rows}


def open_sitting(secret_hash: str, at: datetime) -> Sitting | None:
    """The sitting that this browser holds, while it lasts. One query."""
    rows = Sitting.objects.filter(claim_hash=secret_hash, ended_at__isnull=True, expires_at__gt=at)
    return rows.select_related("asking__episode__programme").first()


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


def draft_of(asking_id: UUID, entry: str) -> Draft | None:
    """One query."""
    return Draft.objects.filter(asking=asking_id, entry=entry).first()


def entries_of(asking_id: UUID) -> set[str]:
    """Which drafts there are. One query."""
    return set(Draft.objects.filter(asking=asking_id).values_list("entry", flat=True))


def waiting_rows(viewer: Viewer, on: date, most: int) -> list[Asking]:
    """What is open on this day, and what closed lately with nobody saying why; the oldest first. One query."""
    longest = max(span.after for span in (*SPANS.values(), FOLLOW_UP))
    since = on - UNEXPLAINED - timedelta(days=longest)
    rows = Asking.objects.filter(seen_episode(viewer, WRITERS), ended="", done_at=None, due_on__gte=since)
    rows = rows.filter(opens_on__lte=on, closes_on__gte=on - UNEXPLAINED)
    unexplained = rows.filter(~Exists(NotAnswered.objects.filter(asking=OuterRef("pk"))))
    return list(unexplained.select_related("episode__client").order_by("due_on", "pk")[:most])

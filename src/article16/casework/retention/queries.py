"""What is due, what holds it, and what was erased. Each says what it costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import CharField, Exists, Max, OuterRef, QuerySet, TextField

from article16.casework.clients.models import Client, Episode, EpisodeState
from article16.casework.endings.models import Ending
from article16.casework.family.document_actions import months_later
from article16.casework.family.models import Document, DocumentContent
from article16.casework.transfer.reach import of_programmes
from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Viewer

from .models import Erased, Hold, Period, Place, Proposal, RecordClass
from .policy import PROPOSERS, whole_files_of

NEVER_BEGAN = ("never-started", "not-suitable")
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class PeriodRow:
    country: str
    record_class: str
    label: str
    months: int
    source: str
    is_example: bool
    written_at: datetime


@dataclass(frozen=True, slots=True)
class DueRow:
    client: UUID
    code: str
    ended_on: date
    due: date
    record_class: str
    label: str
    months: int
    is_example: bool
    held_until: date | None
    proposed_by: UUID | None
    basis: str


@dataclass(frozen=True, slots=True)
class HoldRow:
    id: UUID
    client: UUID
    code: str
    reason: str
    until: date


@dataclass(frozen=True, slots=True)
class ErasedRow:
    programme: str
    basis: str
    passages: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Mention:
    """Where his name stands in something that is kept because it is not about him alone."""

    about: str
    count: int


def periods() -> list[PeriodRow]:
    """The row that counts for each class and country. One query."""
    newest: dict[tuple[str, str], PeriodRow] = {}
    for one in Period.objects.order_by("written_at", "is_example"):
        newest[one.country, one.record_class] = PeriodRow(
            one.country,
            one.record_class,
            one.get_record_class_display(),
            one.months,
            one.source,
            one.is_example,
            one.written_at,
        )
    return [newest[key] for key in sorted(newest)]


def places() -> dict[UUID, str]:
    """Programme to country. One query."""
    return dict(Place.objects.values_list("programme", "country"))


def due(viewer: Viewer, *, today: date) -> list[DueRow]:
    """Files of the viewer's programmes whose time has passed, or which somebody proposed to erase. Five queries."""
    mine = whole_files_of(viewer, PROPOSERS)
    proposed = mine.filter(Exists(Proposal.objects.filter(client=OuterRef("pk"))))
    found = {one.client: one for one in (*_due(mine, today), *_rows(_ended(proposed)))}
    return sorted(found.values(), key=lambda one: (one.due, one.code))


def due_anywhere(*, today: date) -> list[DueRow]:
    """The same over the whole service, without what is held; for the tick. Five queries."""
    return [one for one in _due(Client.objects.filter(merged_into=None), today) if one.held_until is None]


def _due(men: QuerySet[Client], today: date) -> list[DueRow]:
    shortest = min((one.months for one in periods()), default=None)
    if shortest is None:
        return []
    before = months_later(today, -shortest)
    return [one for one in _rows(_ended(men).filter(last__lte=before)[:AT_ONCE], today=today) if one.due <= today]


def _ended(men: QuerySet[Client]) -> QuerySet[Client]:
    """Men none of whose passages is open, the longest ended first."""
    mine = Episode.objects.filter(client=OuterRef("pk"))
    last = mine.order_by().values("client").annotate(last=Max("ended_on")).values("last")
    men = men.filter(Exists(mine), ~Exists(mine.exclude(state=EpisodeState.ENDED)))
    return men.annotate(last=last).order_by("last", "pk")


def _rows(men: QuerySet[Client], *, today: date | None = None) -> list[DueRow]:
    rows = list(men)
    ids = [one.pk for one in rows]
    began = _began(ids)
    countries = _countries(ids)
    holds = dict(
        Hold.objects.filter(client__in=ids, ended_at=None)
        .values("client")
        .annotate(Max("until"))
        .values_list("client", "until__max")
    )
    proposals = {one.client_id: one for one in Proposal.objects.filter(client__in=ids)}
    known = {(one.country, one.record_class): one for one in periods()}
    found = []
    for man in rows:
        kind = str(RecordClass.FILE if man.pk in began else RecordClass.REFERRAL)
        period = known.get((countries.get(man.pk, ""), kind)) or known.get(("", kind))
        if period is None:
            continue
        proposal, held = proposals.get(man.pk), holds.get(man.pk)
        found.append(
            DueRow(
                man.pk,
                man.code,
                man.last,
                months_later(man.last, period.months),
                kind,
                period.label,
                period.months,
                period.is_example,
                held if held and (today is None or held >= today) else None,
                proposal.written_by_id if proposal else None,
                proposal.get_basis_display() if proposal else "",
            )
        )
    return found


def _began(ids: Sequence[UUID]) -> set[UUID]:
    """Those with a passage that ended otherwise than before it began."""
    ended = Ending.objects.filter(episode=OuterRef("pk"), kind__in=NEVER_BEGAN)
    return set(Episode.objects.filter(client__in=ids).filter(~Exists(ended)).values_list("client", flat=True))


def _countries(ids: Sequence[UUID]) -> dict[UUID, str]:
    """Of the programme of the latest passage."""
    known = places()
    rows = Episode.objects.filter(client__in=ids).order_by("number").values_list("client", "programme")
    return {client: known.get(programme, "") for client, programme in rows}


def held(client_id: UUID, *, today: date) -> bool:
    """Whether a hold stands on this file. One query."""
    return Hold.objects.filter(client=client_id, ended_at=None, until__gte=today).exists()


def holds(viewer: Viewer) -> list[HoldRow]:
    """Holds that were not ended, the first to end first. One query."""
    rows = Hold.objects.filter(client__in=whole_files_of(viewer, PROPOSERS), ended_at=None).select_related("client")
    return [HoldRow(one.pk, one.client_id, one.client.code, one.reason, one.until) for one in rows.order_by("until")]


def hold(viewer: Viewer, hold_id: UUID) -> HoldRow | None:
    """One of them. One query."""
    return next((one for one in holds(viewer) if one.id == hold_id), None)


def proposal(client_id: UUID) -> Proposal | None:
    return Proposal.objects.filter(client=client_id).first()


def of_one(client: Client, *, today: date) -> DueRow | None:
    """How one file stands; None while a passage is open. Five queries."""
    return next(iter(_rows(_ended(Client.objects.filter(pk=client.pk)), today=today)), None)


def documents_due(viewer: Viewer, *, today: date) -> list[tuple[UUID, UUID, str, date]]:
    """Documents whose own time has passed: man, document, title, day; the first fifty. One query."""
    rows = Document.objects.filter(
        Exists(DocumentContent.objects.filter(document=OuterRef("pk"))),
        keep_until__lte=today,
        episode__programme__in=viewer.programmes(frozenset({"manager"})),
    ).exclude(episode__client__in=accounts.closed_objects(viewer.id, "client"))
    fields = rows.order_by("keep_until", "pk").values_list("episode__client", "pk", "title", "keep_until")
    return list(fields[:50])


def erased(viewer: Viewer) -> list[ErasedRow]:
    """The last fifty. One query."""
    rows = Erased.objects.filter(programme__in=viewer.programmes(PROPOSERS)).select_related("programme")
    return [
        ErasedRow(one.programme.name, one.get_basis_display(), one.passages, one.at)
        for one in rows.order_by("-at")[:50]
    ]


def mentions(client: Client) -> list[Mention]:
    """Where his name or code stands in what belongs to groups and programmes. One query for each such text."""
    found = []
    for table in of_programmes():
        texts = [
            one.name for one in table.columns if isinstance(one.field, CharField | TextField) and not one.field.choices
        ]
        for name in texts:
            rows = table.model._default_manager.filter(**{f"{name}__icontains": client.name})
            rows |= table.model._default_manager.filter(**{f"{name}__contains": client.code})
            if count := rows.count():
                found.append(Mention(f"{table.about} ({name.replace('_', ' ')})", count))
    return found

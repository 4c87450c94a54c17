"""Reads for warnings: where a message about a man goes. Each says what it costs."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from article16.casework.clients.models import Client, Episode
from article16.casework.clients.policy import READERS, THING
from article16.casework.clients.queries import SupportRow, support_of
from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Viewer
from article16.common.db import paging
from article16.common.db.prepared import Prepared
from article16.wall.vocabulary import AlertKind, Severity

from .models import Hours, Limits, Raised, Within
from .policy import RULES, Days, Rule, Week


@dataclass(frozen=True, slots=True)
class Way:
    """Where what is said about one episode goes, and under which names."""

    mailbox: UUID
    client: UUID
    programme: UUID
    code: str
    to: SupportRow
    of_two: bool = False  # another file went into his: what leaves is kept, should they be two men after all


def ways(episodes: Iterable[UUID]) -> dict[UUID, Way]:
    """The way of each of these episodes. One query, and one for each programme among them."""
    rows = WAYS.rows(episodes=list(set(episodes)))
    zones = {programme: support_of(programme) for programme in {row[3] for row in rows}}
    return {pk: Way(mailbox, client, place, code, zones[place], two) for pk, mailbox, client, place, code, two in rows}


def _ways(episodes: Collection[UUID]) -> QuerySet:
    columns = ("pk", "client__mailbox", "client", "programme", "programme__code")
    merged = Exists(Client.objects.filter(merged_into=OuterRef("client")))
    return Episode.objects.filter(pk__in=episodes).values_list(*columns, merged)


WAYS = Prepared(_ways)


def rules_of(programme: UUID) -> dict[AlertKind, Rule]:
    """Severity and time of every kind in this programme. One query."""
    rows = Within.objects.filter(programme=programme).values_list("kind", "severity", "minutes")
    own = {AlertKind(kind): Rule(Severity(grave), timedelta(minutes=minutes)) for kind, grave, minutes in rows}
    return {**RULES, **own}


def days_of(programme: UUID) -> tuple[Days, str]:
    """After how many days what is missing warns, and whom to call in danger. One query."""
    columns = ("unanswered", "not_seen", "no_next", "danger_call")
    row = Limits.objects.filter(programme=programme).values_list(*columns).first()
    return (Days(*row[:3]), row[3]) if row else (Days(), "")


def all_days() -> dict[UUID, Days]:
    """The days of every programme that has set its own. One query."""
    rows = Limits.objects.values_list("programme", "unanswered", "not_seen", "no_next")
    return {programme: Days(*days) for programme, *days in rows}


def week_of(programme: UUID) -> Week:
    """The declared hours of the women's service beside this programme. One query."""
    rows = Hours.objects.filter(programme=programme).order_by("weekday", "opens")
    return Week(tuple(rows.values_list("weekday", "opens", "closes")))


def duty_sentence(programme: UUID, *, at: datetime) -> str:
    """What whoever saves a warning is told in hours without a worker, as for every man; else empty. Two queries."""
    zone, week = ZoneInfo(settings.TIME_ZONE), week_of(programme)
    if week.on_duty(at, zone):
        return ""
    danger = days_of(programme)[1] or _("the police")
    opening = week.next_opening(at, zone)
    when = date_format(opening, "l H:i") if opening else _("further notice")
    said = _(
        "Nobody is on duty in the women’s service until %(when)s; the manager on call is told. "
        "Danger now: call %(call)s."
    )
    return said % {"when": when, "call": danger}


@dataclass(frozen=True, slots=True)
class RaisedRow:
    """One warning that left, or that a named person was given."""

    id: UUID
    client: UUID
    code: str
    kind: str
    severity: str
    raised_at: datetime
    due: datetime


def raised(viewer: Viewer, *, token: str = "", size: int = 50) -> paging.Part[RaisedRow]:
    """What warned in the viewer's programmes, the latest first, without files closed to them. One query."""
    mine = Raised.objects.filter(episode__programme__in=viewer.programmes(READERS))
    mine = mine.exclude(episode__client__in=accounts.closed_objects(viewer.id, THING)).select_related("episode__client")
    part = paging.page(mine, order=["-raised_at", "-id"], token=token, size=size)
    rows = tuple(
        RaisedRow(
            one.pk,
            one.episode.client_id,
            one.episode.client.code,
            one.kind,
            one.severity,
            one.raised_at,
            one.due,
        )
        for one in part.rows
    )
    return paging.Part(rows, part.earlier, part.later)

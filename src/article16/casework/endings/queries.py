"""Reads about endings. Each says what it costs."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from article16.casework.clients.models import ReferralStep
from article16.casework.clients.policy import READERS, closed_clients
from article16.common.accounts.access import Viewer
from article16.common.accounts.models import Programme

from .models import Ending, Reopening, Resumption, Suspension, Told


@dataclass(frozen=True, slots=True)
class Course:
    """Everything that ended, suspended or reopened one episode; newest first."""

    endings: tuple[Ending, ...]
    told: dict[UUID, list[Told]]  # by ending
    suspensions: tuple[Suspension, ...]
    resumed: dict[UUID, Resumption]  # by suspension
    reopened: dict[UUID, Reopening]  # by ending


def course(episode_id: UUID) -> Course:
    """Of an episode that the viewer was let to. Five queries, whatever happened."""
    endings = Ending.objects.filter(episode=episode_id).select_related("to_programme", "written_by")
    told: dict[UUID, list[Told]] = {}
    for one in Told.objects.filter(ending__episode=episode_id).order_by("on", "written_at"):
        told.setdefault(one.ending_id, []).append(one)
    resumptions = Resumption.objects.filter(episode=episode_id).select_related("written_by")
    reopenings = Reopening.objects.filter(episode=episode_id).select_related("written_by")
    suspensions = Suspension.objects.filter(episode=episode_id).select_related("written_by")
    return Course(
        tuple(endings.order_by("-written_at", "pk")),
        told,
        tuple(suspensions.order_by("-written_at", "pk")),
        {one.suspension_id: one for one in resumptions},
        {one.ending_id: one for one in reopenings},
    )


def standing(episode_id: UUID) -> Ending | None:
    """The ending that holds now: neither corrected nor followed by a reopening. One query."""
    corrected = Ending.objects.filter(corrects=OuterRef("pk"))
    reopened = Reopening.objects.filter(ending=OuterRef("pk"))
    rows = Ending.objects.filter(~Exists(corrected), ~Exists(reopened), episode=episode_id)
    return rows.select_related("to_programme").order_by("-written_at").first()


def ending(viewer: Viewer, ending_id: UUID, roles: frozenset[str] = READERS) -> Ending | None:
    """One ending, or None alike when the viewer may not see it or it does not exist. One query."""
    rows = Ending.objects.filter(pk=ending_id, episode__programme__in=viewer.programmes(roles))
    open_to = rows.exclude(episode__client__in=closed_clients(viewer))
    return open_to.select_related("episode__client", "episode__programme", "to_programme").first()


def open_suspension(episode_id: UUID) -> Suspension | None:
    """The suspension that is not over. One query."""
    over = Resumption.objects.filter(suspension=OuterRef("pk"))
    return Suspension.objects.filter(~Exists(over), episode=episode_id).order_by("-written_at").first()


def went_on_from(episode_id: UUID) -> date | None:
    """The last day from which he went on after a suspension or an ending; None: he never paused. One query."""
    resumed = Resumption.objects.filter(episode=episode_id).values_list("on")
    reopened = Reopening.objects.filter(episode=episode_id).values_list("on")
    found = resumed.union(reopened).order_by("-on").first()
    return found[0] if found else None


def has_started(episode_id: UUID) -> bool:
    """Whether he ever took part, so that he can drop out or complete. One query."""
    return ReferralStep.objects.filter(episode=episode_id, status="taken-up").exists()


def programmes_to_go_to(but: UUID) -> list[tuple[str, str]]:
    """Id and name of every other programme of this service. One query."""
    rows = Programme.objects.filter(is_active=True).exclude(pk=but).order_by("name", "pk")
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]

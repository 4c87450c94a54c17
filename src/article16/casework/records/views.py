"""The page of records: the next review, sessions with him alone, the latest notes."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from article16.casework.clients.policy import WRITERS
from article16.casework.intake import pages as intake_pages
from article16.casework.intake import queries as intake
from article16.casework.intake.showing import episode_or_404, may, motivation_part, to_episode
from article16.casework.tasks.waiting import due_badge
from article16.common.ui.parts import Badge, State
from article16.common.ui.shell import Link

from . import pages, queries
from .kinds import Channel, Concern, Happened, NoteKind, Seriousness, WithWhom
from .policy import MANAGERS

LATEST = 5  # notes on this page; all of them have a page of their own
BADGES = {Happened.HELD: State.DONE, Happened.CANCELLED: State.NONE, Happened.NOT_ATTENDED: State.LATE}


@require_safe
def client_records(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """On to the latest episode of this man."""
    return to_episode(request, client_id, "records")


@require_safe
def records(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    episode = episode_or_404(request, episode_id)
    sessions = queries.individuals(episode_id)
    due = queries.open_review(episode_id)
    writes = may(request, episode, WRITERS)
    page = pages.RecordsPage(
        man=intake_pages.man(episode),
        due=due_badge(due[1], today=timezone.localdate()) if due else None,
        due_words=date_format(due[1], "j F Y") if due else _("No review is planned."),
        reviews=tuple(_review_line(one) for one in queries.reviews_held(episode_id)),
        sessions=tuple(session_line(one) for one in sessions),
        dose=dose_words(sessions),
        notes=tuple(note_line(one) for one in queries.notes(episode_id, size=LATEST).rows),
        motivation=motivation_part(intake.motivations(episode_id)),
        all_notes=reverse("notes", args=[episode_id]),
        **(_links(episode, moves=bool(due)) if writes else dict.fromkeys(LINKS)),
        interval=_interval(request, episode),
    )
    return render(request, "records/records.html", {"page": page})


LINKS = ("hold", "move", "plan", "write", "add_note")


def _links(episode, *, moves: bool) -> dict[str, Link | None]:
    """What a person may do here; in an ended episode only what looks back."""
    address, over = [episode.pk], episode.ended_on is not None
    return {
        "hold": None if over else Link(_("Hold the review"), reverse("review-hold", args=address)),
        "move": Link(_("Move the review"), reverse("review-move", args=address)) if moves and not over else None,
        "plan": None if over else Link(_("Plan a session"), reverse("individual-add", args=address)),
        "write": Link(_("Write down a session"), reverse("individual-write", args=address)),
        "add_note": Link(_("Write a note"), reverse("note-add", args=address)),
    }


def _interval(request: HttpRequest, episode) -> Link | None:
    if not may(request, episode, MANAGERS):
        return None
    return Link(_("How often the programme reviews"), reverse("review-interval", args=[episode.programme_id]))


def _review_line(row: queries.ReviewRow) -> pages.ReviewLine:
    second = _("%(name)s. Next: %(day)s") % {"name": row.by, "day": date_format(row.next_on, "j F Y")}
    return pages.ReviewLine(row.on, second, reverse("review", args=[row.id]), row.corrected)


def session_line(row: queries.SessionRow) -> pages.SessionLine:
    url = reverse("individual", args=[row.id])
    if row.happened is None:
        badge = Badge(State.NONE, _("Not held")) if row.settled else due_badge(row.due_on, today=timezone.localdate())
        time = time_format(row.starts_at, "H:i") if row.starts_at else ""
        return pages.SessionLine(row.due_on, badge, " ".join(filter(None, [time, row.theme])), url)
    badge = Badge(BADGES[Happened(row.happened)], str(Happened(row.happened).label))
    minutes = _("%(minutes)d minutes") % {"minutes": row.minutes} if row.minutes else ""
    return pages.SessionLine(row.on or row.due_on, badge, ". ".join(filter(None, [minutes, row.told_theme])), url)


def dose_words(rows: list[queries.SessionRow]) -> str:
    """Held sessions and their minutes in all, as `individual_dose` counts them."""
    held = [row for row in rows if row.happened == Happened.HELD]
    minutes = sum(row.minutes or 0 for row in held)
    values = {"count": len(held), "hours": minutes // 60, "minutes": minutes % 60}
    return (
        ngettext(
            "%(count)d session held, %(hours)d h %(minutes)d min",
            "%(count)d sessions held, %(hours)d h %(minutes)d min",
            len(held),
        )
        % values
    )


def note_line(row: queries.NoteRow) -> pages.NoteLine:
    concern = None
    if row.concern:
        words = f"{Concern(row.concern).label}. {Seriousness(row.seriousness).label}"
        concern = Badge(State.LATE, words)
    values = {"name": row.by, "when": date_format(timezone.localtime(row.written_at), "j F Y, H:i")}
    return pages.NoteLine(
        day=row.on,
        time=time_format(row.happened_at, "H:i") if row.happened_at else "",
        kind=str(NoteKind(row.kind).label),
        contact=_contact(row),
        words=row.words,
        concern=concern,
        due=date_format(row.due_on, "j F Y") if row.due_on else "",
        written=_("%(name)s, %(when)s") % values,
        url=reverse("note", args=[row.id]),
        corrected=row.corrected_by is not None,
        corrects=row.corrects is not None,
    )


def _contact(row: queries.NoteRow) -> str:
    channel = str(Channel(row.channel).label)
    if row.with_whom == WithWhom.NOBODY:
        return channel
    whom = row.agency or str(WithWhom(row.with_whom).label).lower()
    return f"{channel}, {whom}"

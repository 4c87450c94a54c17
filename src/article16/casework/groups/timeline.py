"""What this room has to tell about a man: his groups, every session, what he made up for."""

from uuid import UUID

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _

from article16.casework.timeline import Row, Told, branch

from .models import Attendance, Enrolment, MakeUp
from .standing import Mark
from .words import WORDS

ABSENT = {Mark.ABSENT, Mark.SENT_AWAY}
ICONS = {Mark.ABSENT: "cross", Mark.EXCUSED: "dash", Mark.SENT_AWAY: "cross", Mark.CANCELLED: "dash"}
SEPARATOR = "|"


def branches(client_id: UUID) -> dict[str, QuerySet]:
    enrolled = Enrolment.objects.filter(episode__client=client_id)
    attended = Attendance.objects.filter(episode__client=client_id)
    made_up = MakeUp.objects.filter(episode__client=client_id)
    return {
        "group-joined": branch(enrolled, kind="group-joined", on="since", at="written_at", words=F("group__name")),
        "group-left": branch(
            enrolled.filter(left_at__isnull=False),
            kind="group-left",
            on="until",
            at="left_at",
            code="left_why",
            words=F("group__name"),
            by="left_by_id",
        ),
        "attendance": branch(
            attended,
            kind="attendance",
            on=TruncDate("session__starts_at"),
            at="session__starts_at",
            code=_code(),
            words="note",
            corrects="corrects_id",
        ),
        "make-up": branch(
            made_up,
            kind="make-up",
            on="on",
            at="written_at",
            code=Cast("minutes", TextField()),
            words="words",
            corrects="corrects_id",
        ),
    }


def _code() -> Concat:
    """Mark, session, concern: what the sentence needs besides the note."""
    parts = [
        "mark",
        Cast("session__number", TextField()),
        Cast("session_id", TextField()),
        Cast("concern", TextField()),
    ]
    pieces = [piece for part in parts for piece in (part, Value(SEPARATOR))]
    return Concat(*pieces[:-1], output_field=TextField())


def entry(row: Row) -> Told:
    return {"attendance": _attendance, "make-up": _make_up, "group-joined": _joined, "group-left": _left}[row.kind](row)


def _joined(row: Row) -> Told:
    return Told("people", _("Taken into the group %(name)s") % {"name": row.words})


def _left(row: Row) -> Told:
    return Told("people", _("Last day in the group %(name)s") % {"name": row.words}, row.code)


def _make_up(row: Row) -> Told:
    if row.code == "0":
        return Told("dash", _("Making up for a session: taken back"), row.words)
    return Told("tick", _("Made up for a session: %(minutes)s min") % {"minutes": row.code}, row.words)


def _attendance(row: Row) -> Told:
    mark_code, number, session, concern = row.code.split(SEPARATOR)
    mark = Mark(mark_code)
    words = str(WORDS[mark].words)
    fact = words[:1].upper() + words[1:]
    if number:
        fact = _("%(mark)s: session %(number)s") % {"mark": fact, "number": number}
    concerned = concern.lower() in {"1", "true", "t"}
    second = _("A facilitator raised a concern.") if concerned else ""
    return Told(
        icon="flag" if concerned else ICONS.get(mark, "people"),
        fact=fact,
        second=" ".join(part for part in (row.words, second) if part),
        url=reverse("session-register", args=[UUID(session)]),
        late=concerned or mark in ABSENT,
    )

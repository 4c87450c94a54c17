"""His way as rows of the study, from the rooms below. The same whatever any woman says: nothing of hers is here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from article16.casework.clients.models import Client, Episode, EpisodeState, Referral, ReferralFacts
from article16.casework.endings.models import Ending, Reopening
from article16.casework.family.models import RecordedIncident, RecordsAnswer, RecordsCheck
from article16.casework.groups.models import Enrolment, Facilitator
from article16.casework.groups.queries.standings import current
from article16.casework.groups.standing import THERE, Mark
from article16.casework.intake.models import Assessment, Motivation, standing
from article16.casework.questionnaires.models import Asking, Draft, NotAnswered, Sitting
from article16.common.study.codes import code_of
from article16.common.study.people import Response

from . import kinds

WAVES = ("T0", "T1", "T2", "T3", "T4")
Cells = dict[str, str]


@dataclass
class Way:
    """One episode as the study needs it: nothing here names him."""

    client: UUID
    mailbox: UUID
    programme: str
    opened_on: date
    code: str  # of this passage
    first: bool  # his first passage of any
    columns: Cells = field(default_factory=dict)
    exposure: dict[str, Cells] = field(default_factory=dict)
    events: dict[str, Cells] = field(default_factory=dict)  # by a key of their own
    due: list[Response] = field(default_factory=list)  # questionnaires without an answer

    def day(self, on: date | None) -> str:
        """Days since his referral."""
        return str((on - self.opened_on).days) if on else ""


def ways(episodes: Iterable[UUID], *, on: date) -> dict[UUID, Way]:
    """The way of each of these episodes until this day. Thirteen queries, whatever their number."""
    ids = list(episodes)
    found = {row.pk: _way(row) for row in _episodes(ids)}
    _referred(found, ids)
    _judged(found, ids)
    _attended(found, ids)
    _ended(found, ids)
    _records(found, ids)
    _asked(found, ids, on)
    for way in found.values():
        way.columns = {name: value for name, value in way.columns.items() if value}
    return found


def _episodes(ids: list[UUID]) -> Iterator[Episode]:
    earlier = Episode.objects.filter(client=OuterRef("client"), number__lt=OuterRef("number"))
    rows = Episode.objects.filter(pk__in=ids).annotate(again=Exists(earlier))
    return rows.select_related("client", "programme").iterator()


def _way(row: Episode) -> Way:
    client: Client = row.client
    way = Way(client.pk, client.mailbox, row.programme.code, row.opened_on, code_of(row.pk), not row.again)
    way.columns = {"passage": "1" if way.first else "2", "ending": "ongoing"}
    if born := client.birth_date:
        on = row.opened_on
        way.columns["age_band"] = kinds.band(on.year - born.year - ((on.month, on.day) < (born.month, born.day)))
    return way


def _referred(found: dict[UUID, Way], ids: list[UUID]) -> None:
    rows = ReferralFacts.objects.filter(episode__in=ids, replaced_at=None)
    for pk, *said, mandate in rows.values_list("episode", "sender", "own_reason", "path", "mandate"):
        found[pk].columns |= {"route": kinds.route(*said), "mandate": kinds.mandate(mandate)}
    for pk, on in Referral.objects.filter(episode__in=ids).values_list("episode", "contacted_on"):
        found[pk].columns["day_contact"] = found[pk].day(on)


def _judged(found: dict[UUID, Way], ids: list[UUID]) -> None:
    rows = standing(Assessment).filter(episode__in=ids).order_by("on", "written_at")
    for pk, outcome, on in rows.values_list("episode", "outcome", "on"):
        found[pk].columns |= {"suitability": kinds.SUITABLE[outcome], "day_decision": found[pk].day(on)}
    asked = standing(Motivation).filter(episode__in=ids, occasion="intake").order_by("-on", "-written_at")
    for pk, state, points in asked.values_list("episode", "inside_state", "inside"):
        told = str(points) if points is not None else kinds.DECLINED if state == "declined" else kinds.NOT_ASKED
        found[pk].columns["motivation"] = told


def _attended(found: dict[UUID, Way], ids: list[UUID]) -> None:
    marks: dict[UUID, list[tuple[str, int | None]]] = defaultdict(list)
    rows = current().filter(episode__in=ids).exclude(mark=Mark.CANCELLED).order_by("session__starts_at")
    for pk, mark, minutes, moment in rows.values_list("episode", "mark", "minutes", "session__starts_at"):
        marks[pk].append((mark, minutes if mark in THERE else None))
        if mark in THERE:
            day = found[pk].day(timezone.localdate(moment))
            found[pk].columns.setdefault("day_start", day)
            found[pk].columns["day_last_attendance"] = day
    groups = list(Enrolment.objects.filter(episode__in=ids).order_by("since").select_related("group"))
    led = _led({one.group_id for one in groups})
    for one in groups:
        found[one.episode_id].columns["group"] = f"g{code_of(one.group_id)[:8]}"
        if pair := [staff for staff, since, until in led[one.group_id] if since <= one.since <= (until or one.since)]:
            found[one.episode_id].columns["facilitators"] = f"p{code_of(*pair)[:8]}"
        found[one.episode_id].exposure["group"] = _dose(marks[one.episode_id], one.group.planned_sessions)


def _led(groups: set[UUID]) -> dict[UUID, list[tuple[UUID, date, date | None]]]:
    """Who leads each group, and from when to when."""
    found: dict[UUID, list[tuple[UUID, date, date | None]]] = defaultdict(list)
    for group, *who in Facilitator.objects.filter(group__in=groups).values_list("group", "staff", "since", "until"):
        found[group].append((who[0], who[1], who[2]))
    return found


def _dose(marks: list[tuple[str, int | None]], planned: int) -> Cells:
    there = [minutes for mark, minutes in marks if mark in THERE]
    cells = {
        "sessions_planned": str(planned),
        "sessions_offered": str(len(marks)),
        "sessions_attended": str(len(there)),
        "absences_excused": str(sum(mark == Mark.EXCUSED for mark, _minutes in marks)),
        "absences_unexcused": str(sum(mark == Mark.ABSENT for mark, _minutes in marks)),
    }
    # Minutes that nobody wrote down are not zero: then the hours are not known.
    known = [minutes for minutes in there if minutes is not None]
    return cells | ({"hours": f"{sum(known) / 60:.4g}"} if len(known) == len(there) else {})


def _ended(found: dict[UUID, Way], ids: list[UUID]) -> None:
    corrected = Ending.objects.filter(corrects=OuterRef("pk"))
    reopened = Reopening.objects.filter(ending=OuterRef("pk"))
    rows = Ending.objects.filter(
        ~Exists(corrected), ~Exists(reopened), episode__in=ids, episode__state=EpisodeState.ENDED
    )
    for one in rows.order_by("written_at"):
        way, day = found[one.episode_id], found[one.episode_id].day(one.decided_on)
        way.columns |= {"ending": kinds.ENDINGS[one.kind], "day_ending": day}
        way.columns["ending_reason"] = kinds.REASONS.get(one.kind, one.main_reason)
        if one.last_attended_on:
            way.columns["day_last_attendance"] = way.day(one.last_attended_on)
        if kind := kinds.LOST_TO_RISK.get(one.kind):
            way.events[code_of(one.pk)] = {"kind": kind, "source": "programme", "day": day}


def _records(found: dict[UUID, Way], ids: list[UUID]) -> None:
    """Events as an agency's records have them, and for each question its source, its day and its period."""
    later = RecordsAnswer.objects.filter(corrects=OuterRef("pk"))
    answers = RecordsAnswer.objects.filter(~Exists(later), check_asked__episode__in=ids)
    checks = {one.pk: one for one in RecordsCheck.objects.filter(episode__in=ids, source__in=list(kinds.SOURCES))}
    said = {one.pk: checks[one.check_asked_id] for one in answers if one.check_asked_id in checks}
    for one in answers:
        if one.check_asked_id in checks:
            asked = checks[one.check_asked_id]
            way = found[asked.episode_id]
            way.events[code_of(asked.pk)] = {
                "source": kinds.SOURCES[asked.source],
                "status": kinds.ANSWERS[one.outcome],
                "from": way.day(asked.period_from),
                "to": way.day(asked.period_to),
                "asked": way.day(asked.asked_on),
            }
    for one in RecordedIncident.objects.filter(answer__in=list(said)):
        asked = said[one.answer_id]
        way = found[asked.episode_id]
        if kind := kinds.INCIDENTS.get(one.kind):
            way.events[code_of(one.pk)] = {"kind": kind, "source": kinds.SOURCES[asked.source], "day": way.day(one.on)}


def _asked(found: dict[UUID, Way], ids: list[UUID], on: date) -> None:
    """Questionnaires whose time is known and that have no answer: planned, asked, or why not."""
    corrected = NotAnswered.objects.filter(corrects=OuterRef("pk"))
    reasons = NotAnswered.objects.filter(~Exists(corrected), asking=OuterRef("pk")).values("reason")[:1]
    put = Exists(Sitting.objects.filter(asking=OuterRef("pk"))) | Exists(Draft.objects.filter(asking=OuterRef("pk")))
    rows = Asking.objects.filter(Q(due_on__isnull=False) | ~Q(ended=""), episode__in=ids, done_at=None, wave__in=WAVES)
    for one in rows.annotate(reason=Subquery(reasons), put=put).order_by("wave", "instrument"):
        way = found[one.episode_id]
        if one.reason:
            status = kinds.WHY_NOT[one.reason]
        elif one.ended:
            status = kinds.ENDED.get(one.ended, "does not apply")
        elif one.closes_on and one.closes_on < on:
            status = "unknown"
        else:
            status = "asked" if one.put else "planned"
        day = int(way.day(one.due_on)) if one.due_on else None
        way.due.append(Response(one.wave, "client", one.instrument, status=status, day=day))

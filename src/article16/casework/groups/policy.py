"""Which groups a person may see, and the rows of this room in casework's tables."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from article16.casework.clients.policy import READERS, THING, WRITERS
from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Access, Viewer, staff
from article16.common.db.prepared_models import PreparedModels

from .models import Enrolment, Group, Session

LEADERS = frozenset({"manager", "facilitator"})  # who plans groups and takes registers
MANAGERS = frozenset({"manager"})
GROUP = "group"

ACCESS: dict[str, Access] = {
    "groups": staff(*READERS, thing=GROUP),
    "group": staff(*READERS, thing=THING),
    "group-add": staff(*LEADERS),
    "group-change": staff(*LEADERS, thing=GROUP),
    "group-end": staff(*LEADERS, thing=GROUP),
    "group-plan": staff(*LEADERS, thing=GROUP),
    "group-sessions": staff(*READERS, thing=GROUP),
    "group-enrol": staff(*WRITERS, thing=THING),
    "enrolment-leave": staff(*WRITERS, thing=THING),
    "session-add": staff(*LEADERS, thing=GROUP),
    "session-change": staff(*LEADERS, thing=GROUP),
    "session-cancel": staff(*LEADERS, thing=GROUP),
    "session-register": staff(*READERS, thing=THING),
    "session-print": staff(*READERS, thing=THING),
    "attendance": staff(*READERS, thing=THING),
    "make-up": staff(*LEADERS, thing=THING),
    "attendance-rules": staff("manager", thing="programme"),
    "holidays": staff("manager", thing="programme"),
    "holiday-remove": staff("manager", thing="programme"),
}

TITLES = {
    "groups": _("list of groups"),
    "group": _("a group and its men"),
    "group-add": _("new group"),
    "group-change": _("plan of a group"),
    "group-end": _("end of a group"),
    "group-plan": _("more sessions of a group"),
    "group-sessions": _("sessions of a group"),
    "group-enrol": _("taking a man into a group"),
    "enrolment-leave": _("leaving a group"),
    "session-add": _("an extra session"),
    "session-change": _("moving a session"),
    "session-cancel": _("cancelling a session"),
    "session-register": _("register"),
    "session-print": _("register on paper"),
    "attendance": _("attendance"),
    "make-up": _("making up for a session"),
    "attendance-rules": _("rules of attendance"),
    "holidays": _("holidays"),
    "holiday-remove": _("holidays"),
    "save_register": _("register"),
    "enrol": _("taken into a group"),
    "leave": _("left a group"),
    "make_up": _("made up for a session"),
    "write_group": _("plan of a group"),
    "end_group": _("end of a group"),
    "plan_sessions": _("sessions of a group"),
    "set_attendance_rules": _("rules of attendance"),
    "set_holiday": _("holidays"),
}

# Pages of one programme, for its manager: each takes `programme_id`.
PROGRAMME_LINKS = {"attendance-rules": _("Rules of attendance"), "holidays": _("Holidays")}

TASKS = {
    "attendance-letter": _("Send the letter about absences"),
    "attendance-review": _("Hold the review about absences"),
    "attendance-exclusion": _("Decide whether he may stay in the programme"),
    "concern": _("Look at the concern of a facilitator"),
}


def groups_of(viewer: Viewer, roles: frozenset[str] = READERS) -> QuerySet[Group]:
    return Group.objects.filter(programme__in=viewer.programmes(roles))


def group_of(viewer: Viewer, group_id: UUID, roles: frozenset[str] = READERS) -> Group | None:
    """The group with its programme, or None alike when it is not there or another programme's. One query."""
    return groups_of(viewer, roles).filter(pk=group_id).select_related("programme").first()


def session_of(viewer: Viewer, session_id: UUID, roles: frozenset[str] = READERS) -> Session | None:
    """The session with its group, or None alike. One query."""
    return SESSION.model(session=session_id, programmes=viewer.programmes(roles))


def _session(session: UUID, programmes: Collection[UUID]) -> QuerySet[Session]:
    mine = Session.objects.filter(pk=session, group__programme__in=programmes)
    return mine.select_related("group", "group__programme")


SESSION = PreparedModels(_session)


def enrolment_of(viewer: Viewer, enrolment_id: UUID, roles: frozenset[str] = WRITERS) -> Enrolment | None:
    """The enrolment with man and group, or None alike: not there, another programme's, or his file is closed."""
    mine = Enrolment.objects.filter(pk=enrolment_id, group__programme__in=viewer.programmes(roles))
    open_to = mine.exclude(episode__client__in=accounts.closed_objects(viewer.id, THING))
    return open_to.select_related("episode__client", "episode__programme", "group__programme").first()


def is_manager(viewer: Viewer, programme_id: UUID) -> bool:
    return programme_id in viewer.programmes(MANAGERS)

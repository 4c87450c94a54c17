"""Who may write what happens with a man: everybody who works with him. An auditor reads."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from article16.casework.clients.policy import READERS, THING, WRITERS
from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Access, Viewer, staff

from .models import IndividualSession, Note, ReviewHeld

REVIEW_WEEKS = 8  # where a programme has set no interval of its own
LONGEST_CONCERN = 1000  # characters: a note that raises a concern leaves whole
PLAN = "plan"  # the kind of task that a plan with a day makes

MANAGERS = frozenset({"manager"})
OVERSEERS = frozenset({"manager", "auditor"})

ACCESS: dict[str, Access] = {
    "client-records": staff(*READERS, thing=THING),
    "records": staff(*READERS, thing=THING),
    "review": staff(*READERS, thing=THING),
    "review-hold": staff(*WRITERS, thing=THING),
    "review-correct": staff(*WRITERS, thing=THING),
    "review-move": staff(*WRITERS, thing=THING),
    "individual-add": staff(*WRITERS, thing=THING),
    "individual-write": staff(*WRITERS, thing=THING),
    "individual": staff(*READERS, thing=THING),
    "individual-record": staff(*WRITERS, thing=THING),
    "notes": staff(*READERS, thing=THING),
    "note": staff(*READERS, thing=THING),
    "note-add": staff(*WRITERS, thing=THING),
    "note-correct": staff(*WRITERS, thing=THING),
    "review-interval": staff(*MANAGERS, thing="programme"),
}

TITLES = {
    "client-records": _("reviews, sessions and notes"),
    "records": _("reviews, sessions and notes"),
    "review": _("a review"),
    "review-hold": _("holding a review"),
    "review-correct": _("correcting a review"),
    "review-move": _("moving a review"),
    "individual-add": _("planning an individual session"),
    "individual-write": _("a new individual session"),
    "individual": _("an individual session"),
    "individual-record": _("what became of an individual session"),
    "notes": _("list of notes"),
    "note": _("a note"),
    "note-add": _("a new note"),
    "note-correct": _("correcting a note"),
    "review-interval": _("how often a programme reviews"),
    "plan_review": _("a review planned"),
    "move_review": _("a review moved"),
    "hold_review": _("a review held"),
    "correct_review": _("a review corrected"),
    "close_planned": _("what was planned closed with the episode"),
    "plan_individual": _("an individual session planned"),
    "record_individual": _("what became of an individual session"),
    "correct_individual": _("an individual session corrected"),
    "write_note": _("a note"),
    "correct_note": _("a note corrected"),
    "set_review_interval": _("how often a programme reviews"),
}

TASKS = {PLAN: _("Planned")}

# What the man's page links to: each takes `client_id` and goes on to his latest episode.
LINKS = {"client-records": _("Reviews and notes")}
# Pages of one programme, for its manager: each takes `programme_id`.
PROGRAMME_LINKS = {"review-interval": _("How often it reviews")}


def note_of(viewer: Viewer, note_id: UUID, roles: frozenset[str] = READERS) -> Note | None:
    """The note with its episode and man, or None alike: not there, another programme's, or closed. One query."""
    return _of(Note, viewer, note_id, roles).select_related("written_by").first()


def review_held_of(viewer: Viewer, held_id: UUID, roles: frozenset[str] = READERS) -> ReviewHeld | None:
    """The review with its episode and man, or None alike. One query."""
    return _of(ReviewHeld, viewer, held_id, roles).select_related("written_by", "held_by").first()


def individual_of(viewer: Viewer, session_id: UUID, roles: frozenset[str] = READERS) -> IndividualSession | None:
    """The session with its episode and man, or None alike. One query."""
    return _of(IndividualSession, viewer, session_id, roles).first()


def _of(model, viewer: Viewer, row_id: UUID, roles: frozenset[str]):
    mine = model.objects.filter(pk=row_id, episode__programme__in=viewer.programmes(roles))
    open_to = mine.exclude(episode__client__in=accounts.closed_objects(viewer.id, THING))
    return open_to.select_related("episode__client", "episode__programme")

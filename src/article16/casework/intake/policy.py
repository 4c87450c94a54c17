"""Who may do what in intake: intake workers and managers write, those who work with the man read."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from article16.casework.clients.policy import INTAKE, READERS, THING
from article16.common.accounts import queries as accounts
from article16.common.accounts.access import Access, Viewer, staff

from .models import Assessment, Criterion, FactRow, Interview

WRITERS = INTAKE
MANAGERS = frozenset({"manager"})
OVERSEERS = frozenset({"manager", "auditor"})

LEAST_INTERVIEWS, MOST_INTERVIEWS = 2, 4  # what intake plans for; another number is recorded all the same
FIRST_INTERVIEW_WITHIN = 14  # days from the referral
DECISION_WITHIN = 7  # days from the last interview
SIGNATURE_WITHIN = 14  # days from the decision “suitable”
STRONGEST = 10  # points of motivation

ACCESS: dict[str, Access] = {
    "client-intake": staff(*READERS, thing=THING),
    "intake": staff(*READERS, thing=THING),
    "interview": staff(*READERS, thing=THING),
    "interview-add": staff(*WRITERS, thing=THING),
    "interview-correct": staff(*WRITERS, thing=THING),
    "suitability": staff(*READERS, thing=THING),
    "suitability-add": staff(*WRITERS, thing=THING),
    "agreement": staff(*READERS, thing=THING),
    "agreement-sign": staff(*WRITERS, thing=THING),
    "agreement-withdraw": staff(*WRITERS, thing=THING),
    "criteria": staff(*OVERSEERS, thing="programme"),
    "criteria-begin": staff(*MANAGERS, thing="programme"),
    "criterion-add": staff(*MANAGERS, thing="programme"),
    "criterion-change": staff(*MANAGERS, thing="programme"),
    "criterion-end": staff(*MANAGERS, thing="programme"),
    "agreement-texts": staff(*OVERSEERS, thing="programme"),
    "agreement-texts-begin": staff(*MANAGERS, thing="programme"),
    "agreement-text": staff(*OVERSEERS, thing="programme"),
    "agreement-text-write": staff(*MANAGERS, thing="programme"),
    "agreement-text-release": staff(*MANAGERS, thing="programme"),
}

TITLES = {
    "client-intake": _("intake"),
    "intake": _("intake"),
    "interview": _("an intake interview"),
    "interview-add": _("a new intake interview"),
    "interview-correct": _("correcting an intake interview"),
    "suitability": _("a decision on suitability"),
    "suitability-add": _("deciding on suitability"),
    "agreement": _("agreement"),
    "agreement-sign": _("signing the agreement"),
    "agreement-withdraw": _("withdrawing the agreement"),
    "criteria": _("criteria of a programme"),
    "criteria-begin": _("beginning with our criteria"),
    "criterion-add": _("a new criterion"),
    "criterion-change": _("changing a criterion"),
    "criterion-end": _("ending a criterion"),
    "agreement-texts": _("texts of the agreement"),
    "agreement-texts-begin": _("beginning with our texts"),
    "agreement-text": _("a text of the agreement"),
    "agreement-text-write": _("writing a text of the agreement"),
    "agreement-text-release": _("releasing a text of the agreement"),
    "record_interview": _("an intake interview"),
    "correct_interview": _("an intake interview corrected"),
    "decide_suitability": _("a decision on suitability"),
    "sign_agreement": _("the agreement signed"),
    "withdraw_agreement": _("the agreement withdrawn"),
    "add_criterion": _("a new criterion"),
    "change_criterion": _("a criterion changed"),
    "end_criterion": _("a criterion ended"),
    "write_text": _("a text of the agreement written"),
    "release_text": _("a text of the agreement released"),
}

# What the man's page links to: each takes `client_id` and goes on to his latest episode.
LINKS = {"client-intake": _("Intake")}
# Pages of one programme, for those who oversee it: each takes `programme_id`.
PROGRAMME_LINKS = {"criteria": _("Criteria of suitability"), "agreement-texts": _("Texts of the agreement")}


def interview_of(viewer: Viewer, interview_id: UUID, roles: frozenset[str] = READERS) -> Interview | None:
    """The interview with its episode and man, or None alike: not there, another programme's, or closed. One query."""
    return _fact_of(Interview, viewer, interview_id, roles)


def assessment_of(viewer: Viewer, assessment_id: UUID) -> Assessment | None:
    """The decision with its episode and man, or None alike. One query."""
    return _fact_of(Assessment, viewer, assessment_id, READERS)


def _fact_of(model: type[FactRow], viewer: Viewer, fact_id: UUID, roles: frozenset[str]):
    mine = model.objects.filter(pk=fact_id, episode__programme__in=viewer.programmes(roles))
    open_to = mine.exclude(episode__client__in=accounts.closed_objects(viewer.id, THING))
    return open_to.select_related("episode__client", "episode__programme", "written_by").first()


def criterion_of(viewer: Viewer, criterion_id: UUID) -> Criterion | None:
    """A criterion that still counts, of a programme that this person manages. One query."""
    mine = Criterion.objects.filter(pk=criterion_id, programme__in=viewer.programmes(MANAGERS), until=None)
    return mine.select_related("programme").first()

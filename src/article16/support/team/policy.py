"""What is planned for those who work here, and who may see what of it."""

from django.utils.translation import gettext_lazy as _

from article16.common.accounts.access import Access, staff
from article16.support.survivors.policy import THING

ROLES = ("lead", "worker")
ACCESS: dict[str, Access] = {
    "team": staff(*ROLES, thing="team"),
    "team-cases": staff(*ROLES, thing=THING),
    "team-hold": staff("lead", thing=THING),
    "team-agreed": staff("lead"),
    "team-rhythm": staff("lead"),
    "team-session-add": staff(*ROLES),
    "team-care-ask": staff(*ROLES),
    "team-care": staff(*ROLES),
}
TITLES = {
    "team": _("the team"),
    "team-cases": _("who holds which case"),
    "team-hold": _("who holds a case"),
    "team-agreed": _("number of cases agreed with a worker"),
    "team-rhythm": _("planned supervision and team sessions"),
    "team-session-add": _("a session of the team"),
    "team-care-ask": _("a debrief asked for"),
    "team-care": _("a debrief"),
    "write_paper": _("the team"),
}

# Kinds of sessions, and every how many days each is planned where a lead has set nothing.
SESSIONS = {
    "supervision": _("Supervision from outside"),
    "team": _("Team session"),
    "cases": _("Talking over cases among colleagues"),
    "training": _("Training"),
}
RHYTHM = {"supervision": 28, "team": 14, "cases": 28, "training": 182}
LONGEST = 730  # days
MOST_CASES = 25  # of one worker, where nothing was agreed with her

SEES = (
    _("A worker sees herself here: how many cases she holds, her sessions, whether a debrief is owed to her."),
    _("A lead sees this of everybody: numbers, days and kinds of sessions."),
    _("Of a debrief a lead sees that it is owed and that it was held. What it was about stands nowhere on this page."),
    _("What is said in supervision, in a team session or in a debrief is not recorded."),
    _("A case that is closed to somebody is counted and never listed to that person."),
)

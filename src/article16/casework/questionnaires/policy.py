"""Who may ask, key in, read and decide what is asked; what a threat is; the words of this room for others."""

from django.utils.translation import gettext_lazy as _

from article16.casework.clients.policy import READERS, THING, WRITERS
from article16.common.accounts.access import EVERYONE, Access, staff
from article16.wall.vocabulary import Severity

AUTHORS = frozenset({"manager"})
OVERSEE = frozenset({"manager", "facilitator", "auditor"})
DEFAULT_CHOICE = {"five_points": ("T0", "T1", "T2", "T3", "T4")}  # where a programme has chosen nothing yet
PROGRAMME_CONTEXT = "programme_context"  # what a programme tells of itself, once a year
WORKERS = ("programme_worker", "worker")  # as whom staff fill something in about him; the first that it knows
HERS_ALONE = frozenset({"dash"})  # filled in with her, so by her service and nowhere else
LINK_DAYS = 7
TABLET_HOURS = 3
MOST_WAITING = 31  # rows that a list of what waits takes: one more than Today shows

# Answers of his that speak of danger to somebody: her service is warned, as for every man.
THREATS = {
    "threats": Severity.HIGHEST,
    "weapon": Severity.HIGHEST,
    "choked": Severity.HIGHEST,
    "fear_killed": Severity.HIGHEST,
}
ALERT_TASK = "questionnaire-alert"
TASKS = {
    ALERT_TASK: _("An answer needs somebody today"),
}

ACCESS: dict[str, Access] = {
    "questionnaires": staff(*READERS, thing=THING),
    "questionnaire": staff(*READERS, thing=THING),
    "questionnaire-fill": staff(*WRITERS, thing=THING),
    "questionnaire-key": staff(*WRITERS, thing=THING),
    "questionnaire-not-answered": staff(*WRITERS, thing=THING),
    "questionnaire-compare": staff(*WRITERS, thing=THING),
    "questionnaire-paper": staff(*WRITERS, thing=THING),
    "questionnaire-correct": staff(*WRITERS, thing=THING),
    "questionnaire-result": staff(*READERS, thing=THING),
    "questionnaire-ratings": staff(*READERS, thing=THING),
    "questionnaire-rating": staff(*READERS, thing=THING),
    "questionnaire-rating-fill": staff(*WRITERS, thing=THING),
    "questionnaire-rating-correct": staff(*WRITERS, thing=THING),
    "questionnaires-board": staff(*OVERSEE),
    "instruments": staff(*AUTHORS),
    "instruments-choose": staff(*AUTHORS),
    "instruments-windows": staff(*AUTHORS),
    "instrument-add": staff(*AUTHORS),
    "instrument-slots": staff(*AUTHORS),
    "instrument-fill": staff(*AUTHORS),
    "instrument-words": staff(*AUTHORS),
    "programme-context": staff(*OVERSEE),
    "programme-context-year": staff(*OVERSEE),
    "programme-context-fill": staff(*AUTHORS),
    "instrument": staff(*AUTHORS),
    "instrument-preview": staff(*AUTHORS),
    "instrument-release": staff(*AUTHORS),
    "instrument-retire": staff(*AUTHORS),
    "answers-link": EVERYONE,
    "answers": EVERYONE,
    "answers-done": EVERYONE,
}

TITLES = {
    "questionnaires": _("questionnaires"),
    "questionnaire": _("a questionnaire"),
    "questionnaire-fill": _("a questionnaire being filled in"),
    "questionnaire-key": _("a questionnaire being keyed in"),
    "questionnaire-compare": _("two entries compared"),
    "questionnaire-paper": _("a questionnaire on paper"),
    "questionnaire-not-answered": _("why a questionnaire was not answered"),
    "questionnaire-correct": _("a correction of answers"),
    "questionnaire-result": _("the result of a questionnaire"),
    "questionnaire-ratings": _("what staff filled in about a man"),
    "questionnaire-rating": _("what staff filled in about a man"),
    "questionnaire-rating-fill": _("something being filled in about a man"),
    "questionnaire-rating-correct": _("a correction of what staff filled in"),
    "questionnaires-board": _("answers by time"),
    "instruments": _("what is asked"),
    "instruments-choose": _("what is asked, and when"),
    "instruments-windows": _("how long each time is open"),
    "instrument-add": _("an own questionnaire"),
    "instrument-slots": _("licensed questionnaires"),
    "instrument-fill": _("a licensed questionnaire"),
    "instrument-words": _("the words of a licensed questionnaire"),
    "programme-context": _("what the programme tells of itself"),
    "programme-context-year": _("a year of the programme"),
    "programme-context-fill": _("a year of the programme, being told"),
    "set_windows": _("how long each time is open"),
    "begin_context": _("a year of the programme begun"),
    "tell_context": _("a year of the programme told"),
    "instrument": _("an own questionnaire"),
    "instrument-preview": _("preview of a questionnaire"),
    "instrument-release": _("release of a questionnaire"),
    "instrument-retire": _("a questionnaire no longer asked"),
    "begin_answers": _("a questionnaire begun"),
    "keep_answers": _("a page of answers"),
    "finish_answers": _("a questionnaire answered"),
    "correct_answers": _("answers corrected"),
    "make_link": _("a link to a questionnaire"),
    "hand_over": _("a tablet handed over"),
    "open_link": _("a link opened"),
    "end_sitting": _("a link or tablet ended"),
    "begin_rating": _("something begun to be filled in about a man"),
    "keep_rating": _("a page of what staff fill in"),
    "finish_rating": _("something filled in about a man"),
    "correct_rating": _("what staff filled in, corrected"),
    "not_answered": _("why a questionnaire was not answered"),
    "plan_questionnaires": _("the times of his questionnaires"),
    "choose_instruments": _("what is asked, and when"),
    "add_instrument": _("an own questionnaire added"),
    "release_instrument": _("an own questionnaire released"),
    "retire_instrument": _("an own questionnaire retired"),
}

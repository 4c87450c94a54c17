"""Who may ask, read and see how many answered; why a questionnaire was not filled in, and what that is in the study."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from article16.common.accounts.access import Access, staff
from article16.support.outcomes.rows import Status
from article16.support.survivors.policy import ROLES, THING

ANY = "any"  # in an address: at no planned time
LEADS = ("lead",)

# Reasons, in the words of whoever asked, and the kind of missing that the study knows.
REASONS: Mapping[str, tuple[object, Status]] = {
    "not reached": (_("She could not be reached"), "not reached"),
    "not safe": (_("It was not safe to ask"), "not asked"),
    "did not want": (_("She did not want to"), "declined"),
    "language": (_("No language or interpreter for it"), "not asked"),
    "unwell": (_("Not a day for it"), "not asked"),
    "no contact": (_("She has had no contact with him"), "does not apply"),
    "not asked": (_("We did not ask in time"), "not asked"),
    "other": (_("Another reason"), "unknown"),
}
ASKED = {
    "in person": _("I read it to her, here"),
    "interpreter": _("An interpreter reads it to her"),
    "phone": _("I read it to her on the telephone"),
    "paper": _("I key in what she filled in on paper"),
}
BY_WORKER = _("I fill it in, from what I know")
MODES = {
    "in person": "read_aloud",
    "interpreter": "interpreter",
    "phone": "read_aloud",
    "paper": "paper",
    "worker": "self",
}
# What an instrument must allow for each way of asking; paper is filled in by herself.
NEEDED = {"in person": "read_aloud", "interpreter": "interpreter", "phone": "read_aloud", "paper": "self"}
HOW_ASKED = {
    "in person": _("Read to her"),
    "interpreter": _("Read by an interpreter"),
    "phone": _("Read to her on the telephone"),
    "paper": _("On paper, keyed in twice"),
    "link": _("By link, by herself"),
    "worker": _("Filled in by her worker"),
}

ACCESS: dict[str, Access] = {
    "survivor-questionnaires": staff(*ROLES, thing=THING),
    "survivor-questionnaire": staff(*ROLES, thing=THING),
    "survivor-paper": staff(*ROLES, thing=THING),
    "survivor-not-answered": staff(*ROLES, thing=THING),
    "survivor-times": staff(*ROLES, thing=THING),
    "survivor-agreed": staff(*ROLES, thing=THING),
    "survivor-tool": staff(*ROLES, thing=THING),
    "survivor-sitting": staff(*ROLES, thing=THING),
    "survivor-sitting-compare": staff(*ROLES, thing=THING),
    "survivor-sitting-end": staff(*ROLES, thing=THING),
    "survivor-answers": staff(*ROLES, thing=THING),
    "survivor-correct": staff(*ROLES, thing=THING),
    "survivor-correction": staff(*ROLES, thing=THING),
    "her-answers-board": staff(*LEADS, thing=THING),
    "her-questionnaires-set": staff(*LEADS, thing=THING),
    "her-own-questionnaires": staff(*LEADS),
    "her-own-add": staff(*LEADS),
    "her-own-questionnaire": staff(*LEADS),
    "her-own-preview": staff(*LEADS),
    "her-own-release": staff(*LEADS),
    "her-own-retire": staff(*LEADS),
}
TITLES = {
    "survivor-questionnaires": _("her questionnaires"),
    "survivor-questionnaire": _("asking her"),
    "survivor-paper": _("a questionnaire on paper"),
    "survivor-not-answered": _("why a questionnaire was not filled in"),
    "survivor-times": _("when she is asked"),
    "survivor-agreed": _("whether she agrees to be asked"),
    "survivor-tool": _("another questionnaire or tool"),
    "survivor-sitting": _("a questionnaire being filled in"),
    "survivor-sitting-compare": _("two entries compared"),
    "survivor-sitting-end": _("a questionnaire ended early"),
    "survivor-answers": _("her answers"),
    "survivor-correct": _("her answers, to be corrected"),
    "survivor-correction": _("a correction of her answers"),
    "her-answers-board": _("answers by time"),
    "her-questionnaires-set": _("what is asked at each time"),
    "her-own-questionnaires": _("own questionnaires"),
    "her-own-add": _("an own questionnaire"),
    "her-own-questionnaire": _("an own questionnaire"),
    "her-own-preview": _("preview of an own questionnaire"),
    "her-own-release": _("release of an own questionnaire"),
    "her-own-retire": _("an own questionnaire no longer asked"),
    "add_her_questionnaire": _("an own questionnaire added"),
    "release_her_questionnaire": _("an own questionnaire released"),
    "retire_her_questionnaire": _("an own questionnaire retired"),
    "begin_her_answers": _("a questionnaire begun"),
    "keep_her_answers": _("a part of her answers"),
    "correct_her_answers": _("her answers corrected"),
    "set_her_questionnaires": _("what is asked at each time"),
    "measure_her_limits": _("how much is more than error"),
}

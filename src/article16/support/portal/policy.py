"""Whose pages these are, how long a link lasts, and how quickly somebody reads what she wrote."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from article16.common.accounts.access import EVERYONE, Access, staff
from article16.support.survivors.policy import ROLES, THING
from article16.wall.vocabulary import Severity

LINK_DAYS = timedelta(days=3)
MOST_ROWS = 400  # pages kept while they are typed; beyond it only those that she sends
MOST_MESSAGES = 30  # of one link
LONGEST_MESSAGE = 4000  # characters
ANSWER, MESSAGE, ARRIVED = "answer", "message", "arrived"
# How soon a person must have read it: an answer that needs somebody, a message, and anything else that she saved.
# The last two are alike, so that what stands in clear does not tell which it is.
READ_WITHIN = {ANSWER: timedelta(hours=1), MESSAGE: timedelta(hours=24), ARRIVED: timedelta(hours=24)}
SEVERITY = {ANSWER: Severity.HIGHEST, MESSAGE: Severity.ORDINARY, ARRIVED: Severity.ORDINARY}
LANGUAGES = {"en": "English", "de": "Deutsch", "es": "Español", "ar": "العربية"}

HERS: dict[str, Access] = {
    "page-link": EVERYONE,
    "page": EVERYONE,
    "page-about": EVERYONE,
    "page-write": EVERYONE,
    "page-over": EVERYONE,
    "page-leave": EVERYONE,
}
ACCESS: dict[str, Access] = {
    **HERS,
    "survivor-links": staff(*ROLES, thing=THING),
    "survivor-link-end": staff(*ROLES, thing=THING),
    "letters": staff(*ROLES, thing=THING),
}
TITLES = {
    "survivor-links": _("links for her"),
    "survivor-link-end": _("a link taken back"),
    "letters": _("what arrived by links and is not read"),
    "make_link": _("a link for her"),
    "renew_link": _("a link renewed"),
    "end_link": _("a link ended"),
    "open_link": _("a link opened"),
    "keep_page": _("a page of hers saved"),
    "keep_message": _("a message of hers"),
    "bring_in": _("what she saved brought into her case"),
}

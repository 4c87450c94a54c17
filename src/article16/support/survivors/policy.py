"""Who may open her case, what we owe her, and within which time."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from article16.common.accounts.access import Access, staff

THING = "case"
ROLES = ("lead", "worker")
FIRST_CONTACT = timedelta(days=7)  # after the case was opened
TRY_AGAIN = timedelta(hours=24)

ACCESS: dict[str, Access] = {
    "survivors": staff(*ROLES, thing=THING),
    "survivor": staff(*ROLES, thing=THING),
    "survivor-add": staff(*ROLES),
    "survivor-contact": staff(*ROLES, thing=THING),
    "survivor-attempt": staff(*ROLES, thing=THING),
    "survivor-danger": staff(*ROLES, thing=THING),
    "survivor-duty": staff(*ROLES, thing=THING),
    "survivor-consent": staff(*ROLES, thing=THING),
    "survivor-consent-end": staff(*ROLES, thing=THING),
    "survivor-disclosure": staff(*ROLES, thing=THING),
    "survivor-write": staff(*ROLES, thing=THING),
    "survivor-plan": staff(*ROLES, thing=THING),
    "survivor-close": staff(*ROLES, thing=THING, recorded_as="survivor"),
}
TITLES = {
    "survivors": _("list of cases"),
    "survivor": _("a case"),
    "survivor-add": _("a new case"),
    "survivor-contact": _("safe contact"),
    "survivor-attempt": _("an attempt to reach her"),
    "survivor-danger": _("danger to life"),
    "survivor-duty": _("what she was told"),
    "survivor-consent": _("a consent"),
    "survivor-consent-end": _("a consent taken back"),
    "survivor-disclosure": _("what was told to others"),
    "survivor-write": _("support"),
    "survivor-plan": _("safety plan"),
    "open_case": _("a new case"),
    "write_entry": _("an entry in a case"),
}

# Guidelines B.1 (a to h): what she must be told. Duties are ours.
DUTIES = {
    "aims": _("What the programme is for, and what happens in it"),
    "limits": _("Its limits: it gives no guarantee that he will stop"),
    "manipulation": _("How he can use his attendance against her"),
    "own support": _("Support and safety planning for herself"),
    "free choice": _("Nothing depends on her taking part; she can stop at any time"),
    "no responsibility": _("She bears no responsibility for his taking part or for what he does"),
}
RELATIONS = {
    "partner": _("Partner"),
    "former partner": _("Former partner"),
    "new partner": _("New partner"),
    "other": _("A person harmed who is no partner"),
}
OUTCOMES = {
    "reached": _("Spoke with her"),
    "not reached": _("Not reached"),
    "somebody else": _("Somebody else answered; nothing was said"),
    "wish": _("She does not wish contact"),
    "wrong": _("The number is not hers"),
}
WRITINGS = {
    "session": _("Individual session"),
    "note": _("Note"),
    "need": _("What she needs, or a referral on"),
    "child": _("About a child"),
    "risk": _("Her view of risk"),
}
GUARD = _(
    "Sessions with both, mediation, and messages carried between the two are not done here: they put her at risk."
)

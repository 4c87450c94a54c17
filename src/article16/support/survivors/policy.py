"""Who may open her case, and what we owe her."""

from django.utils.translation import gettext_lazy as _

from article16.common.accounts.access import Access, staff

THING = "case"
ROLES = ("lead", "worker")

ACCESS: dict[str, Access] = {
    "survivors": staff(*ROLES, thing=THING),
    "survivor": staff(*ROLES, thing=THING),
    "survivor-add": staff(*ROLES),
    "survivor-contact": staff(*ROLES, thing=THING),
    "survivor-attempt": staff(*ROLES, thing=THING),
    "survivor-first": staff(*ROLES, thing=THING),
    "survivor-danger": staff(*ROLES, thing=THING),
    "survivor-duty": staff(*ROLES, thing=THING),
    "survivor-consent": staff(*ROLES, thing=THING),
    "survivor-consent-end": staff(*ROLES, thing=THING),
    "survivor-disclosure": staff(*ROLES, thing=THING),
    "survivor-write": staff(*ROLES, thing=THING),
    "survivor-to-do": staff(*ROLES, thing=THING),
    "survivor-done": staff(*ROLES, thing=THING),
    "survivor-plan": staff(*ROLES, thing=THING),
    "survivor-close": staff(*ROLES, thing=THING, recorded_as="survivor"),
    "survivor-plan-print": staff(*ROLES, thing=THING),
    "survivor-plan-paper": staff(*ROLES, thing=THING),
    "survivor-referral": staff(*ROLES, thing=THING),
    "survivor-referral-outcome": staff(*ROLES, thing=THING),
    "survivor-child-add": staff(*ROLES, thing=THING),
    "survivor-child": staff(*ROLES, thing=THING),
    "survivor-child-record": staff(*ROLES, thing=THING),
    "survivor-child-status": staff(*ROLES, thing=THING),
    "survivor-child-plan": staff(*ROLES, thing=THING),
    "survivor-child-note": staff(*ROLES, thing=THING),
    "survivors-due": staff(*ROLES, thing=THING),
    "survivors-terms": staff("lead", thing=THING),
    "survivor-boxes": staff(*ROLES, thing=THING),
    "survivor-box": staff(*ROLES, thing=THING),
    "survivor-box-open": staff(*ROLES, thing=THING),
    "survivor-box-join": staff(*ROLES, thing=THING),
    "survivor-box-aside": staff(*ROLES, thing=THING),
    "survivor-box-close": staff(*ROLES, thing=THING),
}
TITLES = {
    "survivors": _("list of cases"),
    "survivor": _("a case"),
    "survivor-add": _("a new case"),
    "survivor-contact": _("safe contact"),
    "survivor-attempt": _("an attempt to reach her"),
    "survivor-first": _("first contact"),
    "survivor-danger": _("danger to life"),
    "survivor-duty": _("what she was told"),
    "survivor-consent": _("a consent"),
    "survivor-consent-end": _("a consent taken back"),
    "survivor-disclosure": _("what was told to others"),
    "survivor-write": _("support"),
    "survivor-to-do": _("something to do"),
    "survivor-done": _("something done"),
    "survivor-plan": _("safety plan"),
    "survivor-plan-print": _("safety plan onto paper"),
    "survivor-plan-paper": _("safety plan on paper"),
    "survivor-referral": _("a referral on"),
    "survivor-referral-outcome": _("outcome of a referral"),
    "survivor-child-add": _("a child"),
    "survivor-child": _("a child"),
    "survivor-child-record": _("a child"),
    "survivor-child-status": _("child protection"),
    "survivor-child-plan": _("plan for a child"),
    "survivor-child-note": _("note on a child"),
    "survivors-due": _("what is due"),
    "survivors-terms": _("terms for contact"),
    "survivor-boxes": _("people from casework"),
    "survivor-box": _("a box from casework"),
    "survivor-box-open": _("a new case from casework"),
    "survivor-box-join": _("a box added to a case"),
    "survivor-box-aside": _("a box set aside"),
    "survivor-box-close": _("a man closed to somebody"),
    "set_contact_terms": _("terms for contact"),
    "decide_box": _("a box from casework looked at"),
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
CHILD_STATUSES = {
    "none": _("No child protection"),
    "early help": _("Early help"),
    "in need": _("Support by the youth office (child in need)"),
    "plan": _("Child protection plan"),
    "proceedings": _("Care proceedings"),
    "placed": _("Lives elsewhere by decision of a court or office"),
    "ended": _("Ended"),
}
REFERRAL_OUTCOMES = {
    "taken up": _("She was received there"),
    "waiting": _("She waits for a place"),
    "refused": _("She was turned away there"),
    "not wanted": _("She decided against it"),
    "not known": _("Not known"),
}
GUARD = _(
    "Sessions with both, mediation, and messages carried between the two are not done here: they put her at risk."
)

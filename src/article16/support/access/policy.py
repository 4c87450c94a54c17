"""Who answers her, who erases, and what her copy never holds."""

from django.utils.translation import gettext_lazy as _

from article16.common.accounts.access import Access, staff
from article16.support.survivors.policy import ROLES, THING

ACCESS: dict[str, Access] = {
    "her-data": staff(*ROLES, thing=THING),
    "case-period-add": staff("lead"),
    "survivor-access": staff(*ROLES, thing=THING),
    "survivor-access-add": staff(*ROLES, thing=THING),
    "survivor-access-safe": staff(*ROLES, thing=THING),
    "survivor-access-prepare": staff(*ROLES, thing=THING),
    "survivor-access-part": staff(*ROLES, thing=THING),
    "survivor-access-release": staff(*ROLES, thing=THING),
    "survivor-access-file": staff(*ROLES, thing=THING),
    "survivor-access-given": staff(*ROLES, thing=THING),
    "survivor-erase": staff(*ROLES, thing=THING),
    "survivor-erase-confirm": staff("lead", thing=THING),
}
TITLES = {
    "her-data": _("access and erasure"),
    "case-period-add": _("a period for which cases are kept"),
    "survivor-access": _("a copy for her"),
    "survivor-access-add": _("she asks for a copy"),
    "survivor-access-safe": _("where a copy is safe with her"),
    "survivor-access-prepare": _("preparing a copy for her"),
    "survivor-access-part": _("a part of a copy for her"),
    "survivor-access-release": _("releasing a copy for her"),
    "survivor-access-file": _("a copy for her"),
    "survivor-access-given": _("a copy handed to her"),
    "survivor-erase": _("erasing a case"),
    "survivor-erase-confirm": _("erasing a case"),
    "write_copy": _("a copy for her"),
    "download_copy": _("a copy for her, as files"),
    "write_keeping": _("keeping or erasing a case"),
    "erase_case": _("a case erased"),
    "set_case_period": _("a period for which cases are kept"),
}
NEVER = frozenset({"link", "held by"})  # keys, and who of the staff holds the case: neither says anything about her
# What may be about somebody else as well, and is read with that in mind.
ABOUT_OTHERS = frozenset(
    {"child", "a child", "child protection", "plan for a child", "note on a child", "note", "session", "at a group"}
)
WAYS = {
    "in person": _("In person"),
    "telephone": _("By telephone"),
    "letter": _("By letter"),
    "lawyer": _("Through a lawyer"),
}
SAFE = {
    "here": _("She reads or takes it here, and said that it is safe where she brings it"),
    "named": _("Somebody she named takes it, at a place she named"),
    "later": _("It stays here until she says where it is safe"),
}
WHY = {
    "third": _("It is about another person"),
    "source": _("It lets somebody be recognised who said it"),
    "danger": _("It would put somebody in danger"),
    "law": _("A law or an order forbids it"),
}
BASIS = {
    "wish": _("She asked for it, and nothing stands against it"),
    "period": _("Its time has passed"),
    "mistake": _("It should never have been opened"),
}
SENTENCES = (
    _("This is a copy of what is kept about you here: what you said, and what was written about you."),
    _("What came from others about another person is left out, for everybody in the same way."),
    _(
        "Whether any other person is in contact with us or has said anything is answered for nobody, neither with yes "
        "nor with no. This sentence stands in every copy."
    ),
    _("Keep it where nobody else looks. We can keep it for you. If something is wrong, say so: it is corrected."),
)

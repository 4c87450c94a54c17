"""Audit rows as sentences that a manager can read aloud."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from article16.common.audit.actions import Verb
from article16.common.audit.queries import EntryRow

Names = Callable[[Collection[str]], Mapping[str, str]]
Titles = Callable[[str], str]
Templates = Mapping[str, Any]  # by verb, translated when they are read

# Said when the reader looks at the history of one file, and the entry is about this one alone.
_OF_THIS_FILE: Templates = {
    Verb.READ: gettext_lazy("%(name)s opened this file (%(what)s)."),
    Verb.WRITE: gettext_lazy("%(name)s changed this file (%(what)s)."),
    Verb.REFUSED: gettext_lazy("%(name)s was refused this file (%(what)s)."),
    Verb.EXPORT: gettext_lazy("%(name)s took a copy of this file (%(what)s)."),
}
# The same, where the entry is about several files.
_OF_A_LIST: Templates = {
    Verb.READ: gettext_lazy("%(name)s saw this file in a list of %(count)d (%(what)s)."),
    Verb.WRITE: gettext_lazy("%(name)s changed this file together with others, %(count)d in all (%(what)s)."),
    Verb.REFUSED: gettext_lazy("%(name)s was refused a list with this file (%(what)s)."),
    Verb.EXPORT: gettext_lazy("%(name)s took a copy of this file together with others, %(count)d in all (%(what)s)."),
}
_IN_GENERAL: Templates = {
    Verb.READ: gettext_lazy("%(name)s opened the page “%(what)s”."),
    Verb.WRITE: gettext_lazy("%(name)s saved: %(what)s."),
    Verb.REFUSED: gettext_lazy("%(name)s was refused the page “%(what)s”."),
    Verb.EXPORT: gettext_lazy("%(name)s took a copy: %(what)s."),
    Verb.SIGN_IN: gettext_lazy("%(name)s signed in."),
    Verb.SIGN_OUT: gettext_lazy("%(name)s signed out."),
    Verb.SIGN_IN_FAILED: gettext_lazy("Somebody tried in vain to sign in."),
    Verb.SETTING: gettext_lazy("%(name)s changed a setting: %(what)s."),
}
# What lies under a seal is left out.
_SEALED: Templates = {
    Verb.READ: gettext_lazy("%(name)s opened a page. Which one is sealed."),
    Verb.WRITE: gettext_lazy("%(name)s saved something. What is sealed."),
    Verb.REFUSED: gettext_lazy("%(name)s was refused a page. Which one is sealed."),
    Verb.EXPORT: gettext_lazy("%(name)s took a copy. Of what is sealed."),
    Verb.SETTING: gettext_lazy("%(name)s changed a setting. Which one is sealed."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One entry, ready for the page."""

    id: str
    at: datetime
    text: str
    reason: str


def tell(rows: Iterable[EntryRow], *, names: Names, titles: Titles = str, about: str = "") -> tuple[Told, ...]:
    """The rows as sentences. `names` is asked once for all staff ids, `titles` gives a page's title for its URL name;
    `about` is the id of the file whose history this is, if it is one's."""
    kept = tuple(rows)
    known = names({row.by for row in kept if row.by})
    return tuple(
        Told(id=row.id, at=row.at, text=_sentence(row, _name(row.by, known), titles, about), reason=row.reason)
        for row in kept
    )


def _sentence(row: EntryRow, name: str, titles: Titles, about: str) -> str:
    template = _templates(row, about).get(row.verb) or _IN_GENERAL.get(row.verb)
    if template is None:
        template = gettext_lazy("%(name)s did something that a later version of this program noted.")
    return str(template) % {"name": name, "what": titles(row.what) if row.what else "-", "count": len(row.ids)}


def _templates(row: EntryRow, about: str) -> Templates:
    if row.sealed is not None:
        return _SEALED
    if not about or about not in row.ids:
        return _IN_GENERAL
    return _OF_THIS_FILE if len(row.ids) == 1 else _OF_A_LIST


def _name(by: str, known: Mapping[str, str]) -> str:
    if not by:
        return _("Somebody not signed in")
    return known.get(by) or _("A person no longer known here (%(code)s)") % {"code": by[:8]}

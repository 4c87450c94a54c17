"""Which case somebody means by a number or a name."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible

from .writings import Core, found_in


def one_case(cores: Sequence[tuple[UUID, Core]], words: str) -> UUID:
    """The one case with this number, or with these words in its name; NotPossible when it is none or several."""
    found = found_in(cores, words)
    exact = [one for one in found if one[1].code.casefold() == words.strip().casefold()] or found
    if len(exact) != 1:
        raise NotPossible(
            _("More than one case has these words. Enter its number.")
            if exact
            else _("No case with these words is open to you.")
        )
    return exact[0][0]

"""The man whom a row of a list names, among those of one programme."""

from collections import defaultdict
from uuid import UUID

from article16.casework.clients.names import plain

from . import queries
from .cells import Line
from .mapping import Mapping
from .problems import shown
from .queries import Man


def who(known: Mapping) -> str:
    """The columns of the list that say who he is."""
    column = known.of("code") or known.of("name")
    return " + ".join(column.sources) if column else ""


class Men:
    """Men of the programme by code, and by name and date of birth."""

    def __init__(self, men: list[Man]) -> None:
        self._by_code = {plain(one.code): one.episode for one in men}
        self._by_name: dict[frozenset[str], list[Man]] = defaultdict(list)
        for one in men:
            self._by_name[one.words].append(one)

    def of(self, line: Line) -> UUID | str:
        """His latest episode, or a sentence why it cannot be said."""
        if code := line.text("code"):
            return self._by_code.get(plain(code)) or f"There is no man {shown(code)} in this programme."
        name, born = line.text("name"), line.day("birth_date")
        found = [
            one
            for one in self._by_name.get(queries.words_of_name(name), [])
            if born is None or one.birth_date in {None, born}
        ]
        if len(found) == 1:
            return found[0].episode
        if not found:
            return f"There is no man called {shown(name)} in this programme. Import the referrals first, or correct it."
        return f"There are {len(found)} men called {shown(name)}. Give the code or the date of birth."

"""A list of referrals before it is taken in: who is the same man, what each row will bring. Nothing is written here."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from article16.casework.clients.actions import Referred, Said
from article16.casework.clients.names import Likeness, births_alike, may_be_the_same, names_alike, parts

from .cells import Line
from .mapping import Mapping
from .problems import Problem, shown

SAID = ("path", "sender", "mandate", "mandate_text", "sessions_ordered", "hours_ordered", "agency_reference")
SAID_TOO = ("referred_by", "referrer_contact", "language", "interpreter", "reading")


@dataclass(frozen=True, slots=True)
class Known:
    """A man who has a file in this programme already."""

    id: UUID
    code: str
    name: str
    birth_date: date | None


@dataclass(frozen=True, slots=True)
class Planned:
    """One row that will be taken in."""

    row: int
    referred: Referred
    agency: str  # its name; "": none
    known: UUID | None = None  # a further episode of this man


def plan(
    lines: Iterable[Line], mapping: Mapping, *, programme: UUID, known: Iterable[Known], today: date
) -> tuple[list[Planned], list[Problem]]:
    """What each row will bring, in the order of the rows, and whoever may be there twice."""
    found = _Found(known)
    planned: list[Planned] = []
    problems: list[Problem] = []
    name = mapping.of("name")
    nobody = name.empty if name else None  # what stands where no name was given
    for line in lines:
        referred = _referred(line, programme)
        if referred.received_on and referred.received_on > today:
            says = f"The referral would come on {referred.received_on:%d.%m.%Y}, which lies ahead. Check the day."
            problems.append(Problem(line.row, _where(mapping, "received_on"), says, kind="ahead"))
        nameless = referred.name == nobody
        same = None if nameless else found.same(referred)
        word = mapping.duplicate_rows.get(line.row, mapping.duplicates) if same else ""
        if same and word == "stop":
            problems.append(_twice(line.row, mapping, same))
        if same and word == "leave out":
            continue
        if isinstance(same, int) and word == "next episode":
            says = (
                f"The episode of row {same} has not ended yet, so this cannot be the next one. Leave one of them out."
            )
            problems.append(Problem(line.row, _where(mapping, "name"), says, kind="next"))
        further = same if isinstance(same, Known) and word == "next episode" else None
        planned.append(Planned(line.row, referred, line.text("agency"), known=further.id if further else None))
        if not nameless:
            found.add(line.row, referred)
    return planned, problems


def _referred(line: Line, programme: UUID) -> Referred:
    said = {name: line.values[name] for name in (*SAID, *SAID_TOO) if line.values.get(name) not in {None, ""}}
    return Referred(
        name=line.text("name"),
        birth_date=line.day("birth_date"),
        programme=programme,
        for_her_service=line.text("for_her_service"),
        said=Said(**said),  # type: ignore[arg-type]  # read by the fields of `Said`
        received_on=line.day("received_on"),
        next_hearing=line.day("next_hearing"),
        answer_by=line.day("answer_by"),
    )


def _where(mapping: Mapping, name: str) -> str:
    column = mapping.of(name)
    return " + ".join(column.sources) if column and column.sources else name


def _twice(row: int, mapping: Mapping, same: "Known | int") -> Problem:
    who = f"of row {same}" if isinstance(same, int) else f"of the file {same.code}, {shown(same.name)}"
    says = (
        f"This may be the man {who}. Say in the mapping file what holds: "
        f"duplicates: {{{row}: leave out}}, or next episode, or both are meant."
    )
    return Problem(row, _where(mapping, "name"), says, kind="twice")


class _Found:
    """Men so far, found by the words of their names and by their dates of birth."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._by_name: dict[frozenset[str], list[tuple[Known | int, str, date | None]]] = defaultdict(list)
        self._by_birth: dict[date, list[tuple[Known | int, str, date | None]]] = defaultdict(list)
        for one in known:
            self._put(one, one.name, one.birth_date)

    def add(self, row: int, referred: Referred) -> None:
        self._put(row, referred.name, referred.birth_date)

    def _put(self, who: Known | int, name: str, born: date | None) -> None:
        entry = (who, name, born)
        self._by_name[frozenset(parts(name))].append(entry)
        if born:
            self._by_birth[born].append(entry)

    def same(self, referred: Referred) -> "Known | int | None":
        """Who may be this man: of the same name unless born on another day, of a like name born on the same."""
        words = parts(referred.name)
        for who, name, born in self._by_name.get(frozenset(words), []):
            births = births_alike(referred.birth_date, born)
            # Two men of one name born years apart are two men; a list of thousands has many.
            if words and births is not Likeness.NONE and may_be_the_same(names_alike(words, parts(name)), births):
                return who
        if referred.birth_date:
            for who, name, _born in self._by_birth.get(referred.birth_date, []):
                if names_alike(words, parts(name)) >= Likeness.SIMILAR:
                    return who
        return None

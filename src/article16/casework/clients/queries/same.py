"""Who may be the man that is just referred: only among those whom the viewer may see."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from article16.common.accounts.access import Viewer
from article16.common.db.prepared import Prepared

from ..models import Client, NamePart
from ..names import Likeness, alike, births_alike, may_be_the_same, names_alike, parts
from ..policy import READERS, clients_in
from .people import EpisodeRow, episodes_of

MANY = 500  # men with one word in their names; beyond it another word must begin alike
COMPARED = 1_000  # men looked at, at most, of each kind
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Man:
    pk: UUID
    code: str
    name: str
    birth_date: date | None


MAN = tuple(each.name for each in fields(Man))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A man who may be the same, and how alike name and date of birth are."""

    id: UUID
    code: str
    name: str
    birth_date: date | None
    names: Likeness
    births: Likeness
    episodes: tuple[EpisodeRow, ...]  # those the viewer may see, latest first


def may_be(viewer: Viewer, *, name: str, birth_date: date | None, but: UUID | None = None) -> tuple[Candidate, ...]:
    """Men who may be this one, the likeliest first, at most eight; `but`: this one is known. At most five queries."""
    words = parts(name)
    if not words:
        return ()
    found = [one for one in _compared(_rows(viewer, words, birth_date), words, birth_date) if one[0].pk != but][:SHOWN]
    episodes = episodes_of(viewer, [one.pk for one, _names, _births in found]) if found else {}
    return tuple(
        Candidate(one.pk, one.code, one.name, one.birth_date, names, births, tuple(episodes.get(one.pk, ())))
        for one, names, births in found
    )


def _rows(viewer: Viewer, words: tuple[str, ...], birth_date: date | None) -> list[Man]:
    mine, staff = viewer.programmes(READERS), viewer.id
    holders = dict(HOLDERS.rows(words=words))
    if any(count > MANY for count in holders.values()):
        found = list(_sharing(clients_in(mine, staff), words, holders))
    else:
        found = WITH_A_WORD.rows(programmes=mine, staff=staff, words=words) if holders else []
    if birth_date:
        found += BORN.rows(programmes=mine, staff=staff, birth_date=birth_date)
    return [Man(*row) for row in {row[0]: row for row in found}.values()]


def _holders(words: Collection[str]) -> QuerySet:
    return NamePart.objects.filter(part__in=words).values_list("part").annotate(count=Count("client")).order_by()


def _with_a_word(programmes: Collection[UUID], staff: UUID, words: Collection[str]) -> QuerySet:
    parts_of = NamePart.objects.filter(part__in=words)
    return clients_in(programmes, staff).filter(pk__in=parts_of.values("client")).values_list(*MAN)[:COMPARED]


def _born(programmes: Collection[UUID], staff: UUID, birth_date: date) -> QuerySet:
    return clients_in(programmes, staff).filter(birth_date=birth_date).values_list(*MAN)[:COMPARED]


HOLDERS, WITH_A_WORD, BORN = Prepared(_holders), Prepared(_with_a_word), Prepared(_born)


def _sharing(seen: QuerySet[Client], words: tuple[str, ...], holders: Mapping[str, int]) -> QuerySet:
    """Those who have a word of the name; where many have it, only if another word begins alike."""
    rare = [word for word in words if holders.get(word, 0) <= MANY]
    wanted = Q(part__in=rare)
    for word in set(words) - set(rare):
        # The first two letters, because two neighbours may have been exchanged.
        letters = {other[at : at + 1] for other in words if other != word for at in (0, 1)} - {""}
        begins = Q(*(("part__startswith", letter) for letter in sorted(letters)), _connector=Q.OR)
        others = NamePart.objects.filter(begins, client=OuterRef("client")).exclude(part=word)
        wanted |= Q(part=word) & Exists(others) if letters else Q(part=word)
    return seen.filter(pk__in=NamePart.objects.filter(wanted).values("client")).values_list(*MAN)[:COMPARED]


def _compared(rows: list[Man], words: tuple[str, ...], birth_date: date | None) -> list[tuple[Man, Likeness, Likeness]]:
    known: dict[UUID, list[str]] = {}
    have_words = NamePart.objects.filter(client__in=[one.pk for one in rows]).values_list("client", "part")
    for client_id, part in have_words if rows else ():
        known.setdefault(client_id, []).append(part)
    words_alike = _relation(words, {word for some in known.values() for word in some})
    found = []
    for one in rows:
        births = births_alike(birth_date, one.birth_date)
        # Words of earlier names are among them, so they say at most that a name is similar; and they have no order, in
        # which a word written as two would be seen.
        have = known.get(one.pk, [])
        names = min(names_alike(words, tuple(have), words_alike), Likeness.SIMILAR)
        if names is Likeness.SIMILAR or (names is Likeness.PARTLY and len(have) != len(words)):
            names = max(names, names_alike(words, parts(one.name)))
        if may_be_the_same(names, births):
            found.append((one, names, births))
    return sorted(found, key=lambda row: (-row[1] - row[2], -row[2], row[0].name, row[0].code))


def _relation(words: tuple[str, ...], others: set[str]) -> Callable[[str, str], bool]:
    """Which words are alike, found out once for each word: many men share one."""
    pairs = {(word, other) for word in words for other in others if alike(word, other)}
    return lambda one, other: (one, other) in pairs or (other, one) in pairs

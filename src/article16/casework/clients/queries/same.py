"""Who may be the man that is just referred: only among those whom the viewer may see."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from article16.common.accounts.access import Viewer

from ..models import Client, NamePart
from ..names import Likeness, alike, births_alike, may_be_the_same, names_alike, parts
from ..policy import clients_of
from .people import EpisodeRow, episodes_of

MANY = 500  # men with one word in their names; beyond it another word must begin alike
COMPARED = 1_000  # men looked at, at most, of each kind
SHOWN = 8


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
    seen = clients_of(viewer).exclude(pk=but) if but else clients_of(viewer)
    found = _compared(_rows(seen, words, birth_date), words, birth_date)[:SHOWN]
    episodes = episodes_of(viewer, [one.pk for one, _names, _births in found])
    return tuple(
        Candidate(one.pk, one.code, one.name, one.birth_date, names, births, tuple(episodes.get(one.pk, ())))
        for one, names, births in found
    )


def _rows(seen: QuerySet[Client], words: tuple[str, ...], birth_date: date | None) -> list[Client]:
    rows = list(seen.filter(pk__in=_sharing(words).values("client"))[:COMPARED])
    if birth_date:
        rows += seen.filter(birth_date=birth_date)[:COMPARED]
    return list({one.pk: one for one in rows}.values())


def _sharing(words: tuple[str, ...]) -> QuerySet[NamePart]:
    """Those who have a word of the name; where many have it, only if another word begins alike."""
    holders = dict(
        NamePart.objects.filter(part__in=words).values_list("part").annotate(count=Count("client")).order_by()
    )
    rare = [word for word in words if holders.get(word, 0) <= MANY]
    wanted = Q(part__in=rare)
    for word in set(words) - set(rare):
        # The first two letters, because two neighbours may have been exchanged.
        letters = {other[at : at + 1] for other in words if other != word for at in (0, 1)} - {""}
        begins = Q(*(("part__startswith", letter) for letter in sorted(letters)), _connector=Q.OR)
        others = NamePart.objects.filter(begins, client=OuterRef("client")).exclude(part=word)
        wanted |= Q(part=word) & Exists(others) if letters else Q(part=word)
    return NamePart.objects.filter(wanted)


def _compared(
    rows: list[Client], words: tuple[str, ...], birth_date: date | None
) -> list[tuple[Client, Likeness, Likeness]]:
    known: dict[UUID, list[str]] = {}
    for client_id, part in NamePart.objects.filter(client__in=[one.pk for one in rows]).values_list("client", "part"):
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

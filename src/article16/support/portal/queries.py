"""Which link an address or a browser opens; what lies in the letterbox; on which days he is there."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from article16.support.keys.models import CaseKey
from article16.wall.box.errors import Broken
from article16.wall.box.opening import KeyPair

from .models import Link, Page
from .seals import Box, hash_of
from .state import Saved, State


@dataclass(frozen=True, slots=True)
class Sitting:
    """A link that is open, and the secret under which its state lies."""

    row: Link
    state: State
    secret: str


def box_of(row: Link) -> Box:
    return Box(row.pk, bytes(row.letterbox))


def by_address(token: str, *, lock: bool = False) -> Sitting | None:
    """The link with this address that no browser has opened yet. Two queries."""
    rows = Link.objects.select_for_update() if lock else Link.objects
    return _opened(rows.filter(token_hash=hash_of(token), held_hash="").first(), token)


def by_browser(secret: str, *, lock: bool = False) -> Sitting | None:
    """The link that this browser holds. Two queries."""
    rows = Link.objects.select_for_update() if lock else Link.objects
    return _opened(rows.filter(held_hash=hash_of(secret)).first(), secret) if secret else None


def is_address_of(row: Link, token: str) -> bool:
    return row.token_hash == hash_of(token)


def _opened(row: Link | None, secret: str) -> Sitting | None:
    if row is None or not row.state:
        return None
    try:
        state = box_of(row).open_state(row.state, secret=secret, version=row.version)
    except Broken:
        return None
    # Nothing is taken for a case that was erased.
    return Sitting(row, state, secret) if CaseKey.objects.filter(case=state.case).exists() else None


@dataclass(frozen=True, slots=True)
class Letter:
    """One row of a letterbox, opened."""

    row: UUID
    saved: Saved


def letters(link: UUID, letterbox: KeyPair) -> tuple[list[Letter], int]:
    """What lies there, in order, and how many rows do not open. Two queries, and 40 µs for each row."""
    found, broken = [], 0
    row = Link.objects.filter(pk=link).first()
    if row is None:
        return [], 0
    for pk, sealed in Page.objects.filter(link=link).values_list("pk", "sealed"):
        try:
            found.append(Letter(pk, box_of(row).open_page(bytes(sealed), row=pk, letterbox=letterbox)))
        except ValueError:  # Broken is one too
            broken += 1
    return sorted(found, key=lambda one: one.saved.order), broken


def with_letters(links: Collection[UUID]) -> set[UUID]:
    """Those of these links in whose letterbox something lies. One query."""
    return set(Page.objects.filter(link__in=links).values_list("link", flat=True))


def standing(links: Collection[UUID]) -> dict[UUID, str]:
    """How each of these links stands: "waits", "opened" or "closed"; one that is gone is left out. One query."""
    rows = Link.objects.filter(pk__in=links).only("id", "state", "held_hash")
    return {row.pk: ("opened" if row.held_hash else "waits") if row.state else "closed" for row in rows}

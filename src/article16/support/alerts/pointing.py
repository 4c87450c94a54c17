"""Which case an item of the service's own is about, for whoever is unlocked."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from article16.common.accounts import queries as accounts
from article16.support.keys.opening import Unlocked
from article16.wall.box.errors import Broken
from article16.wall.box.opening import open_sealed

from .actions.raising import OWN, pointer_context
from .models import Alert, Pointer


@dataclass(frozen=True, slots=True)
class Pointed:
    """What an item says inside: its case, where this worker may open it; of a restricted one, who may."""

    about: str
    case: UUID | None = None
    named: tuple[str, ...] = ()  # names of people


def pointed(alert: UUID, by: Unlocked) -> Pointed | None:
    """None when nothing of it opens. Two queries."""
    return _read(Pointer.objects.filter(alert=alert).values_list("pk", "key", "sealed"), by)


@dataclass(frozen=True, slots=True)
class Waits:
    """An item of the service's own on which nobody has acted."""

    alert: UUID
    code: str
    due: datetime
    pointed: Pointed | None  # None: nothing of it opens


def waiting(by: Unlocked, *, most: int) -> list[Waits]:
    """The first due first. Three queries at most, one more for each restricted case, and 40 µs for each item."""
    alerts = list(Alert.objects.filter(kind=OWN, acknowledged_at=None).order_by("due", "id")[:most])
    found: dict[UUID, list[tuple[UUID, UUID | None, bytes]]] = {}
    for alert, *pointer in Pointer.objects.filter(alert__in=alerts).values_list("alert", "pk", "key", "sealed"):
        found.setdefault(alert, []).append((pointer[0], pointer[1], pointer[2]))
    return [Waits(one.pk, str(one), one.due, _read(found.get(one.pk, ()), by)) for one in alerts]


def _read(rows: Iterable[tuple[UUID, UUID | None, bytes]], by: Unlocked) -> Pointed | None:
    found: dict[str, object] = {}
    for pk, key, sealed in rows:
        found |= _inside(pk, key, bytes(sealed), by)
    if not found:
        return None
    case = UUID(str(found["case"])) if "case" in found else None
    ids = found.get("named", [])
    names = accounts.names(set(ids)) if case is None and isinstance(ids, list) else {}
    return Pointed(str(found["about"]), case, tuple(sorted(names.values())))


def _inside(row: UUID, key: UUID | None, sealed: bytes, by: Unlocked) -> dict[str, object]:
    if key not in (None, by.worker_id):
        return {}
    try:
        context = pointer_context(row)
        raw = open_sealed(sealed, keys=by.worker, context=context) if key else by.open_sealed(sealed, context=context)
        return dict(json.loads(raw))
    except (Broken, ValueError):
        return {}

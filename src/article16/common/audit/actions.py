"""Writing into the audit log: the one way in, called inside the transaction of the act itself."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from article16.common.audit.models import Entry
from article16.common.audit.times import quarter_of
from article16.common.db.inserting import insert

LONGEST_ID = 64
LONGEST = {"by": LONGEST_ID, "thing": 40, "what": 100, "reason": 2000}  # characters
_opaque = re.compile(rf"[A-Za-z0-9.:_-]{{1,{LONGEST_ID}}}").fullmatch


class Verb(StrEnum):
    """What was done. Names are stored: add to them, never change one."""

    READ = "read"
    WRITE = "write"
    REFUSED = "refused"
    EXPORT = "export"
    SIGN_IN = "sign-in"
    SIGN_OUT = "sign-out"
    SIGN_IN_FAILED = "sign-in-failed"
    SETTING = "setting"


@dataclass(frozen=True, slots=True)
class _Matter:
    """What an act was about: the part that a seal hides."""

    thing: str
    ids: list[str]
    what: str
    reason: str


def record(
    *,
    verb: Verb,
    thing: str,
    ids: Sequence[str] = (),
    by: str = "",
    what: str = "",
    at: datetime,
    reason: str = "",
) -> None:
    """Notes that `by` did this to the things with these ids; a list page is one note with all its ids.

    One INSERT in the caller's transaction. `ids` are opaque, `what` is a URL name or an action's name.
    """
    entry = Entry(id=uuid4(), actor=by, verb=Verb(verb).value)
    matter = _Matter(thing=thing, ids=list(dict.fromkeys(ids)), what=what, reason=reason)
    _check(matter, by=by, at=at)
    if settings.AUDIT_SEAL:
        entry.at, entry.sealed = quarter_of(at), _seal(matter, at=at, entry_id=entry.id)
    else:
        entry.at = at
        entry.thing, entry.ids, entry.what, entry.reason = matter.thing, matter.ids, matter.what, matter.reason
    # A reader's page has no transaction of its own, and only a transaction waits its turn on SQLite.
    with transaction.atomic(savepoint=False):
        insert([entry])


def seal_context(entry_id: UUID) -> bytes:
    """Binds a seal to its row, so that it opens in no other."""
    return f"article16 audit 1 {entry_id}".encode()


def _seal(matter: _Matter, *, at: datetime, entry_id: UUID) -> bytes:
    seal = import_string(settings.AUDIT_SEAL)
    inside = json.dumps({**asdict(matter), "at": at.isoformat()}, ensure_ascii=False, separators=(",", ":"))
    return seal(inside.encode(), context=seal_context(entry_id))


def _check(matter: _Matter, *, by: str, at: datetime) -> None:
    # Checked here because SQLite keeps no lengths and PostgreSQL quotes the row when it refuses one.
    if at.tzinfo is None:
        raise ValueError("An audit row needs a time with a time zone.")
    if not matter.thing:
        raise ValueError("An audit row needs to say what kind of thing it is about.")
    texts = {"by": by, "thing": matter.thing, "what": matter.what, "reason": matter.reason}
    for name, text in texts.items():
        most = LONGEST[name]
        if len(text) > most or "\0" in text:
            raise ValueError(f"An audit row's {name} holds at most {most} characters, and no NUL.")
    # Plain letters have one JSON form only, so both databases hash them alike.
    if any(not isinstance(one, str) or not _opaque(one) for one in matter.ids):
        raise ValueError(f"An audit row's ids are opaque: 1 to {LONGEST_ID} letters, digits and . : _ - characters.")

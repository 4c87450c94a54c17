"""Writing into the audit log: the one way in, called inside the transaction of the act itself."""

import json
import re
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from article16.common.audit.models import Entry
from article16.common.audit.times import quarter_of

LONGEST_ID = 64
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
    clear = {"thing": thing, "ids": list(dict.fromkeys(ids)), "what": what, "reason": reason}
    _check(by=by, at=at, **clear)
    if settings.AUDIT_SEAL:
        entry.at, entry.sealed = quarter_of(at), _seal(entry, at=at, clear=clear)
    else:
        entry.at = at
        for name, value in clear.items():
            setattr(entry, name, value)
    # A reader's page has no transaction of its own, and only a transaction waits its turn on SQLite.
    with transaction.atomic(savepoint=False):
        entry.save(force_insert=True)


def seal_context(entry_id: object) -> bytes:
    """Binds a seal to its row, so that it opens in no other."""
    return f"article16 audit 1 {entry_id}".encode()


def _seal(entry: Entry, *, at: datetime, clear: dict[str, object]) -> bytes:
    seal = import_string(settings.AUDIT_SEAL)
    inside = json.dumps({**clear, "at": at.isoformat()}, ensure_ascii=False, separators=(",", ":"))
    return seal(inside.encode(), context=seal_context(entry.id))


def _check(*, by: str, at: datetime, thing: str, ids: list[str], what: str, reason: str) -> None:
    # Checked here because SQLite keeps no lengths and PostgreSQL quotes the row when it refuses one.
    if at.tzinfo is None:
        raise ValueError("An audit row needs a time with a time zone.")
    if not thing:
        raise ValueError("An audit row needs to say what kind of thing it is about.")
    limits = {"by": (by, LONGEST_ID), "thing": (thing, 40), "what": (what, 100), "reason": (reason, 2000)}
    for name, (text, most) in limits.items():
        if len(text) > most or "\0" in text:
            raise ValueError(f"An audit row's {name} holds at most {most} characters, and no NUL.")
    # Plain letters have one JSON form only, so both databases hash them alike.
    if any(not isinstance(one, str) or not _opaque(one) for one in ids):
        raise ValueError(f"An audit row's ids are opaque: 1 to {LONGEST_ID} letters, digits and . : _ - characters.")

"""The record of a span of time, for the hours after a breach: who did what, as far as the reader may see it."""

import csv
import io
from collections.abc import Callable, Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from article16.common.accounts.log_view import title
from article16.common.accounts.queries import names
from article16.common.audit.actions import Verb, record
from article16.common.audit.queries import EntryRow, between
from article16.common.copies import cell

HEAD = ("at", "who", "verb", "about", "what", "ids", "reason")


@transaction.atomic
def export(*, since: datetime, until: datetime, opener: Callable[[EntryRow], EntryRow], by: str, at: datetime) -> bytes:
    """CSV, the latest first. That it was taken stands in the record itself."""
    record(verb=Verb.EXPORT, thing="log", by=by, what="export_record", at=at)
    rows = [opener(one) for one in between(since, until, by_quarter=bool(settings.AUDIT_SEAL))]
    # Under a seal the database knows the quarter only: what opened and lies outside is left out here.
    return _csv([one for one in rows if not one.thing or since <= one.at < until])


def _csv(rows: Iterable[EntryRow]) -> bytes:
    found = list(rows)
    people = names({one.by for one in found if one.by})
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for one in found:
        about = (one.thing, title(one.what) if one.what else "", " ".join(one.ids), one.reason)
        words = (one.at.isoformat(), people.get(one.by, one.by), one.verb, *about)
        writer.writerow([cell(part) for part in words])
    return out.getvalue().encode()

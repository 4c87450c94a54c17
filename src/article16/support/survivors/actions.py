"""Writes about a case: sealed under its key, in one transaction with their row in the record."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.common.audit.times import quarter_of
from article16.support.keys.actions.cases import new_case_key
from article16.support.keys.cases import CaseBox
from article16.support.keys.holders import case_box
from article16.support.keys.opening import Unlocked

from . import writings
from .contact import SafeContact, Wish
from .models import Case, Entry
from .queries import opened
from .writings import Attempt, ConsentEnded, Core, Disclosure, Kind, Plan, Value

CORE = "core"
ENTRY = "entry"


@transaction.atomic
def open_case(
    *,
    name: str,
    relation: str,
    called: str,
    mailbox: UUID | None,
    by: UUID,
    at: datetime,
    on: date,
    case: UUID | None = None,
) -> UUID:
    """A new case with a key of its own. Whether he has another case is not asked and not told."""
    case = case or uuid4()
    box = new_case_key(case=case, at=at)
    core = Core(name, f"S-{case.hex[:4].upper()}", relation, mailbox, on, called)
    Case.objects.create(id=case, quarter=f"{quarter_of(at):%Y}-Q{(at.month + 2) // 3}", core=_core(box, core, 1))
    record(verb=Verb.WRITE, thing="case", ids=[str(case)], by=str(by), what="open_case", at=at)
    return case


@transaction.atomic
def write(*, case: UUID, kind: Kind, value: Value, by: Unlocked, at: datetime) -> UUID:
    """One entry more. What was written before stays as it is."""
    return write_all(case=case, entries=[(kind, value, at)], by=by, at=at)[0]


@transaction.atomic
def write_all(*, case: UUID, entries: Sequence[tuple[Kind, Value, datetime]], by: Unlocked, at: datetime) -> list[UUID]:
    """Several entries at once, each with its own moment; one row in the record. As many queries as for one."""
    box = case_box(case, by)
    rows = [(uuid4(), writings.told(kind, value, at=moment, by=by.staff)) for kind, value, moment in entries]
    Entry.objects.bulk_create(
        Entry(id=row, case_id=case, sealed=box.seal(content, field=ENTRY, row=row, version=1)) for row, content in rows
    )
    record(verb=Verb.WRITE, thing="case", ids=[str(case)], by=str(by.staff), what="write_entry", at=at)
    return [row for row, _content in rows]


def tried(*, case: UUID, attempt: Attempt, by: Unlocked, at: datetime, on: date) -> None:
    """An attempt to reach her. Said she then that she wishes no contact, asking ends with the same save."""
    entries: list[tuple[Kind, Value, datetime]] = [(Kind.ATTEMPT, attempt, at)]
    before = opened(case, by).contact or SafeContact(wish=Wish.NOT_ASKED)
    if attempt.outcome == "wish" and before.wish not in (Wish.NEVER, Wish.DANGER_ONLY):
        entries.append((Kind.CONTACT, replace(before, wish=Wish.NEVER, confirmed_on=on), at))
    write_all(case=case, entries=entries, by=by, at=at)


def say_contact(*, case: UUID, contact: SafeContact, hers: bool, by: Unlocked, at: datetime) -> None:
    """What she said about being contacted. Her no is taken back by her alone."""
    before = opened(case, by).contact
    closed = before.wish if before and before.wish in (Wish.NEVER, Wish.DANGER_ONLY) else None
    if closed and contact.wish is not closed and not hers:
        raise NotPossible(_("She does not wish contact. Only she can take that back: did she say so herself?"))
    write(case=case, kind=Kind.CONTACT, value=contact, by=by, at=at)


def end_consent(*, case: UUID, consent: UUID, by: Unlocked, at: datetime, on: date) -> None:
    """She takes a consent back. From this moment nothing is told under it."""
    found = next((one for one in opened(case, by).consents if one.id == consent), None)
    if found is None or found.ended_on is not None:
        raise NotPossible(_("This consent was taken back already."))
    write(case=case, kind=Kind.CONSENT_ENDED, value=ConsentEnded(consent, on), by=by, at=at)


def disclose(*, case: UUID, consent: UUID, what: str, by: Unlocked, at: datetime, on: date) -> None:
    """What is told to others, under a consent that is in force on this day; written before it is told."""
    found = next((one for one in opened(case, by).consents if one.id == consent), None)
    if found is None or not found.in_force(on):
        raise NotPossible(_("This consent is not in force today. Ask her before anything is told."))
    value = Disclosure(consent, found.consent.recipient, what, on)
    write(case=case, kind=Kind.DISCLOSURE, value=value, by=by, at=at)


def write_plan(*, case: UUID, words: str, based_on: UUID | None, by: Unlocked, at: datetime) -> bool:
    """A version of her plan; whether somebody else wrote one meanwhile. Both stay, and both are shown."""
    latest = opened(case, by).plans
    beside = bool(latest) and latest[0].id != based_on
    write(case=case, kind=Kind.PLAN, value=Plan(words, based_on), by=by, at=at)
    return beside


def _core(box: CaseBox, core: Core, version: int) -> bytes:
    return box.seal(writings.core_bytes(core), field=CORE, row=box.case, version=version)

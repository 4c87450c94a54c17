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
from article16.common.db.inserting import insert
from article16.support.keys.actions.cases import new_case_key
from article16.support.keys.cases import CaseBox
from article16.support.keys.holders import case_box
from article16.support.keys.opening import Unlocked
from article16.support.outcomes.actions import keep_rows
from article16.support.outcomes.taken_back import row_of

from . import writings
from .contact import SafeContact, Wish
from .duties import SIZES, standing, standing_bytes
from .models import Case, Entry
from .queries import STANDING, opened
from .writings import Attempt, CaseFile, ConsentEnded, Core, Disclosure, Done, Kind, Opened, Plan, Value

CORE = "core"
ENTRY = "entry"
FIRST = "first"


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
    referred_on: date | None = None,
) -> UUID:
    """A new case with a key of its own. Whether he has another case is not asked and not told."""
    case = case or uuid4()
    box = new_case_key(case=case, at=at)
    core = Core(name, writings.code_of(case), relation, mailbox, on, called, referred_on)
    Case.objects.create(
        id=case,
        quarter=f"{quarter_of(at):%Y}-Q{(at.month + 2) // 3}",
        core=_core(box, core, 1),
        standing=_sealed(box, CaseFile(case, core, ()), 1),
        standing_version=1,
    )
    record(verb=Verb.WRITE, thing="case", ids=[str(case)], by=str(by), what="open_case", at=at)
    return case


@transaction.atomic
def write(*, case: UUID, kind: Kind, value: Value, by: Unlocked, at: datetime) -> UUID:
    """One entry more. What was written before stays as it is."""
    return write_all(case=case, entries=[(kind, value, at)], by=by, at=at)[0]


@transaction.atomic(savepoint=False)
def write_all(
    *,
    case: UUID,
    entries: Sequence[tuple[Kind, Value, datetime]],
    by: Unlocked,
    at: datetime,
    box: CaseBox | None = None,
    file: CaseFile | None = None,
) -> list[UUID]:
    """Several entries at once, each with its own moment; one row in the record. As many queries as for one.

    `file`: the case as this transaction has opened it under a lock, with nothing written to it since. One writer after
    the other, because what is due is from all entries.
    """
    box = box or case_box(case, by)
    before = file or opened(case, by, box, lock=True)
    fresh = [Opened(uuid4(), kind, moment, by.staff, value) for kind, value, moment in entries]
    insert([_row(box, one) for one in fresh])
    _account(replace(before, entries=writings.latest_first([*before.entries, *fresh])), box)
    record(verb=Verb.WRITE, thing="case", ids=[str(case)], by=str(by.staff), what="write_entry", at=at)
    return [one.id for one in fresh]


def _row(box: CaseBox, one: Opened) -> Entry:
    content = writings.told(one.kind, one.value, at=one.at, by=one.by)
    return Entry(id=one.id, case_id=box.case, sealed=box.seal(content, field=ENTRY, row=one.id, version=1))


def _account(file: CaseFile, box: CaseBox) -> None:
    """What is due, beside the case and as long as that of every other."""
    version = file.account + 1
    sealed = _sealed(box, file, version)
    Case.objects.filter(pk=file.id).update(standing=sealed, standing_version=version)


def _sealed(box: CaseBox, file: CaseFile, version: int) -> bytes:
    content = standing_bytes(standing(file))
    size = next(one for one in SIZES if len(content) + 4 <= one)
    return box.seal(content, field=STANDING, row=file.id, version=version, size=size)


def tried(*, case: UUID, attempt: Attempt, by: Unlocked, at: datetime, on: date) -> None:
    """An attempt to reach her. Said she then that she wishes no contact, asking ends with the same save."""
    entries: list[tuple[Kind, Value, datetime]] = [(Kind.ATTEMPT, attempt, at)]
    before = opened(case, by).contact or SafeContact(wish=Wish.NOT_ASKED)
    if attempt.outcome == "wish" and before.wish not in (Wish.NEVER, Wish.DANGER_ONLY):
        entries.append((Kind.CONTACT, replace(before, wish=Wish.NEVER, confirmed_on=on), at))
    write_all(case=case, entries=entries, by=by, at=at)


def say_contact(
    *, case: UUID, contact: SafeContact, hers: bool, by: Unlocked, at: datetime, based_on: str = ""
) -> None:
    """What she said about being contacted. Her no is taken back by her alone.

    `based_on`: the entry with which the form began, or `FIRST`; what somebody wrote since is never covered unseen.
    """
    file = opened(case, by)
    before = file.contact
    if based_on and based_on != contact_now(file):
        raise NotPossible(
            _("Somebody wrote down something newer meanwhile. Look at the case first; what you typed is here below.")
        )
    closed = before.wish if before and before.wish in (Wish.NEVER, Wish.DANGER_ONLY) else None
    if closed and contact.wish is not closed and not hers:
        raise NotPossible(_("She does not wish contact. Only she can take that back: did she say so herself?"))
    write(case=case, kind=Kind.CONTACT, value=contact, by=by, at=at)


def contact_now(file: CaseFile) -> str:
    """Which entry holds what she said last."""
    said = file.of(Kind.CONTACT)
    return str(said[0].id) if said else FIRST


@transaction.atomic
def end_consent(*, case: UUID, consent: UUID, by: Unlocked, at: datetime, on: date) -> None:
    """She takes a consent back. From this moment nothing is told under it."""
    file = opened(case, by)
    found = next((one for one in file.consents if one.id == consent), None)
    if found is None or found.ended_on is not None:
        raise NotPossible(_("This consent was taken back already."))
    write(case=case, kind=Kind.CONSENT_ENDED, value=ConsentEnded(consent, on), by=by, at=at)
    if found.consent.about == "evaluation":
        leave_study(file, at=at)


def leave_study(file: CaseFile, *, at: datetime) -> None:
    """What she said before is used in no evaluation from now on. Sealed as every row of the study."""
    if file.core.mailbox is not None:
        keep_rows(rows=[row_of(man=file.core.mailbox, woman=file.id)], at=at)


def disclose(*, case: UUID, consent: UUID, what: str, by: Unlocked, at: datetime, on: date) -> None:
    """What is told to others, under a consent that is in force on this day; written before it is told."""
    found = next((one for one in opened(case, by).consents if one.id == consent), None)
    if found is None or not found.in_force(on):
        raise NotPossible(_("This consent is not in force today. Ask her before anything is told."))
    value = Disclosure(consent, found.consent.recipient, what, on)
    write(case=case, kind=Kind.DISCLOSURE, value=value, by=by, at=at)


def finish_to_do(*, case: UUID, to_do: UUID, words: str, by: Unlocked, at: datetime, on: date) -> None:
    """What was done about it. Once: whoever comes second is told so."""
    if all(one.id != to_do for one in opened(case, by).to_do):
        raise NotPossible(_("Somebody has done this already. It stands on the case."))
    write(case=case, kind=Kind.DONE, value=Done(to_do, on, words), by=by, at=at)


def write_plan(*, case: UUID, words: str, based_on: UUID | None, by: Unlocked, at: datetime) -> bool:
    """A version of her plan; whether somebody else wrote one meanwhile. Both stay, and both are shown."""
    latest = opened(case, by).plans
    beside = bool(latest) and latest[0].id != based_on
    write(case=case, kind=Kind.PLAN, value=Plan(words, based_on), by=by, at=at)
    return beside


def _core(box: CaseBox, core: Core, version: int) -> bytes:
    return box.seal(writings.core_bytes(core), field=CORE, row=box.case, version=version)

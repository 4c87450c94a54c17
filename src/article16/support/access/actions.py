"""Writes: a copy for her step by step, and the end of a case with a second person."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from article16.common import copies
from article16.common.accounts.actions import NotPossible
from article16.common.accounts.models import ClosedFile, Draft, Submission
from article16.common.audit.actions import Verb, record
from article16.common.copies import Cover, Shown
from article16.common.copies.forms import Left
from article16.support.alerts.women import waits_for
from article16.support.documents import actions as documents
from article16.support.keys.actions import destroy_case_key
from article16.support.keys.holders import case_box
from article16.support.keys.opening import Unlocked
from article16.support.portal.models import Link, Page
from article16.support.survivors import actions as cases
from article16.support.survivors.models import Case
from article16.support.survivors.queries import opened
from article16.support.survivors.writings import CaseFile, Done, Kind, ToDo

from . import contents, queries
from .models import Copy, Erased, Keeping, Period
from .policy import SENTENCES, WHY
from .queries import COPY_FIELD, KEEP_FIELD
from .writings import AT_A_TIME, COPY, KEEP, Held, Keep, Row

REMINDED = timedelta(days=7)  # before the day by which she has her copy


@transaction.atomic
def ask(*, case: UUID, asked_on: date, due: date, way: str, by: Unlocked, at: datetime) -> UUID:
    """She asked; the answer is due after a month, and is something to do in her case a week before."""
    box = case_box(case, by)
    if any(held.given_on is None for _pk, held in queries.copies(box)):
        raise NotPossible(_("A copy is being made already. It stands below."))
    row = Copy(id=uuid4(), case_id=case)
    held = Held(asked_on, due, way, by.staff)
    row.sealed = box.seal(COPY.dump_json(held), field=COPY_FIELD, row=row.pk, version=1)
    row.save(force_insert=True)
    words = _("Her copy: she has it by %(day)s") % {"day": date_format(due, "j F Y")}
    to_do = ToDo(words, max(asked_on, due - REMINDED), reason_of(row.pk))
    cases.write(case=case, kind=Kind.TO_DO, value=to_do, by=by, at=at)
    _record("write_copy", case, by, at)
    return row.pk


def reason_of(copy: UUID) -> str:
    """Where something to do comes from that a copy asks for."""
    return f"copy {copy}"


@transaction.atomic
def say_safe(*, case: UUID, copy: UUID, how: str, words: str, on: date, by: Unlocked, at: datetime) -> None:
    """What she said about where a copy is safe. Until then none is released."""
    _write(case, copy, lambda held: replace(held, safe=how, safe_words=words, safe_on=on), by, at)


@transaction.atomic
def prepare(*, case: UUID, copy: UUID, language: str, by: Unlocked, at: datetime) -> None:
    """Take down everything of this case as it stands now. Of no other case: its key opens nothing else."""
    rows = contents.rows(opened(case, by), language=language)
    anew = {"prepared_at": at, "prepared_by": by.staff, "rows": rows, "looked": (), "language": language}
    _write(case, copy, lambda held: replace(held, **anew), by, at)


@transaction.atomic
def look_through(*, case: UUID, copy: UUID, part: int, left: Mapping[int, Left], by: Unlocked, at: datetime) -> None:
    """A second person read this part, and says what is left out. `left`: by the row's place in the part."""

    def looked(held: Held) -> Held:
        if held.prepared_by == by.staff:
            raise NotPossible(_("You prepared this copy. A second person looks through it."))
        rows = list(held.rows)
        begin = (part - 1) * AT_A_TIME
        for number, row in enumerate(held.part(part)):
            why, words, only = left.get(number, ("", "", ()))
            rows[begin + number] = replace(row, why=why, words=words, only=only)
        return replace(held, rows=tuple(rows), looked=tuple(sorted({*held.looked, part})))

    _write(case, copy, looked, by, at)


@transaction.atomic
def release(*, case: UUID, copy: UUID, by: Unlocked, at: datetime) -> None:
    """Looked through by somebody who did not prepare it, and she said where it is safe, and nothing new since."""
    file = opened(case, by)

    def released(held: Held) -> Held:
        if held.prepared_by == by.staff:
            raise NotPossible(_("You prepared this copy. A second person releases it."))
        if not held.whole:
            raise NotPossible(_("Some parts were not looked through yet."))
        if held.safe in ("", "later"):
            raise NotPossible(_("First ask her where a copy is safe with her, and write down what she says."))
        if _said_since(file, held):
            raise NotPossible(
                _("She has said something new about contact since. Ask her again where a copy is safe with her.")
            )
        return replace(held, released_at=at, released_by=by.staff)

    _write(case, copy, released, by, at)


def _said_since(file: CaseFile, held: Held) -> bool:
    """Who has moved since she named a place is asked again. Of one day what was said about the copy counts."""
    said = file.of(Kind.CONTACT)
    return bool(said and held.safe_on and timezone.localdate(said[0].at) > held.safe_on)


@transaction.atomic
def download(*, case: UUID, copy: UUID, by: Unlocked, at: datetime) -> bytes:
    """The copy as one file, after its release; recorded before anybody has it."""
    held = queries.copy(case_box(case, by), copy)
    if held is None or held.released_at is None or held.given_on is not None:
        raise NotPossible(_("There is no released copy."))
    record(verb=Verb.EXPORT, thing="case", ids=[str(case)], by=str(by.staff), what="download_copy", at=at)
    return archive(held)


def archive(held: Held) -> bytes:
    """In her language. Titles and names that tell nobody what it is."""
    with translation.override(held.language):
        cover = Cover(
            _("Copy"), tuple(str(one) for one in SENTENCES), ((_("Asked on"), date_format(held.asked_on, "j F Y")),)
        )
        shown = [_shown(row) for row in held.rows]
        return copies.archive(cover, shown, at=timezone.localtime(held.prepared_at), documents={})


def _shown(row: Row) -> Shown:
    """In her language; what was left out by its line in ours is left out there."""
    given = row.hers or row.lines
    if row.why:
        out = str(_("left out: %(why)s")) % {"why": WHY[row.why]}
        left = [not row.only or name in row.only for name, _words in row.lines]
        given = tuple((name, out if gone else words) for (name, words), gone in zip(given, left, strict=True))
    if row.why and not row.only:
        given = ((_("This entry"), given[0][1]),)
    return Shown(row.kind.replace(" ", "_"), row.hers_heading or row.heading or row.kind.capitalize(), given)


@transaction.atomic
def give(*, case: UUID, copy: UUID, on: date, by: Unlocked, at: datetime) -> None:
    """She has it. What was prepared is gone from here; the check sum stays."""
    box = case_box(case, by)
    row = Copy.objects.select_for_update().filter(pk=copy, case=case).first()
    held = queries.read(box, row) if row else None
    if row is None or held is None or held.released_at is None or held.given_on is not None:
        raise NotPossible(_("There is no released copy that could have been handed over."))
    digest = hashlib.sha256(archive(held)).hexdigest()
    _save(row, box, replace(held, given_on=on, sha256=digest, rows=(), looked=()))
    for one in opened(case, by).to_do:
        if one.value.why == reason_of(copy):
            cases.write(case=case, kind=Kind.DONE, value=Done(one.id, on), by=by, at=at)
    _record("write_copy", case, by, at)


def _write(case: UUID, copy: UUID, change, by: Unlocked, at: datetime) -> None:
    box = case_box(case, by)
    row = Copy.objects.select_for_update().filter(pk=copy, case=case).first()
    if row is None:
        raise NotPossible(_("There is no such copy."))
    held = queries.read(box, row)
    if held.released_at is not None:
        raise NotPossible(_("The copy is released. Nothing can be changed in it any more."))
    _save(row, box, change(held))
    _record("write_copy", case, by, at)


def _save(row: Copy, box, held: Held) -> None:
    row.version += 1
    row.sealed = box.seal(COPY.dump_json(held), field=COPY_FIELD, row=row.pk, version=row.version)
    row.save(update_fields=["version", "sealed"])


@transaction.atomic
def propose(*, case: UUID, basis: str, words: str, by: Unlocked, at: datetime) -> None:
    """One person says that this case is to be erased."""
    keep = queries.keeping(case_box(case, by))
    _erasable(case, keep, by, at)
    _keep(case, replace(keep, proposed_by=by.staff, basis=basis, words=words), by, at)


@transaction.atomic
def hold(*, case: UUID, until: date | None, reason: str, by: Unlocked, at: datetime) -> None:
    """Stop an erasure until a day, for a reason; without a day the hold ends. A proposal falls."""
    if until is not None and until <= timezone.localdate(at):
        raise NotPossible(_("A hold ends on a day to come. Enter a later one."))
    _keep(case, Keep(held_until=until, held_for=reason), by, at)


@transaction.atomic
def withdraw(*, case: UUID, by: Unlocked, at: datetime) -> None:
    """It is not erased after all."""
    keep = queries.keeping(case_box(case, by))
    _keep(case, replace(keep, proposed_by=None, basis="", words=""), by, at)


@transaction.atomic
def erase(*, case: UUID, by: Unlocked, at: datetime) -> None:
    """A second person confirms: the key is destroyed, so that no copy anywhere opens, and then every row goes.

    With it go the documents that casework sealed about him and her, unless another case may need them.
    """
    box = case_box(case, by)
    keep = queries.keeping(box)
    if keep.proposed_by is None:
        raise NotPossible(_("Nobody has proposed to erase this case, or it was taken back."))
    if keep.proposed_by == by.staff:
        raise NotPossible(_("You proposed this yourself. A second person confirms it."))
    _erasable(case, keep, by, at)
    file = opened(case, by)
    links = [one.value.link for one in file.of(Kind.LINK)]
    documents.forget(mailbox=file.core.mailbox, case=case, by=by)
    Erased.objects.create(quarter=_quarter(at), proposed_by_id=keep.proposed_by, confirmed_by_id=by.staff)
    destroy_case_key(case=case)
    Page.objects.filter(link__in=links).delete()
    Link.objects.filter(pk__in=links).delete()
    Case.objects.filter(pk=case).delete()  # with every row that hangs on it, in every room
    Draft.objects.filter(path__contains=str(case)).delete()
    Submission.objects.filter(location__contains=str(case)).delete()
    ClosedFile.objects.filter(object_id=case).delete()
    _record("erase_case", case, by, at)


def _erasable(case: UUID, keep: Keep, by: Unlocked, at: datetime) -> None:
    if keep.held(timezone.localdate(at)):
        raise NotPossible(_("A hold stands on this case. It is not erased until the hold ends."))
    if waits_for(case, opened(case, by).core.mailbox, by):
        raise NotPossible(_("A warning waits for this case. Act on it first."))
    if any(held.given_on is None for _pk, held in queries.copies(case_box(case, by))):
        raise NotPossible(_("She asked for a copy. Answer her first."))


def _keep(case: UUID, keep: Keep, by: Unlocked, at: datetime) -> None:
    box = case_box(case, by)
    row = Keeping.objects.select_for_update().filter(case=case).first()
    version = row.version + 1 if row else 1
    sealed = box.seal(KEEP.dump_json(keep), field=KEEP_FIELD, row=case, version=version)
    Keeping.objects.update_or_create(case_id=case, defaults={"version": version, "sealed": sealed})
    _record("write_keeping", case, by, at)


@transaction.atomic
def set_period(*, country: str, months: int, source: str, by: UUID, at: datetime) -> None:
    """A new row; the earlier one stays and no longer counts."""
    row = Period.objects.create(country=country, months=months, source=source, written_at=at, written_by_id=by)
    record(verb=Verb.SETTING, thing="period", ids=[str(row.pk)], by=str(by), what="set_case_period", at=at)


def _quarter(at: datetime) -> str:
    return f"{at.year}-Q{(at.month + 2) // 3}"


def _record(what: str, case: UUID, by: Unlocked, at: datetime) -> None:
    record(verb=Verb.WRITE, thing="case", ids=[str(case)], by=str(by.staff), what=what, at=at)

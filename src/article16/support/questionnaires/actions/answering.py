"""A worker's sitting with her: begun, kept page by page, keyed twice from paper, ended; or why there was none."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.questionnaires.comparing import Difference, joined
from article16.common.questionnaires.desk import Kept
from article16.common.questionnaires.encoding import encoded
from article16.instruments.definition import Instrument
from article16.instruments.missing import Missing
from article16.support.keys.cases import CaseBox
from article16.support.keys.opening import Unlocked
from article16.support.outcomes.actions import keep_rows
from article16.support.survivors import actions as survivors
from article16.support.survivors.asked import NotAnswered
from article16.support.survivors.queries import opened
from article16.support.survivors.writings import CaseFile, Kind

from .. import asking
from ..course import his
from ..held import Entry, Held, Row, What, in_passed_parts, mark
from ..models import Sitting
from ..policy import MODES, REASONS
from ..queries import his_dates, instruments, sittings
from ..standing import answered
from ..words import refusal_words
from .reacting import react, why_row
from .taking import end, locked, must_be_allowed, save, tell


@transaction.atomic
def begin(
    *,
    case: UUID,
    what: What,
    instrument: Instrument,
    informant: str,
    asked: str,
    language: str,
    entry: Entry,
    by: Unlocked,
    at: datetime,
) -> UUID:
    """Begin, or go on where it was left. Whether she may be asked is checked here, at the moment of asking."""
    must_be_allowed(instrument, informant=informant, asked=asked)
    box, rows, file = locked(case, by)
    must_be_askable(file, what, informant=informant, by=by, at=at)
    if found := sittings.one(rows, what, entry):
        return found.id
    held = Held(
        what.wave, instrument.id, instrument.version, instrument.fingerprint, informant, entry, MODES[asked], asked,
        language, at, by.staff,
    )  # fmt: skip
    tell(case, "begin_her_answers", by, at)
    return save(box, None, held).id


def must_be_askable(file: CaseFile, what: What, *, informant: str, by: Unlocked, at: datetime) -> None:
    window = None
    if what.wave:
        window = asking.times(file, his(file.core.mailbox, his_dates.steps(by).steps)).of(what.wave)
    no = asking.refusal(file, what, informant=informant, window=window, on=timezone.localdate(at))
    if no:
        raise NotPossible(refusal_words(no))


@transaction.atomic(savepoint=False)
def keep(*, box: CaseBox, row: Row, kept: Kept, by: Unlocked, at: datetime) -> Row:
    """Keep one page. What stands on pages that were saved whole brings its tasks and study rows about at once.

    The last page leaves that to the end, which follows in the same transaction.
    """
    gone = frozenset(key for key, one in kept.answers.items() if one is Missing.NOT_REACHED)
    fresh = encoded(kept.answers)
    new = kept.passed - set(row.held.passed)
    held = row.held.joined(fresh, kept.typed, gone, kept.passed)
    marks = tuple(mark(part, at) for part in sorted(new))
    held = replace(held, language=kept.language, large=kept.large, kept_at=at, parts=(*held.parts, *marks))
    instrument = instruments.by_fingerprint(held.fingerprint)
    counted = in_passed_parts(held, instrument) if instrument else {}
    lately = {key: text for key, text in fresh.items() if key in counted}
    if held.entry is Entry.DIRECT and lately and not kept.ends:
        held = react(opened(box.case, by, box, lock=True), held, counted, lately, by=by, at=at, box=box)
    if new and not kept.ends:
        tell(box.case, "keep_her_answers", by, at)
    return save(box, row, held)


@transaction.atomic
def finish_sitting(*, case: UUID, row: Row, on: date, by: Unlocked, at: datetime, box: CaseBox | None = None) -> UUID:
    """End it with what is there."""
    return end(case=case, row=row, on=on, by=by, at=at, box=box)


@transaction.atomic
def begin_second(*, case: UUID, sitting: UUID, by: Unlocked, at: datetime) -> UUID:
    """The second entry of a paper: in the version and language of the first, and empty."""
    box, rows, _file = locked(case, by)
    first = next((one for one in rows if one.id == sitting and one.held.entry is Entry.FIRST), None)
    if first is None:
        raise NotPossible(_("This was ended in the meantime. Open it again from the list."))
    if found := sittings.one(rows, first.held.what, Entry.SECOND, fingerprint=first.held.fingerprint):
        return found.id
    empty = replace(
        first.held, entry=Entry.SECOND, answers={}, typed={}, passed=(), parts=(), raised=(), begun_at=at,
        begun_by=by.staff, kept_at=None,
    )  # fmt: skip
    return save(box, None, empty).id


@transaction.atomic
def finish_keyed(
    *,
    case: UUID,
    first: UUID,
    second: UUID,
    found: tuple[Difference, ...],
    chosen: Mapping[str, str],
    seen: tuple[Mapping[str, str], Mapping[str, str]],
    on: date,
    by: Unlocked,
    at: datetime,
) -> UUID:
    """Both entries as one, with what was chosen where they differ. `seen`: the two entries as they were compared."""
    _box, rows, _file = locked(case, by)
    one, other = (next((row for row in rows if row.id == key), None) for key in (first, second))
    if one is None or other is None or (one.held.answers, other.held.answers) != seen:
        raise NotPossible(_("An entry has changed in the meantime. Compare them again."))
    answers = joined(one.held.answers, other.held.answers, found, chosen)
    return end(case=case, row=one, on=on, by=by, at=at, checked_by=other.held.begun_by, answers=answers)


@transaction.atomic
def not_answered(*, case: UUID, what: What, reason: str, words: str, by: Unlocked, at: datetime) -> None:
    """Why it was not filled in. Said again, the later word holds; what was begun and is empty goes."""
    _box, rows, file = locked(case, by)
    if answered(file, what):
        raise NotPossible(_("She has answered this already. Open the answers."))
    value = NotAnswered(what.wave, what.instrument, reason, words)
    survivors.write(case=case, kind=Kind.NOT_ANSWERED, value=value, by=by, at=at)
    empty = [one.id for one in rows if one.held.what == what and not one.held.answers]
    Sitting.objects.filter(pk__in=empty).delete()
    status = REASONS[reason][1]
    kept = why_row(file, wave=what.wave, instrument=what.instrument, status=status, on=timezone.localdate(at))
    if kept:
        keep_rows(rows=kept, at=at)

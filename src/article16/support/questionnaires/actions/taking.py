"""One part of her answers kept under the key of her case, and a questionnaire ended."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.common.db.inserting import insert
from article16.common.questionnaires.encoding import decoded, encoded, to_text
from article16.instruments.answers import Refused, check
from article16.instruments.definition import Instrument
from article16.instruments.missing import Missing
from article16.support.keys.cases import CaseBox
from article16.support.keys.holders import case_box
from article16.support.keys.opening import Unlocked
from article16.support.outcomes.actions import keep_rows
from article16.support.survivors import actions as survivors
from article16.support.survivors import queries as cases
from article16.support.survivors.asked import Answers
from article16.support.survivors.writings import CaseFile, Kind

from ..held import Entry, Held, Row, What, all_answers, held_bytes, is_whole, mark, time_of
from ..models import Sitting
from ..queries import instruments, sittings
from ..queries.sittings import FIELD
from ..standing import answered
from .reacting import react, reactions


@transaction.atomic
def take_part(
    *,
    case: UUID,
    wave: str,
    instrument: str,
    version: str,
    fingerprint: str,
    informant: str,
    mode: str,
    language: str,
    part: str,
    answers: Mapping[str, object],
    at: datetime,
    by: Unlocked,
    asked: str = "link",
    passed: bool = True,
    typed: Mapping[str, str] | None = None,
) -> None:
    """Keep one part of what she answered. Parts join; when all are there, the questionnaire is finished.

    Parameters
    ----------
    wave
        T0 to T4; empty where it was asked at no planned time.
    informant
        As the instrument says it: "partner" for her own word, whatever she is to him; "worker".
    part
        The code of the part (`Part.code`).
    answers
        By key, as answers or as the text that `encoding` makes of them.
    at
        When she saved it. The same part of the same moment twice is one.
    passed
        False: she was still on this page when she left.
    typed
        What could not be read, as she wrote it.

    Raises
    ------
    NotPossible
        This instrument is not hers to answer. Everything else is kept, also what came a second time.
    """
    must_be_allowed(instruments.by_fingerprint(fingerprint), informant=informant, asked=asked)
    box, rows, file = locked(case, by)
    what = What(wave, instrument)
    if any(mark(part, at) in one.value.parts for one in answered(file, what)):
        return
    row = sittings.one(rows, what, Entry.DIRECT, fingerprint=fingerprint)
    held = row.held if row else Held(
        wave, instrument, version, fingerprint, informant, Entry.DIRECT, mode, asked, language, at, by.staff
    )  # fmt: skip
    if mark(part, at) in held.parts:
        return
    texts = {key: one if isinstance(one, str) else to_text(one) for key, one in answers.items()}
    known = {key: text for key, text in texts.items() if text != Missing.NOT_REACHED.value}
    passes = frozenset({part} if passed else ())
    joined = held.joined(known, typed or {}, frozenset(texts) - frozenset(known), passes)
    joined = replace(joined, parts=(*held.parts, mark(part, at)), kept_at=at, language=language)
    save(box, row, react(file, joined, joined.answers, known, by=by, at=at, box=box))
    tell(case, "keep_her_answers", by, at)
    _end_if_whole(case, what, joined, by, at)


@transaction.atomic
def finish(
    *, case: UUID, wave: str, instrument: str, fingerprint: str, at: datetime, by: Unlocked, on: date | None = None
) -> UUID | None:
    """End a questionnaire with what is there: what is open is kept as not reached. None: it was ended already."""
    _box, rows, _file = locked(case, by)
    row = sittings.one(rows, What(wave, instrument), Entry.DIRECT, fingerprint=fingerprint)
    if row is None:
        return None
    return end(case=case, row=row, on=on or timezone.localdate(at), by=by, at=at)


def end(
    *,
    case: UUID,
    row: Row,
    on: date,
    by: Unlocked,
    at: datetime,
    checked_by: UUID | None = None,
    answers: Mapping[str, str] | None = None,
    box: CaseBox | None = None,
) -> UUID:
    """Store the answers as an entry of her case: once, and never over others. Inside a transaction."""
    box, rows, file = locked(case, by, box)
    if all(one.id != row.id for one in rows):
        raise NotPossible(_("This was ended in the meantime. Open it again from the list."))
    held = replace(row.held, answers=row.held.answers if answers is None else answers)
    instrument = instruments.by_fingerprint(held.fingerprint)
    if instrument is None:
        raise NotPossible(_("The version that was begun is not on this server. What she answered is kept."))
    done = all_answers(instrument, held, decoded(instrument, held.answers))
    must_fit(instrument, held, done)
    value = Answers(
        wave=held.wave, instrument=instrument.id, version=instrument.version, fingerprint=instrument.fingerprint,
        informant=held.informant, mode=held.mode, asked=held.asked, language=held.language, on=on,
        values=stored(done), parts=held.parts, checked_by=checked_by,
        beside=bool(held.wave) and bool(answered(file, held.what)),
    )  # fmt: skip
    entry = stand(file, held, value, done, by=by, at=at, box=box)
    over = [one.id for one in rows if one.held.what == held.what]
    Sitting.objects.filter(pk__in=[row.id] if value.beside else over).delete()
    return entry


def stand(
    file: CaseFile, held: Held, value: Answers, done: Mapping[str, object], *, by: Unlocked, at: datetime, box: CaseBox
) -> UUID:
    """Write the answers and what they bring about, at once. `file`: as `locked` gave it."""
    found = reactions(file, held, held.answers, {}, at=at, whole=done, on=value.on, beside=value.beside)
    entries = [(Kind.ANSWERS, value, at), *found.to_do]
    written = survivors.write_all(case=file.id, entries=entries, by=by, at=at, box=box, file=file)
    if found.rows:
        keep_rows(rows=found.rows, at=at)
    return written[0]


def locked(case: UUID, by: Unlocked, box: CaseBox | None = None) -> tuple[CaseBox, list[Row], CaseFile]:
    """The case for this transaction alone: its key, what is being filled in, and what stands in it. Five queries."""
    box = box or case_box(case, by)
    file = cases.opened(case, by, box, lock=True)
    return box, sittings.of_case(case, box), file


def save(box: CaseBox, row: Row | None, held: Held) -> Row:
    """Seal it anew in its place, or in a new one. Of two who save one page at once, the second is told so."""
    key, version = (row.id, row.version + 1) if row else (uuid4(), 1)
    sealed = box.seal(held_bytes(held), field=FIELD, row=key, version=version)
    if row is None:
        insert([Sitting(id=key, case_id=box.case, version=version, sealed=sealed)])
    elif not Sitting.objects.filter(pk=key, version=row.version).update(version=version, sealed=sealed):
        raise NotPossible(_("Somebody else has saved this page in the meantime. Open it again."))
    return Row(key, version, held)


def must_be_allowed(instrument: Instrument | None, *, informant: str, asked: str) -> None:
    """Whose word it is, is part of what a tool measures: hers is never given by somebody else, nor his asked of her."""
    if instrument is None:
        return
    if informant not in instruments.informants(instrument):
        raise NotPossible(_("This tool takes the word of somebody else. It is not filled in here."))
    if (informant == "worker") != (asked == "worker"):
        raise NotPossible(_("Only she herself can answer this. Ask her, or leave it open."))


def tell(case: UUID, what: str, by: Unlocked, at: datetime) -> None:
    record(verb=Verb.WRITE, thing="case", ids=[str(case)], by=str(by.staff), what=what, at=at)


def _end_if_whole(case: UUID, what: What, held: Held, by: Unlocked, at: datetime) -> None:
    instrument = instruments.by_fingerprint(held.fingerprint)
    if instrument is None or held.typed or not is_whole(instrument, held, decoded(instrument, held.answers)):
        return
    finish(case=case, wave=what.wave, instrument=what.instrument, fingerprint=held.fingerprint, at=at, by=by)


def stored(done: Mapping[str, object]) -> dict[str, str]:
    """Every question as text; what is open says so."""
    open_ones = {key: Missing.NOT_REACHED.value for key, found in done.items() if found is Missing.NOT_REACHED}
    return encoded(done) | open_ones


def must_fit(instrument: Instrument, held: Held, done: Mapping[str, object]) -> None:
    """What the pages let through is valid; what did not come from a page is refused as a whole."""
    try:
        check(instrument, done, informant=held.informant, time=time_of(instrument, held.wave))
    except Refused as no:
        raise NotPossible(" ".join(problem.sentence for problem in no.problems[:3])) from None

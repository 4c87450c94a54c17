"""Answers of hers are corrected at her word: in an entry of its own, with who and why. What stood there stays."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.questionnaires.comparing import Difference, differences
from article16.common.questionnaires.encoding import decoded, encoded
from article16.common.questionnaires.parts import parts_of
from article16.instruments.definition import Instrument
from article16.instruments.missing import Missing
from article16.instruments.paths import complete
from article16.instruments.scoring import score
from article16.support.keys.opening import Unlocked
from article16.support.survivors.asked import Answers
from article16.support.survivors.writings import CaseFile, Opened

from ..held import Entry, Held, all_answers, time_of
from ..models import Sitting
from ..queries import instruments
from .taking import locked, must_fit, save, stand, stored, tell

_OPEN = frozenset({Missing.NOT_ASKED, Missing.NOT_REACHED})


@transaction.atomic
def begin_correction(*, case: UUID, entry: UUID, why: str, by: Unlocked, at: datetime) -> UUID:
    """What she answered, to be gone through once more; what was begun before is gone on with. Asks nothing of her."""
    box, rows, file = locked(case, by)
    value: Answers = _standing(file, entry).value
    if found := next((row for row in rows if row.held.corrects == entry), None):
        return save(box, found, replace(found.held, why=why)).id
    instrument = _instrument(value.fingerprint)
    before = given(instrument, value)
    time = time_of(instrument, value.wave)
    known = decoded(instrument, before)
    parts = parts_of(instrument, known, informant=value.informant, time=time)
    result = score(instrument, decoded(instrument, value.values), informant=value.informant, time=time)
    held = Held(
        value.wave, value.instrument, value.version, value.fingerprint, value.informant, Entry.CORRECTED, value.mode,
        value.asked, value.language, at, by.staff, answers=before, passed=tuple(sorted(one.code for one in parts)),
        raised=tuple(one.key for one in result.alerts if one.certain), corrects=entry, why=why,
    )  # fmt: skip
    return save(box, None, held).id


@transaction.atomic
def finish_correction(*, case: UUID, sitting: UUID, by: Unlocked, at: datetime) -> UUID:
    """It stands in the place of what was answered before, of the same day. New warnings are tasks at once."""
    box, rows, file = locked(case, by)
    row = next((one for one in rows if one.id == sitting and one.held.corrects), None)
    if row is None or row.held.corrects is None:
        raise NotPossible(_("This was ended in the meantime. Open it again from the list."))
    held, first = row.held, _standing(file, row.held.corrects)
    instrument = _instrument(held.fingerprint)
    if held.typed:
        raise NotPossible(_("An answer could not be read yet. Open its page again."))
    if not different(instrument, first.value, held):
        raise NotPossible(_("Nothing differs from what stands there. Correct an answer first, or give it up."))
    done = all_answers(instrument, held, decoded(instrument, held.answers))
    must_fit(instrument, held, done)
    value = replace(first.value, values=stored(done), corrects=first.id, why=held.why, checked_by=None)
    entry = stand(file, held, value, done, by=by, at=at, box=box)
    Sitting.objects.filter(pk=row.id).delete()
    tell(box.case, "correct_her_answers", by, at)
    return entry


@transaction.atomic
def give_up(*, case: UUID, sitting: UUID, by: Unlocked) -> None:
    """What was begun goes; what she answered stands as it did."""
    _box, rows, _file = locked(case, by)
    Sitting.objects.filter(pk__in=[one.id for one in rows if one.id == sitting and one.held.corrects]).delete()


def different(instrument: Instrument, first: Answers, held: Held) -> tuple[Difference, ...]:
    """The questions that say something else than before, in order."""
    time = time_of(instrument, held.wave)
    return differences(instrument, given(instrument, first), held.answers, informant=held.informant, time=time)


def given(instrument: Instrument, value: Answers) -> dict[str, str]:
    """What she said, as text: without what stayed open, and without what the path led round."""
    said = {key: one for key, one in decoded(instrument, value.values).items() if one not in _OPEN}
    own = {key: one for key, one in said.items() if one is not Missing.DOES_NOT_APPLY}
    done = complete(instrument, own, informant=value.informant, time=time_of(instrument, value.wave))
    led_round = {
        key for key in said.keys() - own.keys() if key not in done or done[key].answer is Missing.DOES_NOT_APPLY
    }
    return encoded({key: one for key, one in said.items() if key not in led_round})


def _standing(file: CaseFile, entry: UUID) -> Opened:
    """The answers, unless a correction stands in their place already."""
    found = next((one for one in file.answers if one.id == entry), None)
    if found is None:
        raise NotPossible(_("Somebody has corrected these answers in the meantime. Open them again from the list."))
    return found


def _instrument(fingerprint: str) -> Instrument:
    found = instruments.by_fingerprint(fingerprint)
    if found is None:
        raise NotPossible(_("The version that was asked is not on this server. What she answered is kept."))
    return found

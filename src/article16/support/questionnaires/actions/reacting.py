"""What a part of her answers brings about at once: tasks for what needs somebody today, and rows of the study."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from article16.common.questionnaires.encoding import decoded
from article16.instruments.alerts import raised
from article16.instruments.definition import Instrument
from article16.instruments.expressions import names
from article16.instruments.paths import complete
from article16.instruments.scoring import score
from article16.support.keys.cases import CaseBox
from article16.support.keys.opening import Unlocked
from article16.support.outcomes.actions import keep_rows
from article16.support.outcomes.coding import coded
from article16.support.outcomes.rows import Informant, Status, StudyRow
from article16.support.survivors import actions as survivors
from article16.support.survivors.writings import CaseFile, Kind, ToDo

from ..held import WORKERS, Held, time_of
from ..queries import instruments

# How the study calls the ways of asking.
MODES = {"paper": "paper", "link": "screen", "in person": "interview", "phone": "telephone", "worker": ""}
# Whose answers the study knows: a person harmed who is no partner of his is not pooled with partners.
SAID_BY: Mapping[str, Informant] = {
    "partner": "partner", "former partner": "partner", "new partner": "new partner",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reactions:
    """What answers bring about, to be written in the transaction that keeps them."""

    raised: tuple[str, ...] = ()
    to_do: tuple[tuple[Kind, ToDo, datetime], ...] = ()
    rows: tuple[StudyRow, ...] = ()


def react(
    file: CaseFile,
    held: Held,
    counted: Mapping[str, str],
    fresh: Mapping[str, str],
    *,
    by: Unlocked,
    at: datetime,
    box: CaseBox,
) -> Held:
    """Write the tasks and study rows of one page. `file`: opened under a lock."""
    found = reactions(file, held, counted, fresh, at=at)
    if found.to_do:
        survivors.write_all(case=file.id, entries=found.to_do, by=by, at=at, box=box, file=file)
    if found.rows:
        keep_rows(rows=found.rows, at=at)
    return replace(held, raised=(*held.raised, *found.raised))


def reactions(
    file: CaseFile,
    held: Held,
    counted: Mapping[str, str],
    fresh: Mapping[str, str],
    *,
    at: datetime,
    whole: Mapping[str, object] | None = None,
    on: date | None = None,
    beside: bool = False,
) -> Reactions:
    """Tasks and study rows for these answers.

    Parameters
    ----------
    counted
        Every answer that stands on a saved page.
    fresh
        Those of them that have just been given.
    whole
        Every question with its kind of missing, once the questionnaire is ended.
    """
    instrument = instruments.by_fingerprint(held.fingerprint)
    if instrument is None:
        return Reactions()
    known = decoded(instrument, counted)
    keys = tuple(one for one in _warnings(held, instrument, known, ended=whole is not None) if one not in held.raised)
    kept = held.asked == "link" and whole is None  # by her link it was sealed to the study when she saved it
    given = decoded(instrument, fresh) if whole is None else whole
    rows = [] if beside or kept else study_rows(file, held, instrument, given, on=on, at=at)
    return Reactions(keys, tuple(_task(held, instrument, key, at) for key in keys), tuple(rows))


def _task(held: Held, instrument: Instrument, key: str, at: datetime) -> tuple[Kind, ToDo, datetime]:
    """A task for a warning that is certain and was not raised from these answers before."""
    words = instrument.texts.get("en") or next(iter(instrument.texts.values()))
    said = words.get(f"alert.{key}@{held.informant}") or words[f"alert.{key}"]
    return Kind.TO_DO, ToDo(said, timezone.localdate(at), f"{held.wave} {held.instrument} {key}".strip()), at


def _warnings(held: Held, instrument: Instrument, known: Mapping[str, object], *, ended: bool) -> list[str]:
    """Those that are certain. Page by page only those that hang on answers; once it is ended also those on scores."""
    time = time_of(instrument, held.wave)
    if ended:
        found = score(instrument, known, informant=held.informant, time=time).alerts
        return [one.key for one in found if one.certain]
    mine = [one for one in instrument.alerts if held.informant in one.informants]
    done = complete(instrument, known, informant=held.informant, time=time)
    on_answers = [one for one in mine if all(key in instrument.by_key for key in names(one.when))]
    possible = (raised(one, done, {}) for one in on_answers)
    return [one.key for one in possible if one and one.certain]


def study_rows(
    file: CaseFile,
    held: Held,
    instrument: Instrument,
    answers: Mapping[str, object],
    *,
    on: date | None,
    at: datetime,
) -> list[StudyRow]:
    """Only with her consent to the evaluation on this day, and only at a planned time."""
    day = on or timezone.localdate(at)
    said_by = "worker" if held.informant == WORKERS else SAID_BY.get(file.core.relation)
    if not held.wave or said_by is None or file.agreed("evaluation", timezone.localdate(at)) is None or not answers:
        return []
    return [
        StudyRow(
            table="responses",
            man=file.core.mailbox,
            woman=file.id,
            informant=said_by,
            wave=held.wave,
            instrument=instrument.id,
            version=instrument.version,
            fingerprint=instrument.fingerprint,
            status="answered",
            mode=MODES.get(held.asked, ""),
            language=held.language,
            on=day,
            values=coded(instrument, answers),
        )
    ]


def planned_rows(file: CaseFile, asked: Mapping[str, Sequence[str]], *, on: date) -> list[StudyRow]:
    """That she is to be asked this at these times. Whether she agreed is the caller's to know."""
    said_by = SAID_BY.get(file.core.relation)
    if said_by is None:
        return []
    return [
        StudyRow(
            table="responses",
            man=file.core.mailbox,
            woman=file.id,
            informant=said_by,
            wave=wave,
            instrument=instrument,
            status="planned",
            on=on,
        )
        for wave, instruments in asked.items()
        for instrument in instruments
    ]


def why_row(file: CaseFile, *, wave: str, instrument: str, status: Status, on: date) -> list[StudyRow]:
    """That there is no answer, and which kind; with the same consent."""
    said_by = SAID_BY.get(file.core.relation)
    if not wave or said_by is None or file.agreed("evaluation", on) is None:
        return []
    return [
        StudyRow(
            table="responses",
            man=file.core.mailbox,
            woman=file.id,
            informant=said_by,
            wave=wave,
            instrument=instrument,
            status=status,
            on=on,
        )
    ]

"""What a programme tells of itself: begun, kept page by page, stored for a year; and how long its times are open."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.common.questionnaires.desk import Kept
from article16.common.questionnaires.encoding import decoded, encoded
from article16.common.questionnaires.parts import settled
from article16.instruments.answers import Refused, check
from article16.instruments.missing import Missing

from ..models import Context, ContextDraft, WindowDays
from ..policy import PROGRAMME_CONTEXT
from ..queries import askings, contexts, instruments
from ..schedule import USUAL, Span
from .answering import put
from .authoring import keep_definition

INFORMANT = "programme"


@transaction.atomic
def begin(*, programme: UUID, year: int, by: str, at: datetime) -> ContextDraft:
    """Begin for this year, or go on. What was told before stands in the fields, to be told again."""
    draft = contexts.draft_of(programme, year)
    if draft is not None:
        return draft
    instrument = instruments.of_library(PROGRAMME_CONTEXT)
    if instrument is None:
        raise NotPossible(_("These questions are not asked on this server"))
    keep_definition(instrument, at=at)
    told = contexts.standing(programme, year)
    answers = told.answers if told and told.fingerprint == instrument.fingerprint else {}
    open_ones = {Missing.NOT_REACHED.value, Missing.NOT_ASKED.value, Missing.DOES_NOT_APPLY.value}
    _record("begin_context", programme, by, at)
    return ContextDraft.objects.create(
        programme_id=programme, year=year, fingerprint=instrument.fingerprint,
        language=instrument.languages[0].code, begun_at=at, begun_by_id=by,
        answers={key: text for key, text in answers.items() if text not in open_ones},
    )  # fmt: skip


@transaction.atomic
def keep(*, draft: ContextDraft, kept: Kept, by: str, at: datetime) -> ContextDraft:
    """Keep one page."""
    held = ContextDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if held is None:
        raise NotPossible(_("This was ended in the meantime. Open it again from the list"))
    put(held, kept, at=at)
    held.save(update_fields=["answers", "typed", "passed", "language", "large", "kept_at"])
    return held


@transaction.atomic
def finish(*, draft: ContextDraft, by: str, at: datetime) -> Context:
    """Store what was told. Told again for the same year, it takes the place of what stood; that stays readable."""
    held = ContextDraft.objects.select_for_update().filter(pk=draft.pk).first()
    instrument = instruments.by_fingerprint(held.fingerprint) if held else None
    if held is None or instrument is None:
        raise NotPossible(_("This was ended in the meantime. Open it again from the list"))
    done = settled(instrument, decoded(instrument, held.answers), informant=INFORMANT, time=None)
    try:
        check(instrument, done, informant=INFORMANT)
    except Refused as no:
        raise NotPossible(" ".join(problem.sentence for problem in no.problems[:3])) from None
    told = Context.objects.create(
        programme_id=held.programme_id, year=held.year, instrument=instrument.id, version=instrument.version,
        fingerprint=instrument.fingerprint, language=held.language, answers=encoded(done), answered_at=at,
        written_by_id=by, corrects=contexts.standing(held.programme_id, held.year),
    )  # fmt: skip
    held.delete()
    _record("tell_context", told.programme_id, by, at)
    return told


@transaction.atomic
def set_windows(*, programme: UUID, spans: Mapping[str, Span], by: str, at: datetime) -> int:
    """How long each time is open from now on, a row for each change. Men's times follow with the next planning."""
    held = {**USUAL, **askings.spans_of([programme]).get(programme, {})}
    changed = {wave: span for wave, span in spans.items() if held[wave] != span}
    WindowDays.objects.bulk_create(
        WindowDays(
            programme_id=programme, wave=wave, before=span.before, grace=span.grace, after=span.after,
            written_at=at, written_by_id=by,
        )
        for wave, span in changed.items()
    )  # fmt: skip
    if changed:
        _record("set_windows", programme, by, at)
    return len(changed)


def _record(what: str, programme: UUID, by: str, at: datetime) -> None:
    record(verb=Verb.SETTING, thing="programme", ids=[str(programme)], by=by, what=what, at=at)

"""His answers: a draft begun, a page kept, the whole stored, or why it was not."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from article16.casework.clients.models import Episode
from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.common.questionnaires.desk import Kept
from article16.common.questionnaires.encoding import decoded, encoded
from article16.common.questionnaires.parts import settled
from article16.instruments.answers import Refused, check
from article16.instruments.definition import Instrument
from article16.instruments.missing import Missing

from ..models import Answer, Asking, Draft, Entry, NotAnswered, Response, Sitting, Why
from ..queries import askings, instruments
from ..schedule import End, State, asked_as
from . import planning
from .authoring import keep_definition
from .reporting import report

INFORMANT = "client"
Result = TypeVar("Result")
CORRECTION = str(Entry.CORRECTION)


def refusal(asking: Asking, *, on: date) -> str:
    """Why this must not be asked now; empty when it may. The dates must be those of this moment."""
    if asking.done_at is not None:
        return _("He has answered this already. Open the result, or correct it there")
    window = askings.window_of(asking)
    if window.ended is End.DIED:
        return _("Nothing is asked any more: this man has died")
    if window.ended is End.WITHDRAWN:
        return _("Nothing is asked any more: he took back his consent")
    if window.ended is End.STOPPED:
        return _("This time was closed when he stopped coming. Ask the questions of the end instead")
    if window.state(on) is State.CLOSED:
        return _("The time for this has passed. Record why it was not answered")
    return ""


def of_this_moment(asking: Asking, *, by: str, at: datetime) -> Asking:
    """The row locked, with its dates as the facts stand now. Called within a transaction, before anything is asked."""
    planning.replan(episodes=[asking.episode_id], by=by, at=at)
    rows = Asking.objects.select_for_update(of=("self",)).select_related("episode__client", "episode__programme")
    return rows.get(pk=asking.pk)


def must_be_askable(asking: Asking, *, by: str, at: datetime) -> Asking:
    """Raises NotPossible with the reason when it must not be asked at this moment."""
    held = of_this_moment(asking, by=by, at=at)
    if sentence := refusal(held, on=timezone.localdate(at)):
        raise NotPossible(sentence)
    return held


def at_once(act: Callable[[], Result]) -> Result:
    """A page kept and a questionnaire ended in one transaction: one sync, and never the one without the other."""
    with transaction.atomic():
        return act()


@transaction.atomic
def begin(*, asking: Asking, entry: str, language: str, mode: str, by: str, at: datetime) -> Draft:
    """Begin to fill in, in the version that is asked now; what was begun before goes on in its own version."""
    held = must_be_askable(asking, by=by, at=at)
    draft = askings.draft_of(held.pk, entry)
    if draft is not None:
        return draft
    instrument = instruments.current(held.episode.programme_id, held.instrument)
    if instrument is None:
        raise NotPossible(_("This questionnaire is not asked any more. Choose another under What is asked"))
    keep_definition(instrument, at=at)
    codes = [one.code for one in instrument.languages]
    made = Draft.objects.create(
        asking=held, entry=entry, fingerprint=instrument.fingerprint, mode=mode, begun_at=at, begun_by_id=by or None,
        language=language if language in codes else codes[0],
    )  # fmt: skip
    _record("begin_answers", held.episode, by, at)
    return made


@transaction.atomic
def begin_correction(*, response_id: UUID, reason: str, by: str, at: datetime) -> Draft:
    """Begin to correct answers that were stored, in the version in which they were given."""
    response = Response.objects.get(pk=response_id)
    asking = Asking.objects.select_for_update().get(pk=response.asking_id)
    if Response.objects.filter(corrects=response).exists():
        raise NotPossible(_("These answers were corrected in the meantime. Open the result again"))
    draft = askings.draft_of(asking.pk, CORRECTION)
    if draft is not None:
        return draft
    rows = Answer.objects.filter(response=response).exclude(value=Missing.NOT_REACHED.value)
    kept = {key: text for key, text in rows.values_list("key", "value") if text != Missing.NOT_ASKED.value}
    return Draft.objects.create(
        asking=asking, entry=Entry.CORRECTION, corrects=response, reason=reason, fingerprint=response.fingerprint,
        language=response.language, mode=response.mode, answers=kept, begun_at=at, begun_by_id=by,
    )  # fmt: skip


@transaction.atomic
def keep(*, draft: Draft, kept: Kept, by: str, at: datetime) -> Draft:
    """Keep one page: open answers go, the others take the place of what was there."""
    held = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if held is None:
        raise NotPossible(_("This was ended in the meantime. Open it again from the list"))
    answers: dict[str, str] = dict(held.answers)
    typed: dict[str, str] = dict(held.typed)
    for key in (*kept.answers, *kept.typed):
        answers.pop(key, None)
        typed.pop(key, None)
    held.answers = answers | encoded(kept.answers)
    held.typed = typed | dict(kept.typed)
    new_part = not kept.passed <= set(held.passed)
    held.passed = sorted(kept.passed | set(held.passed))
    held.language, held.large, held.kept_at = kept.language, kept.large, at
    held.save(update_fields=["answers", "typed", "passed", "language", "large", "kept_at"])
    if new_part:
        _record("keep_answers", held.asking.episode, by, at)
    return held


@transaction.atomic
def finish(
    *, draft: Draft, on: date, by: str, at: datetime, checked_by: str = "", answers: Mapping[str, str] | None = None
) -> Response:
    """Store the answers: raw rows, what needs a person today, what the study is told. Once only."""
    held = Asking.objects.select_for_update(of=("self",)).select_related("episode__client", "episode__programme")
    asking = held.get(pk=draft.asking_id)
    standing = draft.corrects
    if asking.done_at is not None and standing is None:
        raise NotPossible(_("He has answered this already. Open the result, or correct it there"))
    instrument = instruments.by_fingerprint(draft.fingerprint)
    if instrument is None:
        raise NotPossible(_("The version that was begun is not here any more. Begin again"))
    time = asked_as(asking.wave) if instrument.times else ""
    texts = draft.answers if answers is None else answers
    done = settled(instrument, decoded(instrument, texts), informant=INFORMANT, time=time or None)
    _must_be_whole(instrument, done, time)
    response = Response.objects.create(
        asking=asking, instrument=instrument.id, version=instrument.version, fingerprint=instrument.fingerprint,
        informant=INFORMANT, time=time, language=draft.language, mode=draft.mode, begun_at=draft.begun_at,
        answered_at=at, on=standing.on if standing else on,
        written_by_id=by or None, checked_by_id=checked_by or None, corrects=standing,
        reason=draft.reason,
    )  # fmt: skip
    written = encoded(done) | {
        key: Missing.NOT_REACHED.value for key, one in done.items() if one is Missing.NOT_REACHED
    }
    Answer.objects.bulk_create([Answer(response=response, key=key, value=text) for key, text in written.items()])
    Asking.objects.filter(pk=asking.pk).update(done_at=asking.done_at or at)
    Draft.objects.filter(asking=asking).delete()
    Sitting.objects.filter(asking=asking, ended_at__isnull=True).update(ended_at=at, ended_why=Why.ANSWERED)
    _record("correct_answers" if standing else "finish_answers", asking.episode, by, at)
    report(response=response, asking=asking, instrument=instrument, answers=done, by=by, at=at)
    return response


def _must_be_whole(instrument: Instrument, done: Mapping[str, object], time: str) -> None:
    """What the pages let through is valid; what did not come from a page is refused as a whole."""
    try:
        check(instrument, done, informant=INFORMANT, time=time or None)
    except Refused as no:
        raise NotPossible(" ".join(problem.sentence for problem in no.problems[:3])) from None


@transaction.atomic
def not_answered(*, asking: Asking, reason: str, words: str, by: str, at: datetime) -> NotAnswered:
    """Record why he did not answer. Said again, the later word takes the place of the earlier."""
    held = of_this_moment(asking, by=by, at=at)
    if held.done_at is not None:
        raise NotPossible(_("He has answered this already. Open the result"))
    before = NotAnswered.objects.filter(asking=held).order_by("-written_at", "-pk").first()
    made = NotAnswered.objects.create(
        asking=held, reason=reason, words=words, written_at=at, written_by_id=by, corrects=before
    )
    _record("not_answered", held.episode, by, at)
    return made


def _record(what: str, episode: Episode, by: str, at: datetime) -> None:
    record(verb=Verb.WRITE, thing="client", ids=[str(episode.client_id)], by=by, what=what, at=at)

"""His answers: a draft begun, a page kept, the whole stored, or why it was not."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from article16.casework.clients.models import Episode
from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.common.db.inserting import insert
from article16.common.db.prepared import PreparedDelete, PreparedUpdate
from article16.common.questionnaires.desk import Kept
from article16.common.questionnaires.encoding import decoded, encoded, whole
from article16.instruments.answers import settled
from article16.instruments.missing import Missing

from ..models import (
    Answer,
    Asking,
    ContextDraft,
    Draft,
    Entry,
    NotAnswered,
    RatingDraft,
    Response,
    Sitting,
    Why,
)
from ..queries import askings, instruments
from ..schedule import End, State, asked_as
from . import planning, reporting
from .authoring import keep_definition

INFORMANT = "client"
Result = TypeVar("Result")
CORRECTION = str(Entry.CORRECTION)
PAIRS = {"sqlite": "json_each(%s)", "postgresql": "json_each_text(%s::json)"}  # of a JSON object, in its order


def _answered(asking: UUID, at: datetime) -> tuple[QuerySet, Mapping[str, Any]]:
    return Asking.objects.filter(pk=asking, done_at__isnull=True), {"done_at": at}


def _over(asking: UUID, at: datetime) -> tuple[QuerySet, Mapping[str, Any]]:
    rows = Sitting.objects.filter(asking=asking, ended_at__isnull=True)
    return rows, {"ended_at": at, "ended_why": Why.ANSWERED}


ANSWERED, OVER = PreparedUpdate(_answered), PreparedUpdate(_over)
DRAFTS_GO = PreparedDelete(lambda asking: Draft.objects.filter(asking=asking))


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
    held = Draft.objects.select_for_update().select_related("asking__episode").filter(pk=draft.pk).first()
    if held is None:
        raise NotPossible(_("This was ended in the meantime. Open it again from the list"))
    new_part = not kept.passed <= set(held.passed)
    put(held, kept, at=at)
    held.save(update_fields=["answers", "typed", "passed", "language", "large", "kept_at"])
    if new_part:
        _record("keep_answers", held.asking.episode, by, at)
    return held


def put(draft: Draft | ContextDraft | RatingDraft, kept: Kept, *, at: datetime) -> None:
    """One page in its place, without storing it: of the last page the whole is stored at once."""
    gone = {*kept.answers, *kept.typed}
    draft.answers = {key: text for key, text in draft.answers.items() if key not in gone} | encoded(kept.answers)
    draft.typed = {key: text for key, text in draft.typed.items() if key not in gone} | dict(kept.typed)
    draft.passed = sorted(kept.passed | set(draft.passed))
    draft.language, draft.large, draft.kept_at = kept.language, kept.large, at


@transaction.atomic
def finish(
    *, draft: Draft, on: date, by: str, at: datetime, checked_by: str = "", answers: Mapping[str, str] | None = None
) -> Response:
    """Store the answers: raw rows, what needs a person today, what the study is told. Once only."""
    asking, standing = draft.asking, draft.corrects
    # One statement asks whether it was answered and locks the row: of two at once, the second changes none.
    if not ANSWERED.change(asking=asking.pk, at=at) and standing is None:
        raise NotPossible(_("He has answered this already. Open the result, or correct it there"))
    instrument = instruments.by_fingerprint(draft.fingerprint)
    if instrument is None:
        raise NotPossible(_("The version that was begun is not here any more. Begin again"))
    time = asked_as(asking.wave) if instrument.times else ""
    texts = draft.answers if answers is None else answers
    done, wrong = settled(instrument, decoded(instrument, texts), informant=INFORMANT, time=time or None)
    if wrong:  # what the pages let through is valid; what did not come from a page is refused as a whole
        raise NotPossible(" ".join(problem.sentence for problem in wrong[:3]))
    parts = reporting.parts_of(instrument, done, asking.episode)
    response = Response(
        asking=asking, told=[str(uuid4()) for _part in parts],
        instrument=instrument.id, version=instrument.version, fingerprint=instrument.fingerprint,
        informant=INFORMANT, time=time, language=draft.language, mode=draft.mode, begun_at=draft.begun_at,
        answered_at=at, on=standing.on if standing else on,
        written_by_id=by or None, checked_by_id=checked_by or None, corrects=standing,
        reason=draft.reason,
    )  # fmt: skip
    insert([response])
    _write(response, whole(done))
    DRAFTS_GO.change(asking=asking.pk)
    OVER.change(asking=asking.pk, at=at)
    _record("correct_answers" if standing else "finish_answers", asking.episode, by, at)
    reporting.report(response=response, asking=asking, instrument=instrument, answers=done, parts=parts, by=by, at=at)
    return response


def _write(response: Response, written: Mapping[str, str]) -> None:
    """All answers as one value: as rows of a statement, or as objects, 250 would be most of the time of a page."""
    fields = [Answer._meta.get_field(name) for name in ("response", "key", "value")]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    pk = fields[0].get_db_prep_save(response.pk, connection)
    table, pairs = connection.ops.quote_name(Answer._meta.db_table), PAIRS[connection.vendor]
    with connection.cursor() as cursor:
        sql = f"INSERT INTO {table} ({columns}) SELECT %s, key, value FROM {pairs}"  # noqa: S608  names of our model
        cursor.execute(sql, [pk, json.dumps(written)])


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
    if held.explained_at is None:
        Asking.objects.filter(pk=held.pk).update(explained_at=at)
    _record("not_answered", held.episode, by, at)
    return made


def _record(what: str, episode: Episode, by: str, at: datetime) -> None:
    record(verb=Verb.WRITE, thing="client", ids=[str(episode.client_id)], by=by, what=what, at=at)

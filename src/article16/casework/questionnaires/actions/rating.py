"""What staff fill in about a man: begun, kept page by page, stored; what needs somebody today becomes a task."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid5

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from article16.casework.clients.models import Episode, EpisodeState
from article16.casework.tasks.actions import add_task
from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.common.questionnaires.desk import Kept
from article16.common.questionnaires.encoding import decoded, whole
from article16.common.questionnaires.parts import settled
from article16.instruments.answers import Refused, check
from article16.instruments.definition import Instrument
from article16.instruments.missing import Missing
from article16.instruments.scoring import score

from ..models import Rating, RatingDraft
from ..policy import ALERT_TASK
from ..queries import instruments
from .answering import put
from .authoring import keep_definition

NO_ANSWER = {Missing.NOT_REACHED.value, Missing.NOT_ASKED.value}


@transaction.atomic
def begin(*, episode: Episode, instrument: Instrument, by: str, at: datetime) -> RatingDraft:
    """Begin with empty pages, or go on where somebody left it."""
    held = Episode.objects.select_for_update().get(pk=episode.pk)
    if held.state == EpisodeState.ENDED:
        raise NotPossible(_("This episode has ended. What was filled in stays readable"))
    draft = RatingDraft.objects.filter(episode=held, instrument=instrument.id, corrects=None).first()
    if draft is not None:
        return draft
    keep_definition(instrument, at=at)
    made = RatingDraft.objects.create(
        episode=held, instrument=instrument.id, fingerprint=instrument.fingerprint, begun_at=at, begun_by_id=by,
        informant=instruments.worker_of(instrument), language=instrument.languages[0].code,
    )  # fmt: skip
    _record("begin_rating", held, by, at)
    return made


@transaction.atomic
def begin_correction(*, rating: Rating, reason: str, by: str, at: datetime) -> RatingDraft:
    """Begin with the answers that stand, in the version in which they were given."""
    held = Rating.objects.select_for_update(of=("self",)).select_related("episode").get(pk=rating.pk)
    if Rating.objects.filter(corrects=held).exists():
        raise NotPossible(_("This was corrected in the meantime. Open it again from the list"))
    draft = RatingDraft.objects.filter(corrects=held).first()
    if draft is not None:
        return draft
    kept = {key: text for key, text in held.answers.items() if text not in NO_ANSWER}
    return RatingDraft.objects.create(
        episode=held.episode, instrument=held.instrument, corrects=held, reason=reason, fingerprint=held.fingerprint,
        informant=held.informant, language=held.language, answers=kept, begun_at=at, begun_by_id=by,
    )  # fmt: skip


@transaction.atomic
def keep(*, draft: RatingDraft, kept: Kept, by: str, at: datetime) -> RatingDraft:
    """Keep one page."""
    held = RatingDraft.objects.select_for_update(of=("self",)).select_related("episode").filter(pk=draft.pk).first()
    if held is None:
        raise NotPossible(_("This was ended in the meantime. Open it again from the list"))
    new_part = not kept.passed <= set(held.passed)
    put(held, kept, at=at)
    held.save(update_fields=["answers", "typed", "passed", "language", "large", "kept_at"])
    if new_part:
        _record("keep_rating", held.episode, by, at)
    return held


@transaction.atomic
def finish(*, draft: RatingDraft, by: str, at: datetime) -> Rating:
    """Store it as a row of its own. What stood before stays."""
    held = RatingDraft.objects.select_for_update(of=("self",)).select_related("episode", "corrects")
    last = held.filter(pk=draft.pk).first()
    instrument = instruments.by_fingerprint(last.fingerprint) if last else None
    if last is None or instrument is None:
        raise NotPossible(_("This was ended in the meantime. Open it again from the list"))
    done = settled(instrument, decoded(instrument, last.answers), informant=last.informant, time=None)
    try:
        check(instrument, done, informant=last.informant)
    except Refused as no:
        raise NotPossible(" ".join(problem.sentence for problem in no.problems[:3])) from None
    made = Rating.objects.create(
        episode=last.episode, instrument=instrument.id, version=instrument.version, fingerprint=last.fingerprint,
        informant=last.informant, language=last.language, answers=whole(done), begun_at=last.begun_at, rated_at=at,
        on=last.corrects.on if last.corrects else timezone.localdate(at), written_by_id=by, corrects=last.corrects,
        reason=last.reason,
    )  # fmt: skip
    last.delete()
    _record("correct_rating" if made.corrects_id else "finish_rating", made.episode, by, at)
    _tasks(made, instrument, done, by, at)
    return made


def _tasks(made: Rating, instrument: Instrument, done: Mapping[str, object], by: str, at: datetime) -> None:
    """Of a correction only what the answers before did not say."""
    known = set(_alerts(instrument, decoded(instrument, made.corrects.answers), made)) if made.corrects else set()
    words = instrument.texts.get("en") or next(iter(instrument.texts.values()))
    for key in _alerts(instrument, done, made):
        if key not in known:
            add_task(
                kind=ALERT_TASK, fact=uuid5(made.pk, key), episode=made.episode, due=timezone.localdate(at), by=by,
                at=at, words=words[f"alert.{key}"], url=reverse("questionnaire-rating", args=[made.pk]),
            )  # fmt: skip


def _alerts(instrument: Instrument, answers: Mapping[str, object], made: Rating) -> list[str]:
    found = score(instrument, answers, informant=made.informant).alerts
    return [one.key for one in found if one.certain]


def _record(what: str, episode: Episode, by: str, at: datetime) -> None:
    record(verb=Verb.WRITE, thing="client", ids=[str(episode.client_id)], by=by, what=what, at=at)

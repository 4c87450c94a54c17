"""What a manager sets for a programme: criteria of suitability, and the texts that men sign."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record

from .defaults import CRITERIA, TEXTS
from .models import AgreementText, Criterion


@dataclass(frozen=True, slots=True)
class Worded:
    """A criterion as the manager words it."""

    kind: str  # a CriterionKind
    words: str
    position: int
    active_from: date


@transaction.atomic
def add_criterion(*, programme: UUID, worded: Worded, by: str, at: datetime) -> Criterion:
    """A new criterion, judged in every decision from its first day on."""
    row = Criterion.objects.create(
        programme_id=programme,
        kind=worded.kind,
        words=worded.words,
        position=worded.position,
        active_from=worded.active_from,
        written_at=at,
        written_by_id=by,
    )
    _audit(programme, "add_criterion", by=by, at=at)
    return row


@transaction.atomic
def change_criterion(*, criterion: Criterion, worded: Worded, by: str, at: datetime) -> Criterion:
    """The next version. The one before it ends on the day on which this one begins, and stays with what it judged."""
    _end(criterion, worded.active_from, at=at)
    row = Criterion.objects.create(
        key=criterion.key,
        version=criterion.version + 1,
        programme_id=criterion.programme_id,
        kind=worded.kind,
        words=worded.words,
        position=worded.position,
        active_from=worded.active_from,
        written_at=at,
        written_by_id=by,
    )
    _audit(criterion.programme_id, "change_criterion", by=by, at=at)
    return row


@transaction.atomic
def end_criterion(*, criterion: Criterion, last_day: date, by: str, at: datetime) -> None:
    """It counts up to and including this day, and stays with what it judged."""
    _end(criterion, last_day + timedelta(days=1), at=at)
    _audit(criterion.programme_id, "end_criterion", by=by, at=at)


def _end(criterion: Criterion, first_without: date, *, at: datetime) -> None:
    if first_without < criterion.active_from:
        raise NotPossible(_("This criterion begins later than that. Enter a later day"))
    if first_without < timezone.localdate(at):
        raise NotPossible(_("Decisions may have been made by it since. Enter today or a day to come"))
    if not Criterion.objects.filter(pk=criterion.pk, until=None).update(until=first_without):
        raise NotPossible(_("Somebody changed this criterion before you. Go back and look at it"))


@transaction.atomic
def begin_with_our_criteria(*, programme: UUID, by: str, at: datetime) -> None:
    """The criteria that come with the program, for a programme that has none yet."""
    if Criterion.objects.filter(programme=programme).exists():
        raise NotPossible(_("This programme has criteria of its own. Change those"))
    day = timezone.localdate(at)
    for position, (kind, words) in enumerate(CRITERIA, 1):
        worded = Worded(kind, str(words), position, day)
        add_criterion(programme=programme, worded=worded, by=by, at=at)


@transaction.atomic
def write_text(*, programme: UUID, kind: str, language: str, words: str, by: str, at: datetime) -> AgreementText:
    """The draft of the next version: made, or written anew. Nobody signs a draft."""
    same = AgreementText.objects.filter(programme=programme, kind=kind, language=language)
    draft = same.filter(released_at=None).first()
    if draft:
        same.filter(pk=draft.pk, released_at=None).update(words=words, written_at=at, written_by=by)
        draft.refresh_from_db()
    else:
        version = (same.aggregate(last=Max("version"))["last"] or 0) + 1
        row = AgreementText(programme_id=programme, kind=kind, language=language, version=version, words=words)
        row.written_at, row.written_by_id = at, by
        draft = _saved(row)
    _audit(programme, "write_text", by=by, at=at)
    return draft


def _saved(row: AgreementText) -> AgreementText:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise NotPossible(_("Somebody began the next version before you. Go back and look at it")) from None
    return row


@transaction.atomic
def release_text(*, programme: UUID, text_id: UUID, by: str, at: datetime) -> None:
    """From now on men sign this version. It never changes again."""
    draft = AgreementText.objects.filter(pk=text_id, programme=programme, released_at=None)
    if not draft.update(released_at=at, released_by=by):
        raise NotPossible(_("This version was released before. A change is the next version"))
    _audit(programme, "release_text", by=by, at=at)


@transaction.atomic
def begin_with_our_texts(*, programme: UUID, by: str, at: datetime) -> None:
    """Drafts of the texts that come with the program, for a programme that has none yet."""
    if AgreementText.objects.filter(programme=programme).exists():
        raise NotPossible(_("This programme has texts of its own. Change those"))
    for kind, words in TEXTS.items():
        write_text(programme=programme, kind=kind, language="en", words=words, by=by, at=at)


def _audit(programme: UUID, what: str, *, by: str, at: datetime) -> None:
    record(verb=Verb.SETTING, thing="programme", ids=[str(programme)], by=by, what=what, at=at)

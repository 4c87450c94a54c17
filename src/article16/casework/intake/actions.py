"""Writes of intake about a man: keyword-only, in one transaction with the audit row and what leaves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from article16.casework.clients.actions import he_came
from article16.casework.clients.models import Episode
from article16.casework.warnings.actions import tell
from article16.common.accounts.actions import NotPossible
from article16.common.audit.actions import Verb, record
from article16.wall.vocabulary import Course, CourseEvent

from .kinds import Asked, Finding, How, Occasion, Outcome, TextKind, Topic
from .models import (
    Agreement,
    AgreementText,
    Assessment,
    Interview,
    Judgement,
    Motivation,
    Section,
    Withdrawal,
    standing,
)
from .queries import against, criteria_on


@dataclass(frozen=True, slots=True)
class Answer:
    """What he told about one subject, or which kind of missing it is."""

    state: str  # an Asked
    words: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """How strongly something moves him, and what."""

    state: str  # an Asked
    strength: int | None = None  # points, 0 to 10
    words: str = ""


@dataclass(frozen=True, slots=True)
class Motivated:
    inside: Side
    outside: Side

    @property
    def asked(self) -> bool:
        return {self.inside.state, self.outside.state} != {Asked.NOT_ASKED}


@dataclass(frozen=True, slots=True)
class Interviewed:
    on: date
    minutes: int
    held_by: UUID
    setting: str  # a Setting
    sections: Mapping[str, Answer]  # by Topic; a subject left out was not asked
    motivated: Motivated
    interpreter: bool = False


@transaction.atomic
def record_interview(
    *, episode: Episode, told: Interviewed, by: str, at: datetime, corrects: Interview | None = None
) -> Interview:
    """One interview with its sections and, where he was asked, his motivation; or the correction of one."""
    check_day(episode, told.on, at=at)
    if corrects:
        check_correctable(corrects, episode)
    row = Interview.objects.create(
        episode=episode,
        on=told.on,
        minutes=told.minutes,
        held_by_id=told.held_by,
        setting=told.setting,
        interpreter=told.interpreter,
        written_at=at,
        written_by_id=by,
        corrects=corrects,
    )
    answers = {topic: told.sections.get(str(topic), Answer(Asked.NOT_ASKED)) for topic in Topic}
    Section.objects.bulk_create(
        Section(interview=row, topic=topic, state=one.state, words=one.words) for topic, one in answers.items()
    )
    earlier = Motivation.objects.filter(fact=corrects.pk).first() if corrects else None
    if told.motivated.asked or earlier:
        asked = Asking(Occasion.INTAKE, row.pk, told.on)
        record_motivation(episode=episode, asking=asked, told=told.motivated, by=by, at=at, corrects=earlier)
    audit(episode, "correct_interview" if corrects else "record_interview", by=by, at=at)
    # He was seen, so nobody is warned that he did not come to a first appointment.
    he_came(episode=episode, on=told.on, by=by, at=at)
    return row


@dataclass(frozen=True, slots=True)
class Asking:
    """When he was asked what moves him, and the row that says so."""

    occasion: str  # an Occasion
    fact: UUID
    on: date


def record_motivation(
    *, episode: Episode, asking: Asking, told: Motivated, by: str, at: datetime, corrects: Motivation | None = None
) -> Motivation:
    """What moves him, by his own word, in the transaction of the interview or review in which he was asked."""
    return Motivation.objects.create(
        episode=episode,
        on=asking.on,
        occasion=asking.occasion,
        fact=asking.fact,
        inside_state=told.inside.state,
        inside=told.inside.strength,
        inside_words=told.inside.words,
        outside_state=told.outside.state,
        outside=told.outside.strength,
        outside_words=told.outside.words,
        written_at=at,
        written_by_id=by,
        corrects=corrects,
    )


@dataclass(frozen=True, slots=True)
class Judged:
    finding: str  # a Finding
    words: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision on suitability."""

    on: date
    outcome: str  # an Outcome
    reasons: str
    judged: Mapping[UUID, Judged]  # by the id of the criterion's version
    in_spite_of: str = ""
    referred_to: str = ""
    look_again_on: date | None = None


@transaction.atomic
def decide_suitability(*, episode: Episode, decided: Decided, by: str, at: datetime) -> Assessment:
    """Record the decision with every criterion that counts today. It moves nothing by itself, and nothing leaves."""
    check_day(episode, decided.on, at=at)
    criteria = criteria_on(episode.programme_id, timezone.localdate(at))
    if {one.id for one in criteria} != set(decided.judged):
        raise NotPossible(_("The criteria have changed since this page was opened. Look at them again"))
    speak = against([(one.kind, decided.judged[one.id].finding) for one in criteria])
    if decided.outcome == Outcome.SUITABLE and speak and not decided.in_spite_of:
        raise NotPossible(_("A criterion speaks against it. Say why he is suitable in spite of it"))
    row = Assessment.objects.create(
        episode=episode,
        on=decided.on,
        outcome=decided.outcome,
        reasons=decided.reasons,
        in_spite_of=decided.in_spite_of,
        referred_to=decided.referred_to,
        look_again_on=decided.look_again_on,
        interviews=standing(Interview).filter(episode=episode, on__lte=decided.on).count(),
        written_at=at,
        written_by_id=by,
    )
    Judgement.objects.bulk_create(
        Judgement(assessment=row, criterion_id=key, finding=Finding(one.finding), words=one.words)
        for key, one in decided.judged.items()
    )
    _mark_done(episode, at)
    audit(episode, "decide_suitability", by=by, at=at)
    return row


@dataclass(frozen=True, slots=True)
class Signed:
    """His signature under two released texts."""

    on: date
    contract: UUID
    limits: UUID
    how: str  # a How
    typed_name: str = ""
    statement: str = ""
    kept_at: str = ""
    read_out: bool = False
    interpreter: bool = False


@transaction.atomic
def sign_agreement(*, episode: Episode, signed: Signed, by: str, at: datetime) -> Agreement:
    """Record that he signed, which versions, and where the paper lies. A later signature takes this one's place."""
    check_day(episode, signed.on, at=at)
    if signed.how == How.SCREEN and signed.on != timezone.localdate(at):
        raise NotPossible(_("On the screen he signs today. Choose “on paper” for an earlier day"))
    texts = AgreementText.objects.filter(programme=episode.programme_id, released_at__isnull=False)
    contract = texts.filter(pk=signed.contract, kind=TextKind.CONTRACT).first()
    limits = texts.filter(pk=signed.limits, kind=TextKind.LIMITS).first()
    if contract is None or limits is None or contract.language != limits.language:
        raise NotPossible(_("He can only sign texts that your programme has released. Choose them again"))
    released = timezone.localdate(max(contract.released_at, limits.released_at))
    if signed.on < released:
        day = date_format(released, "j F Y")
        raise NotPossible(_("These versions were released on %(day)s. Choose those that he signed") % {"day": day})
    row = Agreement.objects.create(
        episode=episode,
        on=signed.on,
        contract=contract,
        limits=limits,
        how=signed.how,
        typed_name=signed.typed_name,
        statement=signed.statement,
        kept_at=signed.kept_at,
        read_out=signed.read_out,
        interpreter=signed.interpreter,
        written_at=at,
        written_by_id=by,
    )
    _mark_done(episode, at)
    audit(episode, "sign_agreement", by=by, at=at)
    return row


@transaction.atomic
def withdraw_agreement(*, agreement: Agreement, on: date, words: str, by: str, at: datetime) -> Withdrawal:
    """He took his agreement back. Her service is told, as for every man; his episode stays until it is ended."""
    episode = agreement.episode
    check_day(episode, on, at=at)
    if on < agreement.on:
        raise NotPossible(_("He signed after this day. Check the date"))
    try:
        with transaction.atomic():
            row = Withdrawal.objects.create(
                episode=episode, agreement=agreement, on=on, words=words, written_at=at, written_by_id=by
            )
    except IntegrityError:
        raise NotPossible(_("This agreement was withdrawn before. Go back to see it")) from None
    _mark_done(episode, at)
    audit(episode, "withdraw_agreement", by=by, at=at)
    tell(
        episode=episode,
        at=at,
        message=lambda mailbox, code: Course(
            mailbox=mailbox, programme=code, fact=row.pk, event=CourseEvent.WITHDRAWN, on=on
        ),
    )
    return row


def _mark_done(episode: Episode, at: datetime) -> None:
    """Whether intake waits for anything more: not once he is suitable and has signed. For the walk of what waits."""
    decided = Assessment.objects.filter(episode=episode).order_by("-on", "-written_at", "-id")
    withdrawn = Exists(Withdrawal.objects.filter(agreement=OuterRef("pk")))
    signed = Agreement.objects.filter(~withdrawn, episode=episode).exists()
    done = signed and decided.values_list("outcome", flat=True).first() == Outcome.SUITABLE
    Episode.objects.filter(pk=episode.pk).update(intake_done_at=at if done else None)


def check_day(episode: Episode, on: date, *, at: datetime) -> None:
    """What is written as having happened lies within his episode and not in the future."""
    if on > timezone.localdate(at):
        raise NotPossible(_("This day is still to come. Enter the day on which it happened"))
    if on < episode.opened_on:
        day = date_format(episode.opened_on, "j F Y")
        raise NotPossible(_("His episode began on %(day)s. Enter a day from then on") % {"day": day})


def check_correctable(row, episode: Episode) -> None:
    """A row is corrected once; whoever sees a mistake in the correction corrects that one."""
    if row.episode_id != episode.pk:
        raise ValueError("A correction stays within the episode.")
    # Of two who correct the same row at once, the second waits here and then finds the first.
    type(row).objects.select_for_update().filter(pk=row.pk).first()
    if type(row).objects.filter(corrects=row).exists():
        raise NotPossible(_("This was corrected before. Go back and correct the newer one"))


def audit(episode: Episode, what: str, *, by: str, at: datetime) -> None:
    record(verb=Verb.WRITE, thing="client", ids=[str(episode.client_id)], by=by, what=what, at=at)

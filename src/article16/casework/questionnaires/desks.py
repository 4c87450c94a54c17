"""Sittings with the engine: a worker's own, a man's by link or tablet, and answers keyed from paper."""

from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from article16.common.accounts.actions import NotPossible
from article16.common.questionnaires.desk import Filling, Kept, Options
from article16.common.questionnaires.encoding import decoded
from article16.common.questionnaires.parts import parts_of

from .actions import answering, sittings
from .models import Asking, Draft, Entry, Sitting, SittingKind, Why
from .queries import askings, instruments
from .schedule import asked_as


def filling_of(asking: Asking, draft: Draft, options: Options) -> Filling | None:
    """A draft as the engine sees it; None when its version is not here any more."""
    instrument = instruments.by_fingerprint(draft.fingerprint)
    if instrument is None:
        return None
    return Filling(
        instrument=instrument,
        informant=answering.INFORMANT,
        time=asked_as(asking.wave) if instrument.times else None,
        language=draft.language,
        answers=decoded(instrument, draft.answers),
        typed=draft.typed,
        passed=frozenset(draft.passed),
        large=draft.large,
        kept_at=clock(draft.kept_at) if draft.kept_at else "",
        options=options,
    )


def first_is_whole(asking: Asking) -> bool:
    """Whether every page of the paper stands in the first entry, so that the second may begin. One query."""
    draft = askings.draft_of(asking.pk, str(Entry.FIRST))
    held = filling_of(asking, draft, Options()) if draft else None
    if held is None:
        return False
    parts = parts_of(held.instrument, held.answers, informant=held.informant, time=held.time)
    return held.passed.issuperset(part.code for part in parts)


def clock(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "H:i")


def _end(draft: Draft, last: Kept | None, by: str, at: datetime) -> None:
    """Store the whole with its last page at once. Where that cannot be, the page alone, so that it is not lost."""
    if last is None:
        answering.finish(draft=draft, on=timezone.localdate(at), by=by, at=at)
        return
    whole = copy(draft)
    answering.put(whole, last, at=at)
    try:
        answering.finish(draft=whole, on=timezone.localdate(at), by=by, at=at)
    except NotPossible:
        with suppress(NotPossible):  # gone: it was answered
            answering.keep(draft=draft, kept=last, by=by, at=at)
        raise


@dataclass
class WorkerDesk:
    """A worker reads aloud, keys from paper, or corrects."""

    asking: Asking
    draft: Draft
    by: str
    at: datetime
    last: Kept | None = None

    def filling(self) -> Filling | None:
        aloud = self.draft.mode in {"read_aloud", "interpreter"} and self.draft.entry == Entry.DIRECT
        words = {Entry.FIRST: _("Save the first entry"), Entry.SECOND: _("Save and compare")}
        options = Options(read_aloud=aloud, finish=words.get(Entry(self.draft.entry), ""))
        return filling_of(self.asking, self.draft, options)

    def keep(self, kept: Kept) -> str:
        if kept.ends and self.draft.entry not in {Entry.FIRST, Entry.SECOND}:
            self.last = kept  # stored with the whole
        else:
            self.draft = answering.keep(draft=self.draft, kept=kept, by=self.by, at=self.at)
        return clock(self.at)

    def finish(self) -> str:
        if self.draft.entry in {Entry.FIRST, Entry.SECOND}:
            return reverse("questionnaire-compare", args=[self.asking.pk])
        try:
            _end(self.draft, self.last, self.by, self.at)
        except NotPossible:
            return self.pause()  # the page there says why
        return reverse("questionnaire-result", args=[self.asking.pk])

    def pause(self) -> str:
        return reverse("questionnaire", args=[self.asking.pk])

    def address(self, place: int) -> str:
        if self.draft.entry == Entry.DIRECT:
            return reverse("questionnaire-fill", args=[self.asking.pk, place])
        return reverse("questionnaire-key", args=[self.asking.pk, self.draft.entry, place])


@dataclass
class HisDesk:
    """He himself, on a tablet that was handed over or by a link."""

    sitting: Sitting
    draft: Draft
    at: datetime
    last: Kept | None = None

    @property
    def asking(self) -> Asking:
        return self.sitting.asking

    def filling(self) -> Filling | None:
        if not sittings.may_go_on(self.asking, self.at):
            return None
        on_tablet = self.sitting.kind == SittingKind.TABLET
        return filling_of(self.asking, self.draft, Options(may_pause=True, finish=_("Finish") if on_tablet else ""))

    def keep(self, kept: Kept) -> str:
        if kept.ends:
            self.last = kept  # stored with the whole
        else:
            self.draft = answering.keep(draft=self.draft, kept=kept, by="", at=self.at)
        return clock(self.at)

    def finish(self) -> str:
        with suppress(NotPossible):  # answered in the meantime: the same page as after answering
            _end(self.draft, self.last, "", self.at)
        return reverse("answers-done")

    def pause(self) -> str:
        if self.sitting.kind == SittingKind.TABLET:
            sittings.end(sitting=self.sitting, why=Why.LEFT, by="", at=self.at)
        return reverse("answers-done")

    def address(self, place: int) -> str:
        return reverse("answers", args=[place])

"""A worker's sitting as the engine sees it: she reads aloud, keys in from paper, or fills in a tool herself."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from article16.common.accounts.actions import NotPossible
from article16.common.questionnaires.desk import Filling, Kept, Options
from article16.common.questionnaires.encoding import decoded
from article16.common.questionnaires.parts import Part, first_open, parts_of
from article16.instruments.definition import Instrument
from article16.support.keys.cases import CaseBox
from article16.support.keys.opening import Unlocked

from .actions import answering
from .held import WORKERS, Entry, Held, Row, time_of
from .queries import instruments

WORDS = {
    Entry.FIRST: _("Save the first entry"),
    Entry.SECOND: _("Save and compare"),
    Entry.CORRECTED: _("Save and look at it"),
}


@dataclass
class WorkerDesk:
    box: CaseBox  # of the case
    row: Row
    by: Unlocked
    at: datetime
    kept: Kept | None = None

    def filling(self) -> Filling | None:
        held = self.row.held
        instrument = instruments.by_fingerprint(held.fingerprint)
        if instrument is None:
            return None
        aloud = held.mode in {"read_aloud", "interpreter"} and held.entry is Entry.DIRECT
        return Filling(
            instrument=instrument,
            informant=held.informant,
            time=time_of(instrument, held.wave),
            language=held.language,
            answers=decoded(instrument, held.answers),
            typed=held.typed,
            passed=frozenset(held.passed),
            large=held.large,
            kept_at=clock(held.kept_at) if held.kept_at else "",
            options=Options(
                read_aloud=aloud,
                finish=WORDS.get(held.entry, ""),
                declines=held.informant != WORKERS,
                pause=_("Leave the rest as it is") if held.entry is Entry.CORRECTED else "",
            ),
        )

    def keep(self, kept: Kept) -> str:
        self.kept = kept
        self._keep(kept)
        return clock(self.at)

    def _keep(self, kept: Kept | None) -> None:
        if kept is not None:
            self.row = answering.keep(box=self.box, row=self.row, kept=kept, by=self.by, at=self.at)

    def finish(self) -> str:
        if self.row.held.entry is Entry.CORRECTED:
            return self.pause()
        if self.row.held.entry is not Entry.DIRECT:
            return reverse("survivor-sitting-compare", args=[self.box.case, self.row.id])
        try:
            on = timezone.localdate(self.at)
            made = answering.finish_sitting(
                case=self.box.case, row=self.row, on=on, by=self.by, at=self.at, box=self.box
            )
        except NotPossible:
            self._keep(replace(self.kept, ends=False) if self.kept else None)
            return self.pause()  # the list there says how it stands
        return reverse("survivor-answers", args=[self.box.case, made])

    def pause(self) -> str:
        if self.row.held.entry is Entry.CORRECTED:
            return reverse("survivor-correction", args=[self.box.case, self.row.id])
        return reverse("survivor-questionnaires", args=[self.box.case])

    def address(self, place: int) -> str:
        return reverse("survivor-sitting", args=[self.box.case, self.row.id, place])


def clock(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "H:i")


def go_on(held: Held, instrument: Instrument) -> int:
    """The place, from 1, of the first part that was not saved."""
    return first_open(_parts(held, instrument), frozenset(held.passed)) + 1


def all_passed(held: Held, instrument: Instrument) -> bool:
    """Whether every part was saved."""
    return frozenset(held.passed).issuperset(part.code for part in _parts(held, instrument))


def _parts(held: Held, instrument: Instrument) -> tuple[Part, ...]:
    answers = decoded(instrument, held.answers)
    return parts_of(instrument, answers, informant=held.informant, time=time_of(instrument, held.wave))

"""Her sitting with the engine: a page saved is sealed and not shown again; one address for all pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from article16.common.questionnaires.desk import Filling, Kept, Options
from article16.common.questionnaires.encoding import decoded, encoded, to_text
from article16.common.questionnaires.parts import Part, first_open, parts_of
from article16.common.ui.shell import Link
from article16.instruments.definition import Instrument
from article16.instruments.items import Kind
from article16.instruments.missing import Missing

from . import asked
from .actions import sitting as actions
from .queries import Sitting
from .state import State


def parts(sitting: Sitting, instrument: Instrument) -> tuple[Part, ...]:
    state = sitting.state
    known = decoded(instrument, state.answers)
    return parts_of(instrument, known, informant=asked.HERS, time=asked.time_of(instrument, state.wave))


@dataclass
class HerDesk:
    """She herself, by her link. Its row is locked by whoever made this desk."""

    sitting: Sitting
    instrument: Instrument
    at: datetime
    shows: bool  # the page is asked for, not sent
    autosaved: bool = False
    over: str = ""  # how the sitting ended within this request: "done", "later"
    _found: tuple[State, tuple[Part, ...]] | None = field(default=None, repr=False)

    def place(self) -> int:
        """The place, from 1, of the first part that she has not saved."""
        return first_open(self._parts(), frozenset(self.sitting.state.passed)) + 1

    def _parts(self) -> tuple[Part, ...]:
        """Worked out once for each state within this request; kept nowhere after it."""
        state = self.sitting.state
        if self._found is None or self._found[0] is not state:
            self._found = state, parts(self.sitting, self.instrument)
        return self._found[1]

    def filling(self) -> Filling:
        state = self.sitting.state
        if self.shows:
            self.sitting = actions.shown(self.sitting, at=self.at)
        return Filling(
            instrument=self.instrument,
            informant=asked.HERS,
            time=asked.time_of(self.instrument, state.wave),
            language=state.language,
            answers=decoded(self.instrument, state.answers),
            typed=state.again,
            passed=frozenset(state.passed),
            sealed=frozenset(state.answered),
            large=state.large,
            options=Options(
                shows_earlier=False,
                way_out=reverse("page-leave"),
                more=(
                    Link(_("Good to know"), reverse("page-about")),
                    Link(_("Write something"), reverse("page-write")),
                ),
            ),
        )

    def keep(self, kept: Kept) -> str:
        here = self._parts()[self.place() - 1]
        sent = actions.Sent(
            part=here.code,
            answers=encoded(kept.answers),
            typed=kept.typed,
            keys=frozenset(kept.answers) | frozenset(kept.typed),
            passed=kept.passed,
            language=kept.language,
            large=kept.large,
            again={} if self.autosaved else self._again(kept),
            autosaved=self.autosaved,
        )
        self.sitting = actions.keep(self.sitting, sent, self.instrument, at=self.at)
        return date_format(timezone.localtime(self.at), "H:i")

    def finish(self) -> str:
        actions.finish(self.sitting, at=self.at)
        return self._end("done")

    def pause(self) -> str:
        actions.end(self.sitting, at=self.at)
        return self._end("later")

    def address(self, place: int) -> str:
        return reverse("page")

    def _end(self, how: str) -> str:
        self.over = how
        return reverse("page-over", args=[how, self.sitting.state.language])

    def _again(self, kept: Kept) -> Mapping[str, str]:
        found = {key: self._typed(key, answer) for key, answer in kept.answers.items()}
        return {**{key: text for key, text in found.items() if text}, **kept.typed}

    def _typed(self, key: str, answer: object) -> str:
        """An answer as its page would send it; empty where the page cannot show it as typed."""
        if isinstance(answer, frozenset):
            return "\n".join(str(code) for code in sorted(answer))
        if isinstance(answer, Missing):
            boxes = self.instrument.by_key[key.partition(".")[0]].kind in {Kind.SINGLE, Kind.MULTIPLE}
            return str(answer.value) if boxes and answer is not Missing.NOT_REACHED else ""
        if isinstance(answer, date):
            return f"{answer.day} {answer.month} {answer.year}"
        return answer if isinstance(answer, str) else to_text(answer)

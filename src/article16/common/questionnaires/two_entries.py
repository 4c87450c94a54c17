"""Two entries of one paper: what stands in each, in words, and the form in which somebody chooses."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.translation import gettext as _

from article16.common.forms import OnceForm
from article16.common.ui.fields import TolerantDateField
from article16.instruments.definition import Instrument

from .comparing import Difference
from .encoding import read_text
from .results import answer_row


@dataclass(frozen=True, slots=True)
class Shown:
    """One difference as a person reads it."""

    key: str
    question: str
    first: str
    second: str


def shown(instrument: Instrument, found: tuple[Difference, ...], *, informant: str) -> tuple[Shown, ...]:
    """The questions whose entries differ, and both entries, in words."""
    return tuple(_shown(instrument, one, informant) for one in found)


def _shown(instrument: Instrument, one: Difference, informant: str) -> Shown:
    item = instrument.by_key[one.key.partition(".")[0]]
    rows = [
        answer_row(instrument, one.key, read_text(item, text) if text else None, informant)
        for text in (one.first, one.second)
    ]
    return Shown(one.key, rows[0].question, rows[0].answer, rows[1].answer)


class CompareForm(OnceForm):
    """What holds where two entries differ, and the day on the paper."""

    on = TolerantDateField(label="")

    def __init__(
        self, *args, found: tuple[Shown, ...], whose: str, since: date | None, before: str, today: date, **kwargs
    ) -> None:
        """`whose`: who wrote the day. `before`: what is said of a day before `since`."""
        super().__init__(*args, **kwargs)
        self._since, self._before, self._today = since, before, today
        self.fields["on"].label = _("Date on the paper")
        self.fields["on"].help_text = whose
        for one in found:
            self.fields[f"d.{one.key}"] = forms.ChoiceField(
                label=one.question,
                choices=[("first", _("First entry: %(words)s") % {"words": one.first}),
                         ("second", _("Second entry: %(words)s") % {"words": one.second})],
                widget=forms.RadioSelect,
                error_messages={"required": _("Look at the paper and choose what stands there")},
            )  # fmt: skip

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self._today:
            raise forms.ValidationError(_("This day lies in the future. Enter the day on the paper"))
        if self._since and day < self._since:
            raise forms.ValidationError(self._before)
        return day

    def chosen(self) -> dict[str, str]:
        return {name[2:]: value for name, value in self.cleaned_data.items() if name.startswith("d.")}

"""What is typed about a warning, and what the lead sets for the ladder and the rota."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.common.ui.fields import TolerantDateField

from .policy import ACTIONS, HOW, LADDER, LINES, LONGEST_LADDER, PACES, SEVERITIES, Line, Pace, Step, checked

MOST = 3000
NEEDS_WORDS = {"none", "waits", "colleague"}
DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


class AcknowledgeForm(OnceForm):
    """`cases`: case and title of each woman beside him, asked for where there are several."""

    def __init__(self, *args: object, cases: Sequence[tuple[str, str]] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not cases:
            del self.fields["case"]
            return
        self.fields["case"].choices = list(cases)

    case = forms.ChoiceField(
        label=_("For which case?"),
        choices=[],
        widget=forms.RadioSelect,
        help_text=_("The warning waits on for the others until somebody has acted for each."),
        error_messages={"required": _("Choose the case for which you have acted")},
    )
    action = forms.ChoiceField(
        label=_("What have you done about it?"),
        choices=list(ACTIONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you have done")},
    )
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        help_text=_("Sealed when you save. Your service alone can read it."),
    )

    def clean(self) -> dict:
        data = super().clean() or {}
        if data.get("action") in NEEDS_WORDS and not data.get("words"):
            self.add_error("words", _("Say in a sentence what was decided and why"))
        return data


class _MomentForm(OnceForm):
    """A day and a time of day, typed as people say them."""

    @staticmethod
    def moment(on: date, at: time) -> datetime:
        return datetime.combine(on, at, ZoneInfo(settings.TIME_ZONE)).astimezone(UTC)


def time_field(label: str, **kwargs: object) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H.%M", "%H%M", "%H"],
        error_messages={
            "required": _("Enter the time, for example 17:30"),
            "invalid": _("Enter the time as hours and minutes, for example 17:30"),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        **kwargs,
    )


class TellingForm(_MomentForm):
    how = forms.ChoiceField(
        label=_("How was she told?"),
        choices=list(HOW.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how she was told, or that she was not")},
    )
    on = TolerantDateField(label=_("On which day"), required=False, help_text=_("For example 21 11 2026."))
    at = time_field(_("At what time"), required=False, help_text=_("For example 17:30."))
    words = forms.CharField(
        label=_("What she was told, or why she was not"),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        help_text=_("Sealed when you save."),
        error_messages={"required": _("Write what she was told, or why she was not")},
    )

    def clean(self) -> dict:
        data = super().clean() or {}
        if not data.get("how") or data["how"] == "not-told":
            return data | {"moment": None}
        for name, sentence in (("on", _("Enter the day on which she was told")), ("at", _("Enter the time"))):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        if data.get("on") and data.get("at"):
            data["moment"] = self.moment(data["on"], data["at"])
            if data["moment"] > timezone.now() + timedelta(minutes=2):
                self.add_error("on", _("This lies in the future. Enter when she was told"))
        return data


class LadderForm(OnceForm):
    """Rungs, hold and repeat of every severity on one page."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        lines = [("", _("No such rung")), *((one.value, words) for one, words in LINES.items())]
        self.fields["reading"] = forms.IntegerField(
            label=_("Pages one person may open in an hour before the leads are told"), min_value=20, max_value=5000
        )
        for severity, words in SEVERITIES.items():
            for number in range(1, LONGEST_LADDER + 1):
                said = {"severity": words, "number": number}
                self.fields[f"{severity}-line-{number}"] = forms.ChoiceField(
                    label=_("Severity %(severity)s, rung %(number)d: who") % said, choices=lines, required=False
                )
                self.fields[f"{severity}-percent-{number}"] = forms.IntegerField(
                    label=_("Rung %(number)d: after how many per cent of the time") % said,
                    min_value=0,
                    max_value=100,
                    required=False,
                )
            self.fields[f"{severity}-hold"] = forms.IntegerField(
                label=_("Severity %(severity)s: minutes for which taking holds the ladder") % {"severity": words},
                min_value=1,
                max_value=240,
            )
            self.fields[f"{severity}-again"] = forms.IntegerField(
                label=_("Severity %(severity)s: minutes until the top is told again") % {"severity": words},
                min_value=1,
                max_value=240,
            )

    @staticmethod
    def from_rules(ladders: dict[str, tuple[Step, ...]], paces: dict[str, Pace], reading: int) -> dict[str, object]:
        """What the form shows at first: what holds now."""
        values: dict[str, object] = {"reading": reading}
        for severity in SEVERITIES:
            for number, step in enumerate(ladders.get(severity, LADDER), 1):
                values |= {f"{severity}-line-{number}": step.line.value, f"{severity}-percent-{number}": step.percent}
            pace = paces.get(severity, PACES[severity])
            values |= {f"{severity}-hold": pace.hold, f"{severity}-again": pace.again}
        return values

    def clean(self) -> dict:
        data = super().clean() or {}
        ladders = {severity: self._steps(data, severity) for severity in SEVERITIES}
        for severity, steps in ladders.items():
            if not self.errors and (sentence := checked(steps)):
                self.add_error(f"{severity}-percent-1", sentence)
        paces = {one: Pace(data.get(f"{one}-hold") or 0, data.get(f"{one}-again") or 0) for one in SEVERITIES}
        return data | {"ladders": ladders, "paces": paces}

    def _steps(self, data: dict, severity: str) -> tuple[Step, ...]:
        steps = []
        for number in range(1, LONGEST_LADDER + 1):
            line, percent = data.get(f"{severity}-line-{number}"), data.get(f"{severity}-percent-{number}")
            if line and percent is None and f"{severity}-percent-{number}" not in self.errors:
                self.add_error(f"{severity}-percent-{number}", _("Enter after which part of the time"))
            elif line and percent is not None:
                steps.append(Step(Line(line), percent))
        return tuple(steps)


class _SpanForm(_MomentForm):
    from_day = TolerantDateField(label=_("From"), help_text=_("For example 21 11 2026."))
    from_time = time_field(_("From what time"))
    until_day = TolerantDateField(label=_("Until"), required=False)
    until_time = time_field(_("Until what time"), required=False)

    needs_end = False

    def clean(self) -> dict:
        data = super().clean() or {}
        begins = self._moment(data, "from")
        ends = self._moment(data, "until")
        if self.needs_end and ends is None and "until_day" not in self.errors:
            self.add_error("until_day", _("Enter until when"))
        if begins and ends and ends <= begins:
            self.add_error("until_day", _("The end lies before the beginning. Check both days"))
        return data | {"begins_at": begins, "ends_at": ends}

    def _moment(self, data: dict, which: str) -> datetime | None:
        on, at = data.get(f"{which}_day"), data.get(f"{which}_time")
        if on and at is None and f"{which}_time" not in self.errors:
            self.add_error(f"{which}_time", _("Enter the time, for example 17:30"))
        return self.moment(on, at) if on and at is not None else None


class ShiftForm(_SpanForm):
    line = forms.ChoiceField(
        label=_("Which line"),
        choices=list(LINES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the line")},
    )
    person = forms.ChoiceField(
        label=_("Who"), widget=forms.RadioSelect, error_messages={"required": _("Choose the person")}
    )
    field_order = ["line", "person", "from_day", "from_time", "until_day", "until_time"]

    def __init__(self, *args, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people
        self.fields["until_day"].help_text = _("Left empty: until somebody ends it.")


class AbsenceForm(_SpanForm):
    person = forms.ChoiceField(
        label=_("Who"), widget=forms.RadioSelect, error_messages={"required": _("Choose the person")}
    )
    field_order = ["person", "from_day", "from_time", "until_day", "until_time"]
    needs_end = True

    def __init__(self, *args, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people


class EndForm(OnceForm):
    """A page with the consequence and one button."""


class HoursForm(OnceForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for number, day in enumerate(DAYS):
            self.fields[f"opens-{number}"] = time_field(_("%(day)s from") % {"day": day}, required=False)
            self.fields[f"closes-{number}"] = time_field(_("%(day)s until") % {"day": day}, required=False)

    def clean(self) -> dict:
        data = super().clean() or {}
        stretches = []
        for number in range(7):
            opens, closes = data.get(f"opens-{number}"), data.get(f"closes-{number}")
            if (opens is None) != (closes is None) and not self.errors:
                self.add_error(f"opens-{number}", _("Enter both times of this day, or neither"))
            elif opens is not None and closes is not None:
                stretches.append((number, opens, closes))
        return data | {"stretches": stretches}


class ReachForm(OnceForm):
    phone = forms.RegexField(
        label=_("Telephone for short messages"),
        regex=r"^\+?[0-9 ()/-]{5,20}$",
        required=False,
        max_length=20,
        help_text=_("With the country code, for example +43 660 000000. Leave it empty for none."),
        error_messages={"invalid": _("Enter the number with digits, for example +43 660 000000")},
    )
    mail = forms.BooleanField(label=_("Also by mail to the address of my account"), required=False)

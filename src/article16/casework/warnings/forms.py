"""What a manager sets about warnings: severity and time of each kind, days, hours of the women's service."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.wall.vocabulary import AlertKind, Severity

from .policy import KINDS, SEVERITIES, Days, Rule

WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
LONGEST = 14 * 24 * 60  # minutes


def _days(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=60)


class RulesForm(OnceForm):
    danger_call = forms.CharField(
        label=_("Danger now: whom to call"),
        max_length=120,
        required=False,
        help_text=_("For example: police 133, or the night line 0800 222 555."),
    )
    unanswered = _days(_("Days until a referral that nobody has answered warns"))
    not_seen = _days(_("Days after a first appointment until it warns that he is not known to have come"))
    no_next = _days(_("Days without any session planned until that warns"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for kind, words in KINDS.items():
            self.fields[f"severity-{kind}"] = forms.ChoiceField(
                label=_("%(kind)s: how serious") % {"kind": words}, choices=list(SEVERITIES.items())
            )
            self.fields[f"minutes-{kind}"] = forms.IntegerField(
                label=_("%(kind)s: minutes until somebody must have acted") % {"kind": words},
                min_value=5,
                max_value=LONGEST,
            )

    @staticmethod
    def showing(rules: dict[AlertKind, Rule], days: Days, call: str) -> dict[str, object]:
        """What the form shows at first: what holds now."""
        values: dict[str, object] = {"danger_call": call}
        values |= {name: getattr(days, name) for name in ("unanswered", "not_seen", "no_next")}
        for kind in KINDS:
            values[f"severity-{kind}"] = rules[kind].severity.value
            values[f"minutes-{kind}"] = int(rules[kind].within.total_seconds() // 60)
        return values

    def rules(self) -> dict[AlertKind, Rule]:
        data = self.cleaned_data
        return {
            kind: Rule(Severity(data[f"severity-{kind}"]), timedelta(minutes=data[f"minutes-{kind}"])) for kind in KINDS
        }

    def days(self) -> Days:
        data = self.cleaned_data
        return Days(data["unanswered"], data["not_seen"], data["no_next"])


def _time(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H%M", "%H"],
        error_messages={"invalid": _("Enter the time as hours and minutes, for example 17:30")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class HoursForm(OnceForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for number, day in enumerate(WEEKDAYS):
            self.fields[f"opens-{number}"] = _time(_("%(day)s from") % {"day": day})
            self.fields[f"closes-{number}"] = _time(_("%(day)s until") % {"day": day})

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

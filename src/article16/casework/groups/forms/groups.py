"""What is typed about groups, sessions, holidays and rules."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.common.ui.fields import TolerantDateField

from ..actions import GroupPlan, Seat, SessionPlan

GENDERS = [
    ("woman", _("Woman")),
    ("man", _("Man")),
    ("other", _("Another gender")),
    ("not-said", _("Rather not say")),
]
LONGEST_SESSION = 600  # minutes
YEARS_AHEAD = 3


def near(day: date) -> date:
    """A day within three years of today; beyond them it is a slip of the keyboard."""
    if abs(day.year - timezone.localdate().year) > YEARS_AHEAD:
        raise forms.ValidationError(_("This day lies more than three years away. Check the year"))
    return day


def number_field(label, low: int, high: int, *, help_text="", required: bool = True) -> forms.IntegerField:
    words = _("Enter a number from %(low)d to %(high)d") % {"low": low, "high": high}
    return forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(["required", "invalid", "min_value", "max_value"], words),
    )


def _time(label) -> forms.TimeField:
    words = _("Enter the time as hours and minutes, for example 18:00")
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H.%M", "%H %M", "%H:%M:%S"],
        help_text=_("For example 18:00."),
        widget=forms.TimeInput(format="%H:%M", attrs={"autocomplete": "off"}),
        error_messages={"required": words, "invalid": words},
    )


def _lines(label, *, rows: int, most: int, help_text="") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=most, widget=area, help_text=help_text)


def choice_field(label, choices, sentence, *, help_text="") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        help_text=help_text,
        error_messages={"required": sentence, "invalid_choice": sentence},
    )


def _select(label, choices, sentence="", *, required: bool = True, help_text="") -> forms.ChoiceField:
    errors = {"required": sentence, "invalid_choice": sentence or _("Choose one of the list")}
    return forms.ChoiceField(
        label=label, choices=choices, required=required, help_text=help_text, error_messages=errors
    )


class GroupForm(OnceForm):
    programme = choice_field(_("Programme"), [], _("Choose the programme"))
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("As you speak of it, for example Thursday group."),
        error_messages={"required": _("Enter a name")},
    )
    kind = choice_field(
        _("Kind"),
        [("closed", _("Closed: all begin together")), ("rolling", _("Rolling: men begin at any time"))],
        _("Choose whether it is closed or rolling"),
    )
    capacity = number_field(_("Men at most"), 1, 99)
    weekday = choice_field(_("Day of the week"), [(str(n), WEEKDAYS[n]) for n in range(7)], _("Choose the day"))
    time = _time(_("Begins at"))
    minutes = number_field(_("Minutes of a session"), 15, LONGEST_SESSION)
    time_zone = _select(
        _("Time zone"), [(one, one) for one in sorted(available_timezones())], _("Choose the time zone")
    )
    where = choice_field(_("Where"), [("venue", _("In a room")), ("online", _("Online"))], _("Choose where it meets"))
    place = forms.CharField(
        label=_("Room, or how to join"), max_length=160, required=False, help_text=_("For example Room 1.")
    )
    first_day = TolerantDateField(label=_("First day"), help_text=_("Sessions are planned from this day on."))
    planned_sessions = number_field(_("Sessions of the whole programme"), 1, 200)
    planned_hours = forms.DecimalField(
        label=_("Hours of the whole programme"),
        min_value=Decimal(0),
        max_value=Decimal(2000),
        max_digits=5,
        decimal_places=1,
        required=False,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("Leave it empty: sessions times their length."),
        error_messages=dict.fromkeys(
            ["invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits"],
            _("Enter the hours, for example 52"),
        ),
    )
    themes = _lines(_("Themes"), rows=8, most=8000, help_text=_("One line for each session of the curriculum."))
    first_staff = _select(_("First of the pair"), [], required=False)
    first_gender = _select(_("Gender"), [], required=False)
    second_staff = _select(_("Second of the pair"), [], required=False)
    second_gender = _select(_("Gender"), [], required=False)

    def __init__(self, *args, people, programmes=None, largest=None, began=False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if programmes is None:
            del self.fields["programme"]
        else:
            self.fields["programme"].choices = [(str(one.id), one.name) for one in programmes]
        none = ("", _("Nobody yet"))
        for seat in ("first", "second"):
            self.fields[f"{seat}_staff"].choices = [none, *people]
            self.fields[f"{seat}_gender"].choices = [("", _("Choose one")), *GENDERS]
        self._largest, self._began = largest, began

    def clean_first_day(self) -> date:
        day = self.cleaned_data["first_day"]
        return day if self._began else near(day)

    def clean_capacity(self) -> int:
        most = self.cleaned_data["capacity"]
        if self._largest and most > self._largest:
            words = _("Your programme's rules allow %(most)d men in a group. Enter a smaller number")
            raise forms.ValidationError(words % {"most": self._largest})
        return most

    def clean(self) -> dict:
        data = super().clean()
        for seat in ("first", "second"):
            if data.get(f"{seat}_staff") and not data.get(f"{seat}_gender"):
                self.add_error(f"{seat}_gender", _("Choose one: programmes plan mixed pairs"))
        if data.get("first_staff") and data.get("first_staff") == data.get("second_staff"):
            self.add_error("second_staff", _("This is the first of the pair. Choose somebody else"))
        return data

    def plan(self) -> GroupPlan:
        data = self.cleaned_data
        pairs = [(data[f"{seat}_staff"], data[f"{seat}_gender"]) for seat in ("first", "second")]
        hours = data["planned_hours"]
        if hours is None:
            hours = round(Decimal(data["planned_sessions"] * data["minutes"]) / 60, 1)
        plain = ("name", "kind", "capacity", "time", "minutes", "time_zone", "where", "place", "first_day", "themes")
        return GroupPlan(
            **{name: data[name] for name in plain},
            weekday=int(data["weekday"]),
            planned_sessions=data["planned_sessions"],
            planned_hours=hours,
            pair=tuple(Seat(staff, gender) for staff, gender in pairs if staff),
        )


class GroupEndForm(OnceForm):
    on = TolerantDateField(label=_("Last day"), help_text=_("Sessions planned after it are cancelled."))

    def clean_on(self) -> date:
        return near(self.cleaned_data["on"])


class PlanForm(OnceForm):
    """Nothing to fill in: the button says it."""


class SessionForm(OnceForm):
    """When and where one session takes place; `zone` is the group's."""

    day = TolerantDateField(label=_("Day"), help_text=_("For example 3 12 2026."))
    time = _time(_("Begins at"))
    minutes = number_field(_("Minutes"), 15, LONGEST_SESSION)
    theme = forms.CharField(label=_("Theme"), max_length=160, required=False)
    place = forms.CharField(
        label=_("Place"), max_length=160, required=False, help_text=_("Leave it empty: where the group always meets.")
    )

    def __init__(self, *args, zone: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._zone = ZoneInfo(zone)

    def clean_day(self) -> date:
        return near(self.cleaned_data["day"])

    def plan(self) -> SessionPlan:
        data = self.cleaned_data
        moment = datetime.combine(data["day"], data["time"], tzinfo=self._zone)
        return SessionPlan(moment, data["minutes"], data["theme"], data["place"])


class SessionCancelForm(OnceForm):
    why = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("For the record, for example: both facilitators ill."),
        error_messages={"required": _("Enter the reason")},
    )
    one_more = choice_field(
        _("Is it held later?"),
        [("yes", _("Yes, plan one session more at the end")), ("no", _("No, the plan is one session shorter"))],
        _("Choose one"),
    )


class EnrolForm(OnceForm):
    episode = choice_field(_("Man"), [], _("Choose the man"))
    since = TolerantDateField(label=_("First day"), help_text=_("He is in the register from this day on."))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        required=False,
        help_text=_("Needed of a manager when the group is closed and has begun."),
    )

    def __init__(self, *args, men, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["episode"].choices = [(str(one.episode), f"{one.name} ({one.code})") for one in men]

    def clean_since(self) -> date:
        return near(self.cleaned_data["since"])


class LeaveForm(OnceForm):
    on = TolerantDateField(label=_("Last day"), help_text=_("The last day on which he belongs to the group."))
    why = forms.CharField(
        label=_("Reason"), max_length=200, required=False, help_text=_("For example: changes to the Tuesday group.")
    )

    def clean_on(self) -> date:
        return near(self.cleaned_data["on"])


class MakeUpForm(OnceForm):
    what = choice_field(
        _("What happened"),
        [("made-up", _("He made up for the session")), ("not", _("He did not: take back what stands here"))],
        _("Choose one"),
    )
    on = TolerantDateField(label=_("Day"), required=False, help_text=_("The day on which he came."))
    minutes = number_field(_("Minutes"), 1, LONGEST_SESSION, required=False)
    words = forms.CharField(
        label=_("How"), max_length=200, required=False, help_text=_("For example: same theme in the Tuesday group.")
    )

    def clean(self) -> dict:
        data = super().clean()
        if data.get("what") == "made-up":
            if not data.get("on") and "on" not in self.errors:
                self.add_error("on", _("Enter the day on which he came"))
            if not data.get("minutes") and "minutes" not in self.errors:
                self.add_error("minutes", _("Enter how many minutes he was there"))
        return data

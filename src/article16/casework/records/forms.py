"""What is typed about reviews, individual sessions and notes."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from article16.casework.intake.forms import LONGEST, MotivationFields, PastDateField, Words, plain
from article16.common.forms import OnceForm
from article16.common.ui.fields import TolerantDateField

from .kinds import Channel, Concern, Happened, LookedAt, NoteKind, Seriousness, WithWhom
from .policy import LONGEST_CONCERN

BOX = 3000  # characters, as at the referral


class DayToCome(TolerantDateField):
    """Today or later."""

    def clean(self, value) -> date | None:
        day = super().clean(value)
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Enter today or a day to come"))
        return day


class ClockField(forms.TimeField):
    """A time of day, 14:30 or 14.30."""

    default_error_messages = {"invalid": _("Enter the time as hours and minutes, for example 14:30")}
    widget = forms.TextInput(attrs={"autocomplete": "off"})

    def __init__(self, **kwargs) -> None:
        super().__init__(input_formats=["%H:%M", "%H.%M", "%H:%M:%S"], **kwargs)

    def prepare_value(self, value):
        return f"{value:%H:%M}" if hasattr(value, "hour") else value


def person_field(label) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, widget=forms.Select, error_messages={"required": _("Choose a person")}
    )


def minutes_field(*, required: bool) -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Minutes"),
        required=required,
        min_value=1,
        max_value=600,
        help_text="" if required else _("Needed when it was held."),
        error_messages=dict.fromkeys(
            ["invalid", "min_value", "max_value"], _("Enter the minutes as a number from 1 to 600")
        ),
    )


class ReviewFields(OnceForm):
    """What a review found: when it is held, and when it is corrected."""

    on = PastDateField(label=_("Day of the review"), help_text=_("For example 12 11 2026."))
    held_by = forms.ChoiceField(
        label=_("Who held it"), widget=forms.Select, error_messages={"required": _("Choose who held the review")}
    )
    looked_at = forms.MultipleChoiceField(
        label=_("What was looked at"),
        choices=LookedAt,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing that was looked at")},
    )
    words = Words(label=_("What the review found"), error_messages={"required": _("Write what the review found")})
    goals = Words(label=_("Goals until the next review"), required=False)

    def __init__(self, *args, people: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_by"].choices = [("", _("Choose a person")), *people]


class ReviewForm(ReviewFields, MotivationFields):
    next_on = TolerantDateField(label=_("Next review"), help_text=_("A day to come. For example 14 1 2027."))
    for_her_service = forms.CharField(
        label=_("For her service"),
        required=False,
        max_length=BOX,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        help_text=_(
            "What concerns her, and any address, phone, school or workplace of hers or of a child, belongs here and "
            "nowhere else in his file. The box leaves sealed with every review, empty or not."
        ),
    )

    field_order = ("once", "on", "held_by", "looked_at", "words", "goals", *MotivationFields.MOTIVATION)

    def clean_for_her_service(self) -> str:
        return plain(self.cleaned_data["for_her_service"])

    def clean_next_on(self) -> date:
        day = self.cleaned_data["next_on"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("The next review comes later than this one. Enter a day to come"))
        return day


class ReviewMoveForm(OnceForm):
    to = DayToCome(label=_("New day of the review"), help_text=_("Today or a day to come. For example 14 1 2027."))
    reason = forms.CharField(
        label=_("Why it is moved"), max_length=400, error_messages={"required": _("Say why it is moved")}
    )


class IntervalForm(OnceForm):
    weeks = forms.IntegerField(
        label=_("Weeks between two reviews"),
        min_value=1,
        max_value=52,
        error_messages={"required": _("Enter the number of weeks")}
        | dict.fromkeys(["invalid", "min_value", "max_value"], _("Enter the weeks as a number from 1 to 52")),
    )
    active_from = DayToCome(label=_("Counts from"), help_text=_("Today or a day to come. For example 1 12 2026."))


class IndividualForm(OnceForm):
    """A session to come."""

    on = DayToCome(label=_("Day"), help_text=_("Today or a day to come. For example 26 11 2026."))
    starts_at = ClockField(label=_("Time"), required=False, help_text=_("For example 14:30."))
    theme = forms.CharField(label=_("Theme"), required=False, max_length=200)


class OutcomeForm(OnceForm):
    """What became of a session."""

    happened = forms.ChoiceField(
        label=_("What became of it"),
        choices=Happened,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what became of the session")},
    )
    on = PastDateField(label=_("Day"), help_text=_("For example 12 11 2026."))
    minutes = minutes_field(required=False)
    held_by = person_field(_("Who held it"))
    theme = forms.CharField(label=_("Theme"), required=False, max_length=200)
    notes = Words(label=_("Notes"), required=False, help_text=_("What concerns her does not belong here."))

    def __init__(self, *args, people: list[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_by"].choices = [("", _("Choose a person")), *people]

    def clean(self) -> dict:
        data = super().clean()
        if data.get("happened") == Happened.HELD:
            if data.get("minutes") is None and "minutes" not in self.errors:
                self.add_error("minutes", _("Enter how many minutes it took"))
            if not data.get("held_by") and "held_by" not in self.errors:
                self.add_error("held_by", _("Choose who held the session"))
        elif data.get("happened") and data.get("minutes") is not None:
            self.add_error("minutes", _("Minutes belong to a session that was held. Leave them empty"))
        return data


class NoteForm(OnceForm):
    kind = forms.ChoiceField(
        label=_("What this is"),
        choices=NoteKind,
        widget=forms.RadioSelect,
        help_text=_("Fact: what was said or happened. Observation: what you make of it. Plan: what is to be done."),
        error_messages={"required": _("Choose whether it is a fact, an observation or a plan")},
    )
    on = PastDateField(label=_("Day"), help_text=_("For example 12 11 2026."))
    happened_at = ClockField(label=_("Time"), required=False, help_text=_("For example 14:30."))
    channel = forms.ChoiceField(
        label=_("How"),
        choices=Channel,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the contact was made, or that there was none")},
    )
    with_whom = forms.ChoiceField(
        label=_("With whom"),
        choices=WithWhom,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose with whom you had contact, or that it was nobody")},
    )
    agency = forms.CharField(
        label=_("Which agency, and who there"), required=False, max_length=160, help_text=_("Needed with an agency.")
    )
    words = Words(
        label=_("Note"),
        max_length=LONGEST,
        help_text=_("Name what was done or said. A note with a concern holds at most 1,000 characters."),
        error_messages={"required": _("Write the note")},
    )
    due_on = DayToCome(
        label=_("To be done by"),
        required=False,
        help_text=_("Only for a plan. It makes a task. For example 3 1 2027."),
    )
    concern = forms.ChoiceField(
        label=_("Concern"),
        choices=[("none", _("No concern")), *((one.value, one.label) for one in Concern)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the concern, or that there is none")},
    )
    seriousness = forms.ChoiceField(
        label=_("How soon somebody must act"),
        required=False,
        choices=[(one.value, one.label) for one in Seriousness],
        widget=forms.RadioSelect,
        help_text=_("Needed with a concern."),
    )

    def clean(self) -> dict:
        data = super().clean()
        concern = data.get("concern", "") not in {"", "none"}
        if concern and not data.get("seriousness"):
            self.add_error("seriousness", _("Choose how soon somebody must act"))
        if data.get("concern") == "none" and data.get("seriousness"):
            self.add_error("concern", _("Choose which concern it is, or leave out how soon somebody must act"))
        if concern and len(data.get("words") or "") > LONGEST_CONCERN:
            self.add_error("words", _("A note with a concern leaves whole. Shorten it to 1,000 characters"))
        if data.get("due_on") and data.get("kind") not in {None, NoteKind.PLAN}:
            self.add_error("due_on", _("Only a plan has a day by which it is to be done"))
        self._check_agency(data)
        return data

    def _check_agency(self, data: dict) -> None:
        if data.get("with_whom") == WithWhom.AGENCY and not data.get("agency"):
            self.add_error("agency", _("Name the agency"))
        if data.get("agency") and data.get("with_whom") not in {None, WithWhom.AGENCY}:
            self.add_error("with_whom", _("You name an agency. Choose “with an agency”, or empty that field"))
        no_contact = data.get("channel") == Channel.NONE
        if data.get("channel") and data.get("with_whom") and no_contact != (data["with_whom"] == WithWhom.NOBODY):
            self.add_error("with_whom", _("Either there was a contact with somebody, or none with nobody"))


class NoteCorrectForm(NoteForm):
    """A correction keeps the day by which a plan was to be done, also when it has passed."""

    due_on = TolerantDateField(label=_("To be done by"), required=False, help_text=_("Only for a plan."))

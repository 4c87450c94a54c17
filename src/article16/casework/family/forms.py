"""What is typed about people close to him and about official records."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.common.ui.fields import TolerantDateField
from article16.wall.vocabulary import Contact, ContactKind, Person, Relation, Source

from .guarding import says_where, without_controls
from .words import Incident, Order, Outcome
from .words import Relation as RelationWords
from .words import Said as SaidWords

OLDEST = 110  # years
PEOPLE = 4  # in one box
INCIDENTS = 8  # in one answer
INTO_THE_BOX = _(
    "This seems to say where somebody can be found. Write it into the box for her service, and take it out here"
)
OFF = {"autocomplete": "off"}
CONTACTS = {
    "phone": (_("Phone"), ContactKind.PHONE),
    "email": (_("E-mail"), ContactKind.EMAIL),
    "address": (_("Address"), ContactKind.ADDRESS),
    "school": (_("School or nursery"), ContactKind.SCHOOL),
    "workplace": (_("Workplace"), ContactKind.WORKPLACE),
    "other": (_("Another way or place"), ContactKind.OTHER),
}


def past(day: date | None) -> date | None:
    """A day that has come, and that somebody now alive can have seen."""
    today = timezone.localdate()
    if day and day > today:
        raise forms.ValidationError(_("This date lies in the future. Check it"), code="future")
    if day and day.year < today.year - OLDEST:
        raise forms.ValidationError(_("This date lies more than 110 years back. Check the year"), code="long_ago")
    return day


def here(words: str) -> str:
    """Words that may stand in his file."""
    if says_where(words):
        raise forms.ValidationError(INTO_THE_BOX, code="into_the_box")
    return words


class RelativeForm(OnceForm):
    relation = forms.ChoiceField(
        label=_("Who this is to him"),
        choices=RelationWords.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who this is")},
    )
    name = forms.CharField(
        label=_("Name, as the source gives it"),
        max_length=160,
        widget=forms.TextInput(attrs=OFF),
        error_messages={"required": _("Enter the name, or write “not named”")},
    )
    birth_date = TolerantDateField(
        label=_("Date of birth, of a child"),
        required=False,
        help_text=_("For safeguarding. For example 24 3 2015."),
    )
    source = forms.ChoiceField(
        label=_("Who says so"),
        choices=SaidWords.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who says so")},
    )
    said_on = TolerantDateField(label=_("Said on"), help_text=_("For example 12 11 2026"))
    order = forms.ChoiceField(
        label=_("An order that protects this person"),
        choices=Order.choices,
        widget=forms.RadioSelect,
        help_text=_("As this source says it. Orders in a referral are kept with the referral."),
        error_messages={"required": _("Choose what the source says, or that it was not asked")},
    )
    order_until = TolerantDateField(label=_("The order stands or stood until"), required=False)
    order_words = forms.CharField(
        label=_("What the source says of the order"), max_length=300, required=False, widget=forms.TextInput(attrs=OFF)
    )

    def clean_birth_date(self) -> date | None:
        return past(self.cleaned_data["birth_date"])

    def clean_said_on(self) -> date | None:
        return past(self.cleaned_data["said_on"])

    def clean_name(self) -> str:
        return here(without_controls(self.cleaned_data["name"]))

    def clean_order_words(self) -> str:
        return here(without_controls(self.cleaned_data["order_words"]))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("birth_date") and data.get("relation") not in {None, RelationWords.CHILD}:
            self.add_error("birth_date", _("Only a child's date of birth stands here. Take it out, or choose “Child”"))
        if data.get("order_until") and data.get("order") not in {None, Order.IN_FORCE, Order.ENDED}:
            self.add_error("order_until", _("An end needs an order. Choose “In force” or “Ended”, or take the day out"))
        return data


class CorrectForm(RelativeForm):
    taken_back = forms.BooleanField(
        label=_("This entry should never have stood here. Take it back."),
        required=False,
    )


class BoxForm(OnceForm):
    """The box for her service: one look for every man. It can be sent empty, and leaves with one length."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, PEOPLE + 1):
            self.fields |= _person_fields(number)
        self.fields["for_her_service"] = forms.CharField(
            label=_("What her service should know"),
            required=False,
            max_length=3000,
            widget=forms.Textarea(attrs={"rows": 6, **OFF}),
        )

    def block(self, number: int) -> list[forms.BoundField]:
        return [self[name] for name in _person_fields(number)]

    def filled(self, number: int) -> bool:
        return any(bound.value() or bound.errors for bound in self.block(number))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in range(1, PEOPLE + 1):
            given = [name for name in _person_fields(number) if data.get(name)]
            for needed, why in (
                (f"name_{number}", _("Enter a name for this person, or write “not known”")),
                (f"relation_{number}", _("Choose who this person is to him")),
                (f"source_{number}", _("Choose who says so")),
            ):
                if given and not data.get(needed) and needed not in self.errors:
                    self.add_error(needed, why)
        return data

    def people(self) -> tuple[Person, ...]:
        return tuple(self._person(n) for n in range(1, PEOPLE + 1) if self.cleaned_data.get(f"name_{n}"))

    def words(self) -> str:
        return without_controls(self.cleaned_data["for_her_service"])

    def _person(self, number: int) -> Person:
        data = {name: self.cleaned_data[f"{name}_{number}"] for name in ("relation", "name", "source", "note")}
        source = Source(data["source"])
        contacts = tuple(
            Contact(kind=kind, value=without_controls(value), source=source)
            for name, (_label, kind) in CONTACTS.items()
            if (value := self.cleaned_data[f"{name}_{number}"])
        )
        return Person(
            relation=Relation(data["relation"]),
            name=without_controls(data["name"]),
            birth_date=self.cleaned_data[f"born_{number}"],
            contacts=contacts,
            note=without_controls(data["note"]),
        )


def _person_fields(number: int) -> dict[str, forms.Field]:
    text = forms.TextInput(attrs=OFF)
    none = [("", "")]
    fields: dict[str, forms.Field] = {
        "name": forms.CharField(label=_("Name"), max_length=200, required=False, widget=text),
        "relation": forms.ChoiceField(
            label=_("Who this is to him"), choices=none + RelationWords.choices, required=False
        ),
        "born": _PastField(label=_("Date of birth"), required=False),
    }
    for name, (label, _kind) in CONTACTS.items():
        fields[name] = forms.CharField(label=label, max_length=300, required=False, widget=text)
    fields["source"] = forms.ChoiceField(label=_("Who says so"), choices=none + SaidWords.choices, required=False)
    fields["note"] = forms.CharField(
        label=_("Note"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2, **OFF})
    )
    return {f"{name}_{number}": field for name, field in fields.items()}


class _PastField(TolerantDateField):
    def clean(self, value: Any) -> date | None:
        return past(super().clean(value))


class CheckForm(OnceForm):
    source = forms.ChoiceField(
        label=_("Who was asked"),
        choices=[one for one in SaidWords.choices if one[0] != SaidWords.CLIENT],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who was asked")},
    )
    agency = forms.CharField(
        label=_("Which office"), max_length=160, required=False, help_text=_("As you would write it on the envelope.")
    )
    asked_on = _PastField(label=_("Asked on"), help_text=_("For example 12 11 2026"))
    period_from = _PastField(label=_("About the time from"))
    period_to = _PastField(label=_("until"))
    expected_by = TolerantDateField(
        label=_("Answer expected by"), help_text=_("From this day on the question waits on your start page.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begin, end, asked, due = (data.get(key) for key in ("period_from", "period_to", "asked_on", "expected_by"))
        if begin and end and begin > end:
            self.add_error("period_to", _("The period ends before it begins. Check both days"))
        if asked and due and due < asked:
            self.add_error("expected_by", _("This day lies before the question was asked. Enter a later one"))
        return data


class AnswerForm(OnceForm):
    answered_on = _PastField(label=_("Answered on"), help_text=_("For example 12 11 2026"))
    outcome = forms.ChoiceField(
        label=_("What came back"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came back")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, INCIDENTS + 1):
            self.fields[f"on_{number}"] = _PastField(label=_("Day"), required=False)
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=_("What it was"), choices=[("", ""), *Incident.choices], required=False
            )
            self.fields[f"words_{number}"] = forms.CharField(
                label=_("In the record's words"), max_length=300, required=False, widget=forms.TextInput(attrs=OFF)
            )

    def line(self, number: int) -> list[forms.BoundField]:
        return [self[f"{name}_{number}"] for name in ("on", "kind", "words")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in range(1, INCIDENTS + 1):
            on, kind, words = (data.get(f"{name}_{number}") for name in ("on", "kind", "words"))
            if words and says_where(words):
                self.add_error(f"words_{number}", INTO_THE_BOX)
            if (on or kind or words) and not on and f"on_{number}" not in self.errors:
                self.add_error(f"on_{number}", _("Enter the day of this incident"))
            if (on or kind or words) and not kind:
                self.add_error(f"kind_{number}", _("Choose what it was"))
        listed = bool(self.given())
        if data.get("outcome") == Outcome.INCIDENTS and not listed and not self.errors:
            self.add_error("on_1", _("List at least one incident, or choose “None in the period”"))
        if data.get("outcome") in {Outcome.NONE, Outcome.NOT_GIVEN} and listed:
            self.add_error("outcome", _("Incidents are listed below. Choose “Incidents, as listed”, or take them out"))
        return data

    def given(self) -> list[tuple[date, str, str]]:
        """The lines that are whole, in their order."""
        rows = [
            tuple(self.cleaned_data.get(f"{name}_{n}") for name in ("on", "kind", "words"))
            for n in range(1, INCIDENTS + 1)
        ]
        return [(on, kind, words or "") for on, kind, words in rows if on and kind]

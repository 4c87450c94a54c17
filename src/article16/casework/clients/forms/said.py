"""What a referral says, as it is typed: taken in for the first time, or corrected."""

from datetime import date
from unicodedata import category
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.common.ui.fields import TolerantDateField

from ..actions import Said
from ..kinds import Asked, Mandate, OwnReason, Path, Reading, Sender, TextChoices

NOT_RECORDED = ("", _("Not recorded"))


def chosen(label: str, choices: type[TextChoices], *, boxes: bool = False, help_text: str = "") -> forms.ChoiceField:
    """A question with a list of answers that may be left open; `boxes` where there are few."""
    options = list(choices.choices)
    if boxes:
        return forms.ChoiceField(
            label=label, choices=options, required=False, widget=forms.RadioSelect, help_text=help_text
        )
    return forms.ChoiceField(label=label, choices=[NOT_RECORDED, *options], required=False, help_text=help_text)


def line(label: str, most: int, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False, help_text=help_text)


def words(label: str, most: int, *, help_text: str = "", required: bool = False, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class SaidForm(OnceForm):
    """The part about the referral itself; `agencies` are (id, name) of those that may be chosen."""

    path = chosen(_("Path of entry"), Path, boxes=True)
    sender = chosen(_("Who sends him"), Sender)
    own_reason = chosen(
        _("What brought him"), OwnReason, help_text=_("As he says it. For a man who comes himself, above all.")
    )
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    new_agency = line(_("An agency that is not in the list"), 160, _("It is added to the list."))
    agency_reference = line(_("Their reference number"), 60)
    referred_by = line(_("Person there"), 160)
    referrer_contact = line(_("How this person is reached"), 300)
    mandate = chosen(_("Mandate"), Mandate)
    mandate_text = words(_("What it says"), 3000, help_text=_("The words of the order or condition."))
    sessions_ordered = forms.IntegerField(label=_("Sessions ordered"), required=False, min_value=1, max_value=400)
    hours_ordered = forms.IntegerField(label=_("Hours ordered"), required=False, min_value=1, max_value=1000)
    language = line(_("Language he speaks best"), 60)
    interpreter = chosen(_("Needs an interpreter"), Asked, boxes=True)
    reading = chosen(_("Reading and writing"), Reading)
    needs = chosen(_("Disability or other needs"), Asked, boxes=True)
    needs_words = words(_("Which needs"), 600, help_text=_("And what helps."), rows=2)

    def __init__(self, *args, agencies, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [NOT_RECORDED, *agencies]

    def clean(self) -> dict:
        data = super().clean()
        path, sender, mandate = (data.get(name) for name in ("path", "sender", "mandate"))
        if path == Path.WITHOUT_PROSECUTION and sender in (Sender.PROBATION, Sender.PRISON):
            self.add_error("path", _("Probation and prison follow a prosecution. Check the path or who sends him"))
        if path == Path.VOLUNTARY and mandate == Mandate.CONDITION_OF_DROPPING:
            self.add_error("path", _("A condition of dropping charges comes from criminal justice. Check the path"))
        if mandate == Mandate.NONE and (data.get("sessions_ordered") or data.get("hours_ordered")):
            self.add_error("mandate", _("Sessions or hours are ordered, so there is a mandate. Choose which"))
        if data.get("agency") and data.get("new_agency"):
            self.add_error("new_agency", _("Choose an agency or write a new one, not both"))
        return data

    def said(self, agency: UUID | None) -> Said:
        """What was typed, with the agency that was chosen or made for it."""
        data = self.cleaned_data
        kept = {name: data[name] for name in Said.__dataclass_fields__ if name != "agency"}
        return Said(**kept, agency=agency)


def sealable(text: str) -> str:
    """What is pasted brings control characters with it; the wall takes none, and nobody could find them here."""
    text = text.replace("\r\n", "\n")
    return "".join(" " if category(char) == "Cc" and char not in "\n\t" else char for char in text)


def refuse_future(day: date | None) -> date | None:
    if day and day > timezone.localdate():
        raise forms.ValidationError(_("This date lies in the future. Check it"))
    return day


class ArrivedForm(SaidForm):
    """A referral that has just come: what it says, when it came, the next dates, and the sealed box."""

    programme = forms.ChoiceField(
        label=_("Programme"), widget=forms.RadioSelect, error_messages={"required": _("Choose the programme")}
    )
    received_on = TolerantDateField(
        label=_("Received on"), required=False, help_text=_("Leave it empty when it came today.")
    )
    next_hearing = TolerantDateField(label=_("Next hearing"), required=False)
    answer_by = TolerantDateField(
        label=_("Answer to whoever sent him, by"), required=False, help_text=_("For example 12 12 2026.")
    )
    for_her_service = forms.CharField(
        label=_("For her service"),
        required=False,
        max_length=3000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        help_text=_(
            "Address, phone, school or workplace of a partner or child belong here and nowhere else in his file."
        ),
    )

    # As on the page, so that errors are told in this order.
    field_order = [
        *["once", "name", "birth_date", "programme", "for_her_service", "received_on"],
        *["path", "sender", "own_reason", "agency", "new_agency", "agency_reference", "referred_by"],
        *["referrer_contact", "mandate", "mandate_text", "sessions_ordered", "hours_ordered"],
        *["next_hearing", "answer_by"],
    ]

    def __init__(self, *args, programmes, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [(str(one.id), one.name) for one in programmes]

    def clean_received_on(self) -> date | None:
        return refuse_future(self.cleaned_data["received_on"])

    def clean_for_her_service(self) -> str:
        return sealable(self.cleaned_data["for_her_service"])

    def clean(self) -> dict:
        data = super().clean()
        came = data.get("received_on") or timezone.localdate()
        for name in ("next_hearing", "answer_by"):
            if data.get(name) and data[name] < came:
                self.add_error(name, _("This date lies before the referral was received. Check both"))
        return data

"""What is typed about a man when he is taken in."""

from datetime import date
from unicodedata import category

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.common.ui.fields import TolerantDateField

OLDEST = 110  # years; beyond it a birth date is a slip of the keyboard


class ClientForm(OnceForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=160,
        help_text=_("As in the referral. Family name first, if that is how your list is kept."),
        error_messages={"required": _("Enter his name")},
    )
    birth_date = TolerantDateField(
        label=_("Date of birth"),
        required=False,
        help_text=_("For example 24 3 1988. Leave it empty when it is not known."),
    )
    programme = forms.ChoiceField(
        label=_("Programme"), widget=forms.RadioSelect, error_messages={"required": _("Choose the programme")}
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

    def __init__(self, *args, programmes, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [(str(one.id), one.name) for one in programmes]

    def clean_birth_date(self) -> date | None:
        born, today = self.cleaned_data["birth_date"], timezone.localdate()
        if born and born > today:
            raise forms.ValidationError(_("This date lies in the future. Enter the day he was born"))
        if born and born.year < today.year - OLDEST:
            raise forms.ValidationError(_("This date lies more than 110 years back. Check the year"))
        return born

    def clean_for_her_service(self) -> str:
        """What is pasted brings control characters with it; the wall takes none, and nobody could find them here."""
        words = self.cleaned_data["for_her_service"].replace("\r\n", "\n")
        return "".join(" " if category(char) == "Cc" and char not in "\n\t" else char for char in words)


class CloseForm(OnceForm):
    """For whom a file is closed: the person who asks, or, asked by a manager, a colleague."""

    person = forms.ChoiceField(
        label=_("For whom"), widget=forms.RadioSelect, error_messages={"required": _("Choose the person")}
    )

    def __init__(self, *args, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people


class SupportForm(OnceForm):
    zone = forms.ChoiceField(
        label=_("Women's service"), widget=forms.RadioSelect, error_messages={"required": _("Choose one")}
    )
    alerts_to = forms.ChoiceField(
        label=_("Who is warned instead"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Needed where there is no women's service: warnings go to this person."),
    )

    def __init__(self, *args, zones, people, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        none = ("none", _("There is no women's service beside this programme"))
        self.fields["zone"].choices = [*((zone, zone) for zone in zones), none]
        self.fields["alerts_to"].choices = people

    def clean(self) -> dict:
        data = super().clean()
        if data.get("zone") == "none" and not data.get("alerts_to"):
            self.add_error("alerts_to", _("Choose the person who is warned"))
        return data

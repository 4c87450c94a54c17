"""What is typed to find a man. It is never saved, and it stands in no address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .asked import LONGEST


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Code, name, date of birth or an agency’s reference"),
        max_length=LONGEST,
        help_text=_("The beginning of a name is enough. For example C-014, bran lu, 24 3 1988."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
        error_messages={"required": _("Type what you are looking for")},
    )

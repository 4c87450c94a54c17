"""What a lead sets for the contact with women."""

from django import forms
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm


class TermsForm(OnceForm):
    first_contact = forms.IntegerField(
        label=_(
            "First contact of ours, days after his referral; of a woman who came by herself, after her case was opened"
        ),
        min_value=0,
        max_value=60,
    )
    try_again = forms.IntegerField(
        label=_("Next attempt at the earliest, hours after nobody answered"), min_value=1, max_value=336
    )
    consent_ahead = forms.IntegerField(label=_("Days before a consent ends, to ask her"), min_value=0, max_value=90)

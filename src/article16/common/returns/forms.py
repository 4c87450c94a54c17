"""Which days a return is about, asked for in the address: nothing in it names anybody."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from article16.common.ui.fields import TolerantDateField

LONGEST = timedelta(days=10 * 366)


class PeriodForm(forms.Form):
    """From, until, and for whom."""

    first = TolerantDateField(label=_("From"))
    last = TolerantDateField(label=_("Until"))
    outside = forms.BooleanField(
        label=_("For outside: withhold and round small numbers"),
        help_text=_("Fewer than 8 are withheld, other numbers are rounded to 5."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if isinstance(first, date) and isinstance(last, date):
            if last < first:
                self.add_error("last", _("This day lies before the first one. Enter a later day."))
            elif last - first > LONGEST:
                self.add_error("last", _("A return covers at most ten years. Enter an earlier day."))
        return found

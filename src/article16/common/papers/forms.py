"""Of which days the record is wanted."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from article16.common.ui.fields import TolerantDateField


class SpanForm(forms.Form):
    since = TolerantDateField(label=_("From"))
    until = TolerantDateField(label=_("Until, this day included"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _g("This day lies before the first one"))
        return data

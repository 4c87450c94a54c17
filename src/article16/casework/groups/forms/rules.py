"""What a manager types for a whole programme: its rules of attendance and its holidays."""

import itertools
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from article16.common.forms import OnceForm
from article16.common.ui.fields import TolerantDateField

from ..standing import Rules
from .groups import choice_field, near, number_field

STEPS = ("letter", "review", "exclusion")
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
YES_OR_NO = ("excused_count", "sent_away_counts", "alone_counts")
NO_STEP = _("Leave it empty: no such step.")


class RulesForm(OnceForm):
    since = TolerantDateField(
        label=_("These rules count from"), help_text=_("Earlier sessions keep the earlier rules.")
    )
    largest_group = number_field(_("Men in a group at most"), 1, 99)
    allowed = number_field(_("Absences allowed in total"), 0, 99)
    allowed_in_row = number_field(_("Absences allowed in a row"), 0, 99)
    letter = number_field(_("A letter is sent at this many absences"), 1, 99, required=False, help_text=NO_STEP)
    letter_in_row = number_field(_("or at this many in a row"), 1, 99, required=False)
    review = number_field(_("A review is held at this many absences"), 1, 99, required=False, help_text=NO_STEP)
    review_in_row = number_field(_("or at this many in a row"), 1, 99, required=False)
    exclusion = number_field(_("Exclusion is decided at this many absences"), 1, 99, required=False, help_text=NO_STEP)
    exclusion_in_row = number_field(_("or at this many in a row"), 1, 99, required=False)
    excused_count = choice_field(_("Do excused absences count?"), YES_NO, _("Choose one"))
    sent_away_counts = choice_field(_("Does being sent away count as an absence?"), YES_NO, _("Choose one"))
    alone_counts = choice_field(_("Does a missed session with him alone count?"), YES_NO, _("Choose one"))
    minimum_minutes = number_field(
        _("Minutes that he must be there"), 0, 600, help_text=_("Fewer count as an absence. 0: every minute counts.")
    )
    make_ups = number_field(_("Sessions that he may make up for"), 0, 99)
    answer_days = number_field(_("Days within which a letter or review is due"), 0, 60)

    def clean_since(self) -> date:
        return near(self.cleaned_data["since"])

    def clean(self) -> dict:
        data = super().clean()
        for suffix in ("", "_in_row"):
            given = [(step, data.get(step + suffix)) for step in STEPS]
            kept = [(step, at) for step, at in given if at]
            for (_earlier, low), (step, high) in itertools.pairwise(kept):
                if high < low:
                    self.add_error(step + suffix, _("A graver step cannot come before a lighter one. Enter more"))
        return data

    def rules(self) -> Rules:
        data = {name: self.cleaned_data[name] for name in self.fields if name != "once"}
        for name in YES_OR_NO:
            data[name] = data[name] == "yes"
        return Rules(**data)

    @staticmethod
    def initial_of(rules: Rules, today: date) -> dict:
        names = Rules.__dataclass_fields__
        values = {name: getattr(rules, name) for name in names}
        yes = {name: "yes" if values[name] else "no" for name in YES_OR_NO}
        return {**values, **yes, "since": today}


class HolidayForm(OnceForm):
    first = TolerantDateField(label=_("First day"))
    last = TolerantDateField(label=_("Last day"), help_text=_("The same day, if it is one."))
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("For example Christmas."),
        error_messages={"required": _("Enter a name")},
    )

    def clean(self) -> dict:
        data = super().clean()
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("This day lies before the first one. Enter a later day"))
        return data

    def clean_first(self) -> date:
        return near(self.cleaned_data["first"])

    def clean_last(self) -> date:
        return near(self.cleaned_data["last"])


class HolidayRemoveForm(OnceForm):
    """Nothing to fill in: the button says it."""

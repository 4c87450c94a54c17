"""Pages with which a manager sets the rules of a programme: attendance and holidays."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from article16.common import forms as common
from article16.common.accounts import queries as accounts
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage

from .. import actions, forms, pages, words
from ..policy import MANAGERS
from ..queries import programmes as queries
from ..queries import standings


def _found(request: HttpRequest, programme_id: UUID):
    """A programme of which the viewer is manager, or the 404 of what does not exist."""
    mine = accounts.programmes_of(request.viewer.programmes(MANAGERS))
    found = next((one for one in mine if one.id == programme_id), None)
    if found is None:
        raise Http404
    seen(request, programme_id)
    return found


@require_http_methods(["GET", "POST"])
def attendance_rules(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    found, today = _found(request, programme_id), timezone.localdate()
    now = standings.rules_of(programme_id, today)
    initial = forms.RulesForm.initial_of(now, today)
    form = common.opened(request, forms.RulesForm, initial=initial)

    def act() -> str:
        who, at = str(request.viewer.id), timezone.now()
        actions.set_rules(programme=programme_id, rules=form.rules(), by=who, at=at)
        return reverse("groups")

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Saved. From that day on the rules count; earlier ones stay on record."))
        return done
    page = FormPage(
        heading=_("Rules of attendance, %(name)s") % {"name": found.name},
        intro=_("In force today: %(rules)s.") % {"rules": words.rules_line(now)},
        form=form,
        button=_("Save the rules"),
        back=reverse("groups"),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "accounts/form_page.html", {"page": page})


@require_http_methods(["GET", "POST"])
def holidays(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    found, today = _found(request, programme_id), timezone.localdate()
    form = common.opened(request, forms.HolidayForm)

    def act() -> str:
        data, who, at = form.cleaned_data, str(request.viewer.id), timezone.now()
        actions.add_holiday(
            programme=programme_id, first=data["first"], last=data["last"], name=data["name"], by=who, at=at
        )
        return reverse("holidays", args=[programme_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Saved. Sessions that lay there are planned anew, and the new days leave."))
        return done
    page = pages.HolidaysPage(
        heading=_("Holidays, %(name)s") % {"name": found.name},
        rows=tuple(_line(one) for one in queries.holidays_of(programme_id)),
        form=form,
        today=today,
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "groups/holidays.html", {"page": page})


def _line(one: queries.HolidayRow) -> pages.HolidayLine:
    single = words.long_day(one.first)
    span = _("%(first)s to %(last)s") % {"first": single, "last": words.long_day(one.last)}
    remove = reverse("holiday-remove", args=[one.id])
    return pages.HolidayLine(single if one.first == one.last else span, one.name, remove)


@require_http_methods(["GET", "POST"])
def holiday_remove(request: HttpRequest, holiday_id: UUID) -> HttpResponse:
    found = queries.holiday_of(request.viewer, holiday_id)
    if found is None:
        raise Http404
    seen(request, found.programme_id)
    form = common.opened(request, forms.HolidayRemoveForm)
    back = reverse("holidays", args=[found.programme_id])

    def act() -> str:
        actions.remove_holiday(holiday=found, by=str(request.viewer.id), at=timezone.now())
        return back

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Removed. Groups are planned on these days again."))
        return done
    page = FormPage(
        heading=_("Remove the holiday %(name)s") % {"name": found.name},
        intro=_("Groups meet on these days again, and the planned days of each man leave, as for every man."),
        form=form,
        button=_("Remove the holiday"),
        back=back,
    )
    return render(request, "accounts/form_page.html", {"page": page})

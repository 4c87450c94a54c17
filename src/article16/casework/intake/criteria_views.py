"""Pages of a programme, for its manager: by what it judges suitability."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts.middleware import seen
from article16.common.ui.parts import Badge, State
from article16.common.ui.shell import Link

from . import pages, programme_actions, programme_forms, queries
from .kinds import CriterionKind
from .policy import MANAGERS, OVERSEERS, criterion_of
from .programme_showing import Words, form_page, programme_or_404


@require_safe
def criteria(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    programme = programme_or_404(request, programme_id, OVERSEERS)
    rows = queries.all_criteria(programme_id)
    manages = programme_id in request.viewer.programmes(MANAGERS)
    page = pages.CriteriaPage(
        programme=programme.name,
        groups=tuple(
            (str(kind.label), tuple(_criterion_line(one, manages) for one in rows if one.kind == kind))
            for kind in CriterionKind
        )
        if rows
        else (),
        add=Link(_("Add a criterion"), reverse("criterion-add", args=[programme_id])) if manages else None,
        begin=reverse("criteria-begin", args=[programme_id]) if manages and not rows else "",
    )
    return render(request, "intake/criteria.html", {"page": page})


def _criterion_line(row: queries.CriterionRow, manages: bool) -> pages.CriterionLine:
    today = timezone.localdate()
    when = {"from": date_format(row.active_from, "j M Y")}
    if row.until is None:
        state = Badge(State.INFO, _("Counts")) if row.active_from <= today else Badge(State.OPEN, _("To come"))
        words = _("from %(from)s") % when
    else:
        state = (
            Badge(State.INFO, _("Counts")) if row.active_from <= today < row.until else Badge(State.NONE, _("Ended"))
        )
        words = _("from %(from)s, no longer from %(until)s") % (when | {"until": date_format(row.until, "j M Y")})
    change, end = (
        reverse(name, args=[row.id]) if manages and row.until is None else ""
        for name in ("criterion-change", "criterion-end")
    )
    return pages.CriterionLine(row, state, words, change, end)


@require_http_methods(["GET", "POST"])
def criteria_begin(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    programme = programme_or_404(request, programme_id, MANAGERS)
    form = common.opened(request, programme_forms.ConfirmForm)
    back = reverse("criteria", args=[programme_id])

    def act() -> str:
        by, at = str(request.viewer.id), timezone.now()
        programme_actions.begin_with_our_criteria(programme=programme_id, by=by, at=at)
        return back

    words = Words(
        heading=_("Begin with our criteria: %(name)s") % {"name": programme.name},
        intro=_("Ten criteria in English that count from today. Change or end each of them as your programme works."),
        button=_("Begin with these"),
        saved=_("Saved. They count from today."),
        back=back,
    )
    return form_page(request, form, act, words)


@require_http_methods(["GET", "POST"])
def criterion_add(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    programme = programme_or_404(request, programme_id, MANAGERS)
    form = common.opened(request, programme_forms.CriterionForm)
    back = reverse("criteria", args=[programme_id])

    def act() -> str:
        by, at = str(request.viewer.id), timezone.now()
        programme_actions.add_criterion(programme=programme_id, worded=_worded(form), by=by, at=at)
        return back

    words = Words(
        heading=_("Add a criterion: %(name)s") % {"name": programme.name},
        intro=_("It is judged in every decision from its first day on. Decisions made before keep what they judged."),
        button=_("Save the criterion"),
        saved=_("Saved."),
        back=back,
    )
    return form_page(request, form, act, words)


def _worded(form) -> programme_actions.Worded:
    data = form.cleaned_data
    return programme_actions.Worded(data["kind"], data["words"], data["position"], data["active_from"])


def _criterion_or_404(request: HttpRequest, criterion_id: UUID):
    found = criterion_of(request.viewer, criterion_id)
    if found is None:
        raise Http404
    seen(request, found.programme_id)
    return found


@require_http_methods(["GET", "POST"])
def criterion_change(request: HttpRequest, criterion_id: UUID) -> HttpResponse:
    found = _criterion_or_404(request, criterion_id)
    initial = {"kind": found.kind, "words": found.words, "position": found.position}
    form = common.opened(request, programme_forms.CriterionForm, initial=initial)
    back = reverse("criteria", args=[found.programme_id])

    def act() -> str:
        by, at = str(request.viewer.id), timezone.now()
        programme_actions.change_criterion(criterion=found, worded=_worded(form), by=by, at=at)
        return back

    words = Words(
        heading=_("Change a criterion: %(name)s") % {"name": found.programme.name},
        intro=_("Saving makes version %(number)d. Decisions made before keep the version they judged.")
        % {"number": found.version + 1},
        button=_("Save as a new version"),
        saved=_("Saved as a new version."),
        back=back,
    )
    return form_page(request, form, act, words)


@require_http_methods(["GET", "POST"])
def criterion_end(request: HttpRequest, criterion_id: UUID) -> HttpResponse:
    found = _criterion_or_404(request, criterion_id)
    form = common.opened(request, programme_forms.CriterionEndForm)
    back = reverse("criteria", args=[found.programme_id])

    def act() -> str:
        by, at, last_day = str(request.viewer.id), timezone.now(), form.cleaned_data["last_day"]
        programme_actions.end_criterion(criterion=found, last_day=last_day, by=by, at=at)
        return back

    words = Words(
        heading=_("End a criterion: %(name)s") % {"name": found.programme.name},
        intro=found.words,
        button=_("End the criterion"),
        saved=_("Saved. Decisions made before keep it."),
        back=back,
    )
    return form_page(request, form, act, words)

"""What is due today over all cases of an unlocked worker, and the terms that a lead sets."""

from datetime import timedelta
from functools import cache, partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts.frame import may_open
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage
from article16.support.keys.session import held, needs_unlocked

from . import box_queries, clock, due_pages, duties, queries
from .duties import Terms
from .policy import ACCESS
from .term_forms import TermsForm
from .terms import Version, set_terms, terms_on, versions


@require_safe
@needs_unlocked
def survivors_due(request: HttpRequest) -> HttpResponse:
    """Late first. Seven queries, and some 50 µs for each case."""
    by, on, set_so_far = held(request), clock.today(), versions()
    zone, found = timezone.get_current_timezone(), []
    of_day = cache(partial(terms_on, among=set_so_far))
    for case, core, standing in queries.standings(request.viewer, by):
        terms = of_day(core.opened_on)
        found += [(case, core, one) for one in duties.due(core, standing, terms=terms, on=on, zone=zone)]
    sets = may_open(request, ACCESS["survivors-terms"])
    came = [timezone.localdate(box.came_at) for box, _places in box_queries.waiting(request.viewer.id, by)]
    late = sum(day + timedelta(days=terms_on(day, set_so_far).first_contact) < on for day in came)
    page = due_pages.due_page(found, boxes=len(came), late=late, on=on, sets=sets)
    seen(request, *{row.case for group in page.groups for row in group.rows})
    return render(request, "survivors/due.html", {"page": page})


@require_http_methods(["GET", "POST"])
def survivors_terms(request: HttpRequest) -> HttpResponse:
    """Within how many days she is contacted. No key is needed: nothing of hers stands here."""
    before = versions()
    now = terms_on(clock.today(), before)
    initial = {"first_contact": now.first_contact, "try_again": now.try_again, "consent_ahead": now.consent_ahead}
    form = common.opened(request, TermsForm, initial=initial)

    def act() -> str:
        data, at = form.cleaned_data, clock.now()
        terms = Terms(data["first_contact"], data["try_again"], data["consent_ahead"])
        set_terms(terms=terms, by=request.viewer.id, at=at, on=timezone.localdate(at))
        return reverse("survivors-due")

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Set, from today on."))
        return done
    page = FormPage(
        heading=_("Terms for contact"),
        intro=" ".join(
            [
                _("They hold for cases opened from today on; earlier ones keep the terms of their day."),
                *(_said(one) for one in before[:5]),
            ]
        ),
        form=form,
        button=_("Set them"),
        back=reverse("survivors-due"),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "accounts/form_page.html", {"page": page})


def _said(one: Version) -> str:
    return _("Since %(day)s: first contact within %(days)d days, again after %(hours)d hours.") % {
        "day": date_format(one.since, "j F Y"),
        "days": one.terms.first_contact,
        "hours": one.terms.try_again,
    }

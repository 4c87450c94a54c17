"""Referrals on, and her safety plan onto paper: told only with her consent, printed only for a place she names."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.support.keys.opening import Unlocked
from article16.support.keys.session import held

from . import actions, clock, support_forms, supporting
from .forms import PastForm
from .paper import plan_pdf
from .policy import GUARD
from .safe_place import still_safe
from .views import found_case, on_case
from .writing_views import form_page
from .writings import Kind, PlanPrinted, ReferralOutcome

METHODS = require_http_methods(["GET", "POST"])


@METHODS
@on_case
def survivor_referral(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    file, today = found_case(request, survivor_id), clock.today()
    under = [
        (str(one.id), f"{one.consent.recipient}: {one.consent.scope}")
        for one in file.consents
        if one.in_force(today) and not one.consent.about
    ]
    form: PastForm = common.opened(request, support_forms.ReferralForm, today=today, consents=under)

    def act(data: dict[str, Any], by: Unlocked, at: datetime) -> None:
        consent = None if data["how"] == "herself" else UUID(data["how"])
        supporting.refer(
            case=survivor_id, to=data["to"], need=data["need"], on=data["on"], consent=consent, by=by, at=at,
            today=timezone.localdate(at),
        )  # fmt: skip

    intro = _("Nobody is told of her without a consent in force; when there is none, she goes herself.")
    return form_page(
        request, file, form, act, heading=_("A referral on"), intro=f"{intro} {GUARD}", button=_("Save"),
        said=_("Saved."),
    )  # fmt: skip


@METHODS
@on_case
def survivor_referral_outcome(request: HttpRequest, survivor_id: UUID, entry_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    one = next((one for one in file.of(Kind.REFERRAL) if one.id == entry_id), None)
    if one is None:
        raise Http404
    form = common.opened(request, support_forms.ReferralOutcomeForm, today=clock.today())

    def act(data: dict[str, Any], by: Unlocked, at: datetime) -> None:
        value = ReferralOutcome(entry_id, data["outcome"], data["on"], data["words"])
        actions.write(case=survivor_id, kind=Kind.REFERRAL_OUTCOME, value=value, by=by, at=at)

    return form_page(
        request, file, form, act, heading=one.value.to, intro=one.value.need, button=_("Save"), said=_("Saved."),
    )  # fmt: skip


@METHODS
@on_case
def survivor_plan_print(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    """First where the paper will be, then the paper. The place stands in the case."""
    file = found_case(request, survivor_id)
    if not file.plans:
        raise Http404
    plan = file.plans[0].id
    form = common.opened(request, support_forms.PlanPrintForm)

    def act(data: dict[str, Any], by: Unlocked, at: datetime) -> None:
        value = PlanPrinted(plan, data["place"], timezone.localdate(at))
        actions.write(case=survivor_id, kind=Kind.PLAN_PRINTED, value=value, by=by, at=at)

    return form_page(
        request, file, form, act, heading=_("Her safety plan onto paper"), button=_("Make the paper"),
        said=_("Written into the case. Beside the plan, the paper can be taken today."),
        intro=_(
            "Paper is found. Her name, this service and his name do not stand on it. Make it only for a place that she "
            "says is safe, and give it to her yourself."
        ),
    )  # fmt: skip


@require_safe
@on_case
def survivor_plan_paper(request: HttpRequest, survivor_id: UUID, entry_id: UUID) -> HttpResponse:
    """The paper itself, on the day on which its place was said. Made in memory, kept nowhere."""
    file = found_case(request, survivor_id)
    printed = next((one for one in file.of(Kind.PLAN_PRINTED) if one.id == entry_id), None)
    if printed is None or printed.value.on != clock.today() or not still_safe(file, printed):
        raise Http404
    plan = next(one for one in file.plans if one.id == printed.value.plan)
    held(request)
    made = plan_pdf(plan.value.words, at=clock.now())
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": 'attachment; filename="notes.pdf"'}
    )

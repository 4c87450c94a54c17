"""Forms of a case: contact, attempts, danger, what she was told, consent, support, plan."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from article16.common import forms as common
from article16.common.accounts.actions import NotPossible
from article16.common.accounts.pages import FormPage
from article16.support.keys.opening import Unlocked
from article16.support.keys.session import held
from article16.support.team.actions import owe as owe_debrief

from . import actions, clock, forms
from .contact import SafeContact, Wish, proposed, verdict
from .pages import span
from .policy import GUARD
from .prefilled import said_last
from .terms import terms_on, versions
from .views import found_case, on_case
from .writings import Attempt, CaseFile, Consent, Duty, Kind, Written

METHODS = require_http_methods(["GET", "POST"])
NOT_YET = ("not reached", "somebody else")  # outcomes after which it is tried again
Act = Callable[[dict[str, Any], Unlocked, datetime], str | None]  # where it leads, when not to the case


def form_page(
    request: HttpRequest, file: CaseFile, form: Any, act: Act, *, heading: str, intro: str, button: str, said: str
) -> HttpResponse:
    def save() -> str:
        return act(form.cleaned_data, held(request), clock.now()) or reverse("survivor", args=[file.id])

    done = common.save(request, form, save) if request.method == "POST" else None
    if done:
        messages.success(request, said)
        return done
    page = FormPage(
        heading=f"{heading}: {file.core.code}",
        intro=intro,
        form=form,
        button=button,
        back=reverse("survivor", args=[file.id]),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "accounts/form_page.html", {"page": page})


@METHODS
@on_case
def survivor_contact(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    zone = str(timezone.get_current_timezone())
    initial = {"based_on": actions.contact_now(file)} | (said_last(file.contact) if file.contact else {})
    form = common.opened(request, forms.ContactForm, today=clock.today(), zone=zone, initial=initial)

    def act(data: dict[str, Any], by: Unlocked, at: datetime) -> None:
        contact, based_on = form.contact(), data["based_on"]
        actions.say_contact(case=survivor_id, contact=contact, hers=data["hers"], based_on=based_on, by=by, at=at)

    intro = _("Her words, on the day she said them. Nothing reaches her outside these times.")
    if file.contact and file.contact.from_casework:
        intro = _(
            "From casework, not confirmed by her: ask her each of these before you save. Until then none is used."
        )
    return form_page(
        request, file, form, act, heading=_("What she said about contact"), button=_("Save"), said=_("Saved."),
        intro=intro,
    )  # fmt: skip


@METHODS
@on_case
def survivor_attempt(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    """Inside her times only. What came of it is written down, and the next time is proposed inside them."""
    file = found_case(request, survivor_id)
    contact, now = file.contact or SafeContact(wish=Wish.NOT_ASKED), clock.now()
    form = common.opened(request, forms.AttemptForm, ways=contact.ways)
    found = verdict(contact, at=now)

    def act(data: dict[str, Any], by: Unlocked, at: datetime) -> None:
        if not verdict(contact, at=at).now:
            raise NotPossible(
                _("Her time is over, or she is not to be contacted. If a life is in danger, use that page.")
            )
        after = timedelta(hours=terms_on(clock.today(), versions()).try_again)
        again = proposed(contact, at=at, after=after) if data["outcome"] in NOT_YET else None
        value = Attempt(data["way"], data["outcome"], data["words"], again)
        actions.tried(case=survivor_id, attempt=value, by=by, at=at, on=timezone.localdate(at))

    intro = _("Her time is open now.") if found.now else _("Not now. She is not contacted outside her times.")
    if not found.now and found.next:
        intro = _("Not now. Next: %(when)s.") % {"when": span(found.next)}
    return form_page(
        request, file, form, act, heading=_("Attempt to reach her"), intro=f"{intro} {GUARD}",
        button=_("Record the attempt"), said=_("Recorded."),
    )  # fmt: skip


@METHODS
@on_case
def survivor_first(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    """The first contact is ours to make (guidelines B.1 a): a person, with care, on what casework wrote; once she has
    said anything about contact this page is over."""
    file = found_case(request, survivor_id)
    form = common.opened(request, forms.FirstCallForm)
    asked = bool(file.contact and file.contact.wish is not Wish.NOT_ASKED)

    def act(data: dict[str, Any], by: Unlocked, at: datetime) -> None:
        if asked:
            raise NotPossible(_("She has said how she may be contacted. Keep to that."))
        value = Attempt(data["way"], data["outcome"], data["words"])
        actions.tried(case=survivor_id, attempt=value, by=by, at=at, on=timezone.localdate(at))

    intro = _(
        "She has not said yet how she can be reached, and he may be beside her. Choose an hour at which he is likely "
        "to be away, such as that of his group. If somebody else answers, say a wrong number. Reached? Then first ask "
        "when and how she may be called, and write that down."
    )
    number = file.contact.number if file.contact else ""
    told = _("From casework, not confirmed by her: %(number)s.") % {"number": number} if number else ""
    return form_page(
        request, file, form, act, heading=_("First contact"), intro=f"{intro} {told}".strip(),
        button=_("Record the first contact"), said=_("Recorded. Now write down what she said about contact."),
    )  # fmt: skip


@METHODS
@on_case
def survivor_danger(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    form = common.opened(request, forms.DangerForm)

    def act(data: dict[str, Any], by: Unlocked, at: datetime) -> None:
        value = Attempt(data["way"], data["outcome"], danger=data["reason"])
        actions.tried(case=survivor_id, attempt=value, by=by, at=at, on=timezone.localdate(at))
        owe_debrief(worker=by.staff, on=timezone.localdate(at), by=by.staff, at=at)

    intro = _(
        "A call at the wrong moment can put her in danger: he may be beside her, or see that you called. If you can, "
        "ask the police to look after her instead, and that nobody mentions you. If you call, say only the cover name."
    )
    return form_page(
        request, file, form, act, heading=_("A life is in danger"), intro=intro,
        button=_("Record the call and why"), said=_("Recorded. Tell the lead at once. A debrief is owed to you."),
    )  # fmt: skip


@METHODS
@on_case
def survivor_duty(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    form = common.opened(request, forms.DutyForm, today=clock.today())

    def act(data: dict[str, Any], by: Unlocked, at: datetime) -> None:
        told = [(Kind.DUTY, Duty(what, data["how"], data["on"]), at) for what in data["what"]]
        actions.write_all(case=survivor_id, entries=told, by=by, at=at)

    return form_page(
        request, file, form, act, heading=_("What she was told"), button=_("Record telling her"), said=_("Recorded."),
        intro=_("What we owe her, in words she can use."),
    )  # fmt: skip


@METHODS
@on_case
def survivor_consent(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    form = common.opened(request, forms.ConsentForm, today=clock.today())

    def act(data: dict[str, Any], by: Unlocked, at: datetime) -> None:
        value = Consent(data["scope"], data["recipient"], data["purpose"], data["since"], data["expires_on"])
        actions.write(case=survivor_id, kind=Kind.CONSENT, value=value, by=by, at=at)

    return form_page(
        request, file, form, act, heading=_("A consent"), button=_("Save the consent"), said=_("Saved."),
        intro=f"{_('Never a condition of support. She can take it back at any time.')} {GUARD}",
    )  # fmt: skip


def _consent(file: CaseFile, consent_id: UUID) -> Consent:
    found = next((one.consent for one in file.consents if one.id == consent_id), None)
    if found is None:
        raise Http404
    return found


@METHODS
@on_case
def survivor_consent_end(request: HttpRequest, survivor_id: UUID, consent_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    consent = _consent(file, consent_id)
    form = common.opened(request, forms.CloseForm)

    def act(data: dict[str, Any], by: Unlocked, at: datetime) -> None:
        actions.end_consent(case=survivor_id, consent=consent_id, by=by, at=at, on=timezone.localdate(at))

    return form_page(
        request, file, form, act, heading=_("She takes a consent back"), button=_("Take it back"),
        said=_("Taken back."),
        intro=_("From now on %(who)s is told nothing under it.") % {"who": consent.recipient},
    )  # fmt: skip


@METHODS
@on_case
def survivor_disclosure(request: HttpRequest, survivor_id: UUID, consent_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    consent = _consent(file, consent_id)
    form = common.opened(request, forms.DisclosureForm)

    def act(data: dict[str, Any], by: Unlocked, at: datetime) -> None:
        on = timezone.localdate(at)
        actions.disclose(case=survivor_id, consent=consent_id, what=data["what"], by=by, at=at, on=on)

    return form_page(
        request, file, form, act, heading=_("Tell %(who)s") % {"who": consent.recipient},
        button=_("Record what is told"),
        intro=f"{_('She agreed to: %(what)s') % {'what': consent.scope}} {GUARD}", said=_("Recorded."),
    )  # fmt: skip


@METHODS
@on_case
def survivor_write(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    form = common.opened(request, forms.WritingForm, today=clock.today())

    def act(data: dict[str, Any], by: Unlocked, at: datetime) -> None:
        value = Written(data["words"], data["on"], data["title"], data["minutes"])
        actions.write(case=survivor_id, kind=Kind(data["kind"]), value=value, by=by, at=at)

    return form_page(
        request, file, form, act, heading=_("Support"), intro=str(GUARD), button=_("Save"), said=_("Saved."),
    )  # fmt: skip


@METHODS
@on_case
def survivor_plan(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    plans = file.plans
    initial = {"words": plans[0].value.words, "based_on": plans[0].id} if plans else {}
    form = common.opened(request, forms.PlanForm, initial=initial)
    beside: list[bool] = []

    def act(data: dict[str, Any], by: Unlocked, at: datetime) -> None:
        found = actions.write_plan(case=survivor_id, words=data["words"], based_on=data["based_on"], by=by, at=at)
        beside.append(found)
        if found:
            messages.warning(request, _("Somebody else wrote a version meanwhile. Both stand below: make one of them."))

    return form_page(
        request, file, form, act, heading=_("Her safety plan"), button=_("Save this version"),
        said=_("Saved as a version."),
        intro=_("Earlier versions stay. Print it only for a place that she says is safe."),
    )  # fmt: skip

"""The referral of an episode: what it says, what happened to it, orders in force, days that count."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage

from .. import actions, forms, pages, policy, queries, telling
from .arriving import active_agencies, agency_of
from .common import found_episode, found_man


@require_safe
def client_referral(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The referral of his latest episode."""
    return _page(request, found_man(request, client_id).episodes[0].id)


@require_safe
def referral(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    return _page(request, episode_id)


def _page(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    episode = found_episode(request, episode_id)
    man = found_man(request, episode.client_id)
    found = queries.referral(episode_id)
    today = timezone.localdate()
    page = pages.ReferralPage(
        client=man,
        programme=episode.programme.name,
        number=episode.number,
        referral=found,
        badge=telling.status_badge(found),
        response=telling.response(found, today=today),
        sent=telling.sent(found),
        ordered=telling.ordered(found),
        needs=telling.needs(found),
        steps=telling.steps(queries.steps(episode_id)),
        orders=telling.orders(queries.orders(episode_id), today=today),
        deadlines=telling.deadlines(queries.deadlines(episode_id), today=today),
        changes=tuple(queries.changes(episode_id)),
        others=tuple(one for one in man.episodes if one.id != episode_id),
        episode_id=episode_id,
        may_write=episode.programme_id in request.viewer.programmes(policy.WRITERS),
        may_take_in=episode.programme_id in request.viewer.programmes(policy.INTAKE),
        merges=tuple(queries.merges(man.id)),
    )
    return render(request, "clients/referral.html", {"page": page})


def _form(request: HttpRequest, form: common.OnceForm, *, episode_id: UUID, saved: str, act: Callable, **page: str):
    """A page with one form about a referral; `act` gets who and when."""
    back = reverse("referral", args=[episode_id])

    def save() -> str:
        act(by=str(request.viewer.id), at=timezone.now())
        return back

    if request.method == "POST" and (done := common.save(request, form, save)):
        messages.success(request, saved)
        return done
    kept_at = getattr(request, "draft_kept_at", None)
    shown = FormPage(form=form, back=back, kept_at=kept_at, **page)
    return render(request, "accounts/form_page.html", {"page": shown})


@require_http_methods(["GET", "POST"])
def referral_step(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    episode = found_episode(request, episode_id, policy.INTAKE)
    form = common.opened(request, forms.StepForm)

    def act(by: str, at) -> None:
        data = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        actions.record_step(episode=episode, by=by, at=at, **data)

    return _form(
        request,
        form,
        episode_id=episode_id,
        saved=_("Saved."),
        act=act,
        heading=_("What happened to the referral of %(code)s") % {"code": episode.client.code},
        intro=_("The first contact stops the response time. To withdraw or decline a referral, end the episode."),
        button=_("Save the step"),
    )


@require_http_methods(["GET", "POST"])
def referral_correct(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    episode = found_episode(request, episode_id, policy.INTAKE)
    said = queries.referral(episode_id).said
    initial = {name: getattr(said, name) for name in said.SAID if name != "agency"} | {"agency": said.agency_id or ""}
    form = common.opened(request, forms.CorrectReferralForm, agencies=active_agencies(said.agency), initial=initial)
    back = reverse("referral", args=[episode_id])

    def save() -> str:
        actions.correct_referral(
            episode=episode,
            said=form.said(agency_of(request, form)),
            reason=form.cleaned_data["reason"],
            by=str(request.viewer.id),
            at=timezone.now(),
        )
        return back

    if request.method == "POST" and (done := common.save(request, form, save)):
        messages.success(request, _("Saved. What stood there before is kept."))
        return done
    page = pages.ReferralCorrectPage(
        code=episode.client.code, form=form, back=back, kept_at=getattr(request, "draft_kept_at", None)
    )
    return render(request, "clients/referral_correct.html", {"page": page})


@require_http_methods(["GET", "POST"])
def order_add(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    episode = found_episode(request, episode_id, policy.WRITERS)
    form = common.opened(request, forms.OrderForm)
    return _form(
        request,
        form,
        episode_id=episode_id,
        saved=_("The order is written down."),
        act=lambda by, at: actions.add_order(episode=episode, ordered=form.ordered(), by=by, at=at),
        heading=_("An order in force about %(code)s") % {"code": episode.client.code},
        intro=_("What a court, the police or he himself says. It stands in his file, marked by whose word it is."),
        button=_("Save the order"),
    )


def _is_over(request: HttpRequest, since: object) -> bool:
    """Nothing to write any more; the same form sent twice is let through, and leads where the first one led."""
    return since is not None and request.method != "POST"


@require_http_methods(["GET", "POST"])
def order_correct(request: HttpRequest, order_id: UUID) -> HttpResponse:
    order = queries.order(request.viewer, order_id, policy.WRITERS)
    if order is None or _is_over(request, order.replaced_at):
        raise Http404
    seen(request, order.episode.client_id)
    initial = {name: getattr(order, name) for name in ("kind", "source", "begins", "ends", "words")}
    form = common.opened(request, forms.CorrectOrderForm, initial=initial)

    def act(by: str, at) -> None:
        reason = form.cleaned_data["reason"]
        actions.correct_order(order=order, ordered=form.ordered(), reason=reason, by=by, at=at)

    return _form(
        request,
        form,
        episode_id=order.episode_id,
        saved=_("Saved. What stood there before is kept."),
        act=act,
        heading=_("Correct or end an order about %(code)s") % {"code": order.episode.client.code},
        intro=_("For example when it was lifted earlier. The row before stays on record."),
        button=_("Save the order"),
    )


@require_http_methods(["GET", "POST"])
def deadline_add(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    episode = found_episode(request, episode_id, policy.WRITERS)
    form = common.opened(request, forms.DeadlineForm)

    def act(by: str, at) -> None:
        data = {name: form.cleaned_data[name] for name in ("kind", "due", "words")}
        actions.add_deadline(episode=episode, by=by, at=at, **data)

    return _form(
        request,
        form,
        episode_id=episode_id,
        saved=_("The day is written down and comes up under Today."),
        act=act,
        heading=_("A day that counts for %(code)s") % {"code": episode.client.code},
        intro=_("A hearing, a report, the last day of something ordered."),
        button=_("Save the day"),
    )


@require_http_methods(["GET", "POST"])
def deadline(request: HttpRequest, deadline_id: UUID) -> HttpResponse:
    """It is done with, or it was moved."""
    row = queries.deadline(request.viewer, deadline_id, policy.WRITERS)
    if row is None or _is_over(request, row.replaced_at or row.done_at):
        raise Http404
    seen(request, row.episode.client_id)
    form = common.opened(request, forms.DeadlineCloseForm)

    def act(by: str, at) -> None:
        words = form.cleaned_data["words"]
        if form.cleaned_data["what"] == forms.KEPT:
            actions.finish_deadline(deadline=row, words=words, by=by, at=at)
        else:
            actions.move_deadline(deadline=row, due=form.cleaned_data["due"], words=words, by=by, at=at)

    return _form(
        request,
        form,
        episode_id=row.episode_id,
        saved=_("Saved."),
        act=act,
        heading=telling.deadline_heading(row),
        intro=row.words,
        button=_("Save"),
    )

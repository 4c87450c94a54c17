"""What casework sealed for her service: the list, one box, and what becomes of each person in it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial, wraps
from typing import Any
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
from article16.support.keys.session import held, needs_unlocked, to_unlock, unlocked
from article16.wall.vocabulary import Person, Relation

from . import box_actions, box_forms, box_pages, box_queries, boxes, carrying, clock, known, queries
from .boxes import Box, Outcome
from .choosing import one_case
from .forms import CloseForm

METHODS = require_http_methods(["GET", "POST"])


def on_box(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of one box: first whether such a message came, then the key."""

    @wraps(view)
    def guarded(request: HttpRequest, message_id: UUID, **more: int) -> HttpResponse:
        if not box_queries.came(message_id):
            raise Http404
        return view(request, message_id, **more) if unlocked(request) else to_unlock(request)

    return guarded


@require_safe
@needs_unlocked
def survivor_boxes(request: HttpRequest) -> HttpResponse:
    found = box_queries.waiting(request.viewer.id, held(request))
    seen(request, *(box.message for box, _places in found))
    return render(request, "survivors/boxes.html", {"page": box_pages.boxes_page(found)})


@require_safe
@on_box
def survivor_box(request: HttpRequest, message_id: UUID) -> HttpResponse:
    box = _box(request, message_id)
    done = [one for one in box_queries.decided(held(request)) if one.message == box.message]
    return render(request, "survivors/box.html", {"page": box_pages.box_page(box, done)})


def _box(request: HttpRequest, message_id: UUID) -> Box:
    found = box_queries.box(request.viewer.id, held(request), message_id)
    if found is None:
        raise Http404
    seen(request, message_id)
    return found


def _person(box: Box, place: int) -> Person:
    if not 0 <= place < len(box.people):
        raise Http404
    return box.people[place]


@METHODS
@on_box
def survivor_box_open(request: HttpRequest, message_id: UUID, place: int) -> HttpResponse:
    """A case of its own for this person. Whether he has another case is not asked and not told."""
    box = _box(request, message_id)
    person = _person(box, place)
    if person.relation is Relation.CHILD:
        raise Http404  # a child stands under the case of the woman with whom it lives
    still = boxes.open_places(box, box_queries.decided(held(request)))
    children = [
        (str(number), one.name)
        for number, one in enumerate(box.people)
        if one.relation is Relation.CHILD and number in still
    ]
    initial = {
        "name": person.name[:160],
        "called": person.name.split()[0][:80],
        "relation": boxes.RELATIONS.get(person.relation),
    }
    form = common.opened(request, box_forms.CaseFromBoxForm, initial=initial, children=children)

    def act(at: datetime) -> str:
        data = form.cleaned_data
        chosen = tuple(int(one) for one in data.get("children", ()))
        case = carrying.open_from(
            box=box, place=place, name=data["name"], relation=data["relation"], called=data["called"],
            children=chosen, by=held(request), at=at, on=timezone.localdate(at),
        )  # fmt: skip
        return reverse("survivor-contact", args=[case])

    return _answer(
        request, box, form, act, heading=_("New case"), button=_("Open the case"),
        intro=_(
            "Filled in from what casework wrote. Another woman of the same man is a case of its own, and neither "
            "shows the other."
        ),
        said=_("The case is open. What casework wrote about reaching her stands below; she has not confirmed it."),
    )  # fmt: skip


@METHODS
@on_box
def survivor_box_join(request: HttpRequest, message_id: UUID, place: int) -> HttpResponse:
    box = _box(request, message_id)
    if place != boxes.WORDS:
        _person(box, place)
    cores = queries.cores(request.viewer, held(request))
    his = [f"{core.code} {core.called or core.name}" for _case, core in cores if core.mailbox == box.mailbox]
    known_cases = _("Opened from his messages: %(cases)s") % {"cases": " · ".join(his)} if his else ""
    form = common.opened(request, box_forms.JoinForm, known=known_cases)

    def act(at: datetime) -> str:
        case = one_case(cores, form.cleaned_data["case"])
        carrying.join(box=box, place=place, case=case, by=held(request), at=at)
        return reverse("survivor", args=[case])

    return _answer(
        request, box, form, act, heading=_("Add it to a case"), button=_("Add it"), said=_("Added to the case."),
        intro=_("It is written into the case as coming from casework. What she said herself stays as it is."),
    )  # fmt: skip


@METHODS
@on_box
def survivor_box_aside(request: HttpRequest, message_id: UUID, place: int) -> HttpResponse:
    box = _box(request, message_id)
    if place not in box.places:
        raise Http404
    form = common.opened(request, box_forms.AsideForm)

    def act(at: datetime) -> str:
        box_actions.decide(
            box=box, place=place, outcome=Outcome.ASIDE, reason=form.cleaned_data["reason"], by=held(request), at=at
        )
        return reverse("survivor-boxes")

    return _answer(
        request, box, form, act, heading=_("Set aside"), button=_("Set it aside"), said=_("Set aside."),
        intro=_("It leaves the list. The message is kept, with your reason."),
    )  # fmt: skip


@METHODS
@on_box
def survivor_box_close(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """I know him privately: from now on nothing of his is there for me, and nothing says how much that was."""
    box = _box(request, message_id)
    form = common.opened(request, CloseForm)

    def act(at: datetime) -> str:
        known.close_man(mailbox=box.mailbox, by=held(request), at=at)
        return reverse("survivor-boxes")

    return _answer(
        request, box, form, act, heading=_("I know him privately"), button=_("Close everything of his to me"),
        said=_("Closed to you, now and later. Tell the lead."), intro=str(known.SAID),
    )  # fmt: skip


def _answer(
    request: HttpRequest,
    box: Box,
    form: Any,
    act: Callable[[datetime], str],
    *,
    heading: str,
    intro: str,
    button: str,
    said: str,
) -> HttpResponse:
    done = common.save(request, form, partial(act, clock.now())) if request.method == "POST" else None
    if done:
        messages.success(request, said)
        return done
    page = FormPage(
        heading=heading,
        intro=intro,
        form=form,
        button=button,
        back=reverse("survivor-box", args=[box.message]),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "accounts/form_page.html", {"page": page})

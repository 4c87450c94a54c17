"""Groups for women: the list, one group, who takes part, who was there."""

from collections.abc import Callable
from datetime import datetime
from functools import partial, wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage
from article16.common.ui.parts import Badge, Fact, State
from article16.common.ui.shell import Link
from article16.support.keys.session import held, needs_unlocked, to_unlock, unlocked
from article16.support.survivors import clock
from article16.support.survivors import queries as cases
from article16.support.survivors.choosing import one_case
from article16.support.survivors.policy import GUARD

from . import actions, forms, pages, queries
from .queries import GroupRow
from .writings import About

METHODS = require_http_methods(["GET", "POST"])


def on_group(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of one group: first whether there is one, then the key."""

    @wraps(view)
    def guarded(request: HttpRequest, group_id: UUID, **more: UUID) -> HttpResponse:
        if not queries.exists(group_id):
            raise Http404
        return view(request, group_id, **more) if unlocked(request) else to_unlock(request)

    return guarded


def _found(request: HttpRequest, group_id: UUID) -> GroupRow:
    found = queries.group(group_id, held(request))
    if found is None:
        raise Http404
    seen(request, group_id)
    return found


@require_safe
@needs_unlocked
def her_groups(request: HttpRequest) -> HttpResponse:
    found = queries.groups(held(request))
    seen(request, *(one.id for one in found))
    rows = tuple(_line(one) for one in found)
    add = Link(_("New group"), reverse("her-group-add"))
    return render(request, "her_groups/groups.html", {"page": pages.GroupsPage(rows, add)})


def _line(one: GroupRow) -> pages.GroupLine:
    second = " · ".join(filter(None, [one.about.when, one.about.place]))
    return pages.GroupLine(one.id, one.about.name, second, one.about.ended_on is not None)


@require_safe
@on_group
def her_group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    one = _found(request, group_id)
    who = queries.members(request.viewer, held(request), group_id)
    files = [file for case, _core in who if (file := cases.case_file(request.viewer, held(request), case))]
    seen(request, *(case for case, _core in who))
    page = pages.GroupPage(
        id=group_id,
        name=one.about.name,
        facts=(Fact(_("Where it meets"), one.about.place), Fact(_("When it meets"), one.about.when)),
        words=one.about.words,
        ended=one.about.ended_on is not None,
        members=tuple(
            pages.Member(
                Link(core.called or core.name, reverse("survivor", args=[case])),
                core.code,
                Link(_("She leaves"), reverse("her-group-leave", args=[group_id, case])),
            )
            for case, core in who
        ),
        evenings=tuple(
            pages.Evening(
                date_format(day, "j F Y"),
                _("%(there)d of %(number)d were there") % {"there": sum(there.values()), "number": len(there)},
                Badge(State.DONE, _("recorded")),
            )
            for day, there in queries.evenings(files, group_id).items()
        ),
        guard=str(GUARD),
    )
    return render(request, "her_groups/group.html", {"page": page})


@METHODS
@needs_unlocked
def her_group_add(request: HttpRequest) -> HttpResponse:
    form = common.opened(request, forms.AboutForm, today=clock.today())

    def act(data: dict[str, Any], at: datetime) -> str:
        pk = actions.add_group(about=_about(data), by=held(request), at=at)
        return reverse("her-group", args=[pk])

    intro = _("Sealed when it is saved. Use a name that says nothing of why she comes.")
    return _answer(request, form, act, _("New group"), intro, back=reverse("her-groups"))


def _about(data: dict[str, Any]) -> About:
    return About(data["name"], data["place"], data["when"], data["words"], data["ended_on"])


@METHODS
@on_group
def her_group_about(request: HttpRequest, group_id: UUID) -> HttpResponse:
    one = _found(request, group_id)
    initial = {name: getattr(one.about, name) for name in ("name", "place", "when", "words", "ended_on")}
    form = common.opened(request, forms.AboutForm, today=clock.today(), initial=initial | {"based_on": one.version})

    def act(data: dict[str, Any], at: datetime) -> None:
        actions.say_about(
            pk=group_id, about=_about(data), based_on=data["based_on"] or one.version, by=held(request), at=at
        )

    return _answer(request, form, act, one.about.name, _("An ended group stays readable."), group=group_id)


@METHODS
@on_group
def her_group_join(request: HttpRequest, group_id: UUID) -> HttpResponse:
    one = _found(request, group_id)
    form = common.opened(request, forms.JoinForm, today=clock.today())

    def act(data: dict[str, Any], at: datetime) -> None:
        cores, by = cases.cores(request.viewer, held(request)), held(request)
        case = one_case(cores, data["case"])
        actions.take_part(pk=group_id, case=case, takes_part=True, on=data["on"], by=by, at=at)
        his = dict(cores)[case].mailbox
        others = [core for other, core in queries.members(request.viewer, by, group_id) if other != case]
        if his and any(core.mailbox == his for core in others):
            messages.warning(
                request,
                _("Somebody else in this group is linked to the same man. Neither knows: do not let them meet here."),
            )

    intro = _("That she takes part stands in her case alone. In the room she says of herself what she wants to say.")
    return _answer(request, form, act, one.about.name, intro, group=group_id)


@METHODS
@on_group
def her_group_leave(request: HttpRequest, group_id: UUID, survivor_id: UUID) -> HttpResponse:
    one = _found(request, group_id)
    file = cases.case_file(request.viewer, held(request), survivor_id)
    if file is None or group_id not in file.groups:
        raise Http404
    form = common.opened(request, forms.LeaveForm, today=clock.today())

    def act(data: dict[str, Any], at: datetime) -> None:
        actions.take_part(pk=group_id, case=survivor_id, takes_part=False, on=data["on"], by=held(request), at=at)

    heading = f"{one.about.name}: {file.core.code}"
    return _answer(request, form, act, heading, _("She may come back at any time."), group=group_id)


@METHODS
@on_group
def her_group_evening(request: HttpRequest, group_id: UUID) -> HttpResponse:
    one = _found(request, group_id)
    who = queries.members(request.viewer, held(request), group_id)
    choices = [(str(case), f"{core.called or core.name} ({core.code})") for case, core in who]
    form = common.opened(request, forms.EveningForm, today=clock.today(), members=choices)

    def act(data: dict[str, Any], at: datetime) -> None:
        there = {case: str(case) in data["there"] for case, _core in who}
        actions.held_on(pk=group_id, on=data["on"], there=there, by=held(request), at=at)

    intro = _("One entry in the case of each. Staying away says nothing against her.")
    return _answer(request, form, act, one.about.name, intro, group=group_id)


def _answer(
    request: HttpRequest,
    form: Any,
    act: Callable[[dict[str, Any], datetime], str | None],
    heading: str,
    intro: str,
    *,
    group: UUID | None = None,
    back: str = "",
) -> HttpResponse:
    there = back or reverse("her-group", args=[group])
    run = partial(lambda at: act(form.cleaned_data, at) or there, clock.now())
    done = common.save(request, form, run) if request.method == "POST" else None
    if done:
        messages.success(request, _("Saved."))
        return done
    page = FormPage(
        heading=heading,
        intro=intro,
        form=form,
        button=_("Save"),
        back=there,
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "accounts/form_page.html", {"page": page})

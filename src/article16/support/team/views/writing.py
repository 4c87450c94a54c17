"""What is set and written down about the team: numbers agreed, the plan, sessions, debriefs."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from article16.common import forms as common
from article16.common.form_pages import form_page
from article16.support.keys.session import held as unlocked_of
from article16.support.keys.session import needs_unlocked, to_unlock, unlocked
from article16.support.survivors import clock

from .. import actions, forms, queries
from ..policy import MOST_CASES, RHYTHM
from . import frame

METHODS = require_http_methods(["GET", "POST"])


@METHODS
def team_agreed(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    name = frame.person(request, staff_id)
    if unlocked(request) is None:
        return to_unlock(request)
    now = queries.papers(unlocked_of(request)).agreed.get(staff_id, MOST_CASES)
    form = common.opened(request, forms.AgreedForm, initial={"most": now})

    def act() -> None:
        actions.agree(worker=staff_id, most=form.cleaned_data["most"], by=request.viewer.id, at=clock.now())

    return form_page(
        request, form, act, heading=_("Cases of %(name)s") % {"name": name}, button=_("Save the number"),
        intro=_("The number that you have agreed with her. What she holds already stays hers; no more is added."),
        said=_("Saved."), back=frame.home(),
    )  # fmt: skip


@METHODS
@needs_unlocked
def team_rhythm(request: HttpRequest) -> HttpResponse:
    found = queries.papers(unlocked_of(request)).rhythm
    form = common.opened(request, forms.RhythmForm, initial=found.days if found else RHYTHM)

    def act() -> None:
        actions.plan(days=form.days(), on=clock.today(), by=request.viewer.id, at=clock.now())

    return form_page(
        request, form, act, heading=_("Planned sessions"), button=_("Save the plan"), said=_("Saved."),
        intro=_("For everybody who works here. What was held is counted against this plan, for each person."),
        back=frame.home(),
    )  # fmt: skip


@METHODS
def team_session_add(request: HttpRequest) -> HttpResponse:
    """Also while locked: what is written is sealed to the service."""
    people = [(str(pk), name) for pk, name in queries.people(clock.now()).items()]
    form = common.opened(request, forms.SessionForm, today=clock.today(), people=people)

    def act() -> None:
        data = form.cleaned_data
        took_part = tuple(UUID(one) for one in data["people"])
        actions.say_session(kind=data["kind"], on=data["on"], people=took_part, by=request.viewer.id, at=clock.now())

    return form_page(
        request, form, act, heading=_("A session took place"), button=_("Record the session"), said=_("Recorded."),
        intro=_("Who, when, and of which kind. What was said is not recorded."), back=frame.home(),
    )  # fmt: skip


@METHODS
def team_care_ask(request: HttpRequest) -> HttpResponse:
    """Also while locked, and without a reason."""
    form = common.opened(request, forms.AskForm, today=clock.today(), initial={"on": clock.today()})

    def act() -> None:
        me = request.viewer.id
        actions.owe(worker=me, on=form.cleaned_data["on"], by=me, at=clock.now())

    return form_page(
        request, form, act, heading=_("You want a debrief"), button=_("Ask for a debrief"),
        intro=_("After a hard call or session. Only the day is written down. The leads see that it is owed, not why."),
        said=_("Recorded. The leads see that a debrief is owed to you."), back=frame.home(),
    )  # fmt: skip


@METHODS
def team_care(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    name = frame.person(request, staff_id)
    if unlocked(request) is None:
        return to_unlock(request)
    form = common.opened(request, forms.CareForm, today=clock.today())

    def act() -> None:
        data = form.cleaned_data
        actions.care(
            worker=staff_id, on=data["on"], wanted=data["wanted"] == "yes", by=request.viewer.id, at=clock.now()
        )

    return form_page(
        request, form, act, heading=_("Debrief of %(name)s") % {"name": name}, button=_("Record it"),
        intro=_("That it was held, or that she did not want it. What it was about is not recorded."),
        said=_("Recorded."), back=frame.home(),
    )  # fmt: skip

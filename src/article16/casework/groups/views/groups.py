"""Pages about groups as a whole."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts import queries as accounts
from article16.common.accounts.log_view import paging_of
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage
from article16.common.ui.parts import Fact, Tab
from article16.common.ui.shell import Link

from .. import actions, forms, pages, showing, words
from ..policy import LEADERS, MANAGERS, READERS, WRITERS, group_of
from ..queries import groups as queries
from ..queries import standings


def found_group(request: HttpRequest, group_id: UUID, roles: frozenset[str] = READERS):
    """The group, or the 404 of what does not exist."""
    group = group_of(request.viewer, group_id, roles)
    if group is None:
        raise Http404
    return group


@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    at, ended = timezone.now(), request.GET.get("show") == "ended"
    part = queries.groups(request.viewer, at=at, ended=ended, token=request.GET.get("from", ""))
    seen(request, *(row.group.id for row in part.rows))
    here = reverse("groups")
    page = pages.GroupsPage(
        rows=tuple(showing.groups_line(row) for row in part.rows),
        paging=paging_of(part),
        filters=(Tab(_("Under way"), here, not ended), Tab(_("Ended"), f"{here}?show=ended", ended)),
        ended=ended,
        add=Link(_("New group"), reverse("group-add")) if request.viewer.has(LEADERS) else None,
        settings=_settings(request),
    )
    return render(request, "groups/groups.html", {"page": page})


def _settings(request: HttpRequest) -> tuple[Link, ...]:
    """Where a manager sets the rules and holidays of each programme. One query, for managers."""
    mine = request.viewer.programmes(MANAGERS)
    return tuple(
        Link(words % {"name": one.name}, reverse(name, args=[one.id]))
        for one in (accounts.programmes_of(mine) if mine else [])
        for name, words in (
            ("attendance-rules", _("Rules of attendance, %(name)s")),
            ("holidays", _("Holidays, %(name)s")),
        )
    )


@require_safe
def group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    at, found = timezone.now(), found_group(request, group_id)
    row = queries.row_of(found)
    today = row.local(at).date()
    men = queries.members(request.viewer, group_id, on=today)
    seen(request, *(one.client for one in men))
    rules = standings.rules_of(found.programme_id, today)
    viewer, programme = request.viewer, found.programme_id
    leads, enrols = programme in viewer.programmes(LEADERS), programme in viewer.programmes(WRITERS)
    lines = showing.Lines(row, may_lead=leads and not row.ended_on, at=at)
    page = pages.GroupPage(
        id=group_id,
        name=row.name,
        slot=words.slot(row),
        facts=_facts(row, queries.pair_of(group_id)),
        members=showing.members(men, row, rules, may_enrol=enrols),
        places=_places(row, queries.places_taken(group_id, on=today)),
        missing=lines.of(one for one in queries.open_registers(group_id, at=at) if one.ends_at < at),
        sessions=lines.of(queries.around(group_id, at=at)),
        rules=words.rules_line(rules),
        all_sessions=Link(_("All sessions"), reverse("group-sessions", args=[group_id])),
        may_lead=leads and not row.ended_on,
        may_enrol=enrols and not row.ended_on,
        ended=row.ended_on is not None,
        rolling=row.kind == "rolling",
    )
    return render(request, "groups/group.html", {"page": page})


def _places(row: queries.GroupRow, taken: int) -> str:
    return _("%(men)d of %(most)d places") % {"men": taken, "most": row.capacity}


def _facts(row: queries.GroupRow, pair: tuple[queries.SeatRow, ...]) -> tuple[Fact, ...]:
    led = ", ".join(f"{one.name} ({words.GENDERS[one.gender]})" for one in pair)
    length = _("%(sessions)d sessions, %(hours)s") % {
        "sessions": row.planned_sessions,
        "hours": words.hours(float(row.planned_hours) * 60),
    }
    where = f"{words.WHERE[row.where]}{': ' if row.place else ''}{row.place}"
    facts = [
        Fact(_("Programme"), row.programme),
        Fact(_("Kind"), str(words.KINDS[row.kind])),
        Fact(_("Led by"), led),
        Fact(_("Where"), where),
        Fact(_("Since"), words.long_day(row.first_day)),
        Fact(_("Planned length"), length),
    ]
    if row.ended_on:
        facts.append(Fact(_("Ended"), words.long_day(row.ended_on)))
    elif row.time_zone != settings.TIME_ZONE:
        facts.append(Fact(_("Time zone"), row.time_zone))
    return tuple(facts)


@require_http_methods(["GET", "POST"])
def group_add(request: HttpRequest) -> HttpResponse:
    places = accounts.programmes_of(request.viewer.programmes(LEADERS))
    today = timezone.localdate()
    initial = {
        "capacity": 8,
        "minutes": 120,
        "time_zone": settings.TIME_ZONE,
        "programme": str(places[0].id) if len(places) == 1 else None,
        "first_day": today + timedelta(days=1),
    }
    people = accounts.colleagues(request.viewer, at=timezone.now())
    form = common.opened(request, forms.GroupForm, people=people, programmes=places, initial=initial)

    def act() -> str:
        at, programme = timezone.now(), UUID(form.cleaned_data["programme"])
        largest = standings.rules_of(programme, timezone.localdate(at)).largest_group
        made = actions.add_group(
            programme=programme, plan=form.plan(), largest=largest, by=str(request.viewer.id), at=at
        )
        return reverse("group", args=[made.pk])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Saved. Its sessions are planned; take men into it now."))
        return done
    return _form_page(request, _("New group"), form, _("Save the group"), reverse("groups"))


@require_http_methods(["GET", "POST"])
def group_change(request: HttpRequest, group_id: UUID) -> HttpResponse:
    found = found_group(request, group_id, LEADERS)
    seen(request, group_id)
    pair = queries.pair_of(group_id)
    initial = {name: getattr(found, name) for name in forms.GroupForm.base_fields if hasattr(found, name)}
    initial |= {f"{name}_staff": str(one.staff) for name, one in zip(("first", "second"), pair, strict=False)}
    initial |= {f"{name}_gender": one.gender for name, one in zip(("first", "second"), pair, strict=False)}
    people = dict(accounts.colleagues(request.viewer, at=timezone.now())) | {str(one.staff): one.name for one in pair}
    largest = standings.rules_of(found.programme_id, timezone.localdate()).largest_group
    options = {"people": list(people.items()), "largest": largest, "began": True, "initial": initial}
    form = common.opened(request, forms.GroupForm, **options)

    def act() -> str:
        who, at = str(request.viewer.id), timezone.now()
        actions.change_group(group=found, plan=form.plan(), largest=largest, by=who, at=at)
        return reverse("group", args=[group_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Saved. The planned days of each man in it leave, as for every man."))
        return done
    heading = _("Change the %(name)s") % {"name": found.name}
    return _form_page(request, heading, form, _("Save the group"), reverse("group", args=[group_id]))


def _form_page(request: HttpRequest, heading: str, form, button: str, back: str) -> HttpResponse:
    page = pages.GroupFormPage(
        heading, form, button, back, may_add=True, kept_at=getattr(request, "draft_kept_at", None)
    )
    return render(request, "groups/group_form.html", {"page": page})


@require_http_methods(["GET", "POST"])
def group_end(request: HttpRequest, group_id: UUID) -> HttpResponse:
    found = found_group(request, group_id, LEADERS)
    seen(request, group_id)
    form = common.opened(request, forms.GroupEndForm, initial={"on": timezone.localdate()})

    def act() -> str:
        who, at = str(request.viewer.id), timezone.now()
        actions.end_group(group=found, on=form.cleaned_data["on"], by=who, at=at)
        return reverse("group", args=[group_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("The group has ended. Its registers stay here."))
        return done
    page = FormPage(
        heading=_("End the %(name)s") % {"name": found.name},
        intro=_("No session is held after the last day. Take every man out of the group first."),
        form=form,
        button=_("End the group"),
        back=reverse("group", args=[group_id]),
    )
    return render(request, "accounts/form_page.html", {"page": page})


@require_http_methods(["GET", "POST"])
def group_plan(request: HttpRequest, group_id: UUID) -> HttpResponse:
    found = found_group(request, group_id, LEADERS)
    seen(request, group_id)
    form = common.opened(request, forms.PlanForm)

    def act() -> str:
        actions.plan_ahead(group=found, by=str(request.viewer.id), at=timezone.now())
        return reverse("group", args=[group_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Planned. The planned days of each man in it leave, as for every man."))
        return done
    page = FormPage(
        heading=_("Plan the %(name)s further") % {"name": found.name},
        intro=_("A rolling group is planned for the next 26 weeks, without the holidays of the programme."),
        form=form,
        button=_("Plan the sessions"),
        back=reverse("group", args=[group_id]),
    )
    return render(request, "accounts/form_page.html", {"page": page})

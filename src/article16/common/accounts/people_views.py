"""People and programmes: the administrator's pages. They show no case content."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link

from . import actions, forms, queries, service_key
from .middleware import seen
from .pages import FormPage, GrantLine, PeoplePage, PersonPage, ProgrammesPage

LINK = "one-time-link"


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    rows = queries.people(at=timezone.now())
    seen(request, *(row.id for row in rows))
    return render(request, "accounts/people.html", {"page": PeoplePage(tuple(rows))})


@require_safe
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    found = _found(request, person_id)
    page = PersonPage(
        person=found,
        grants=_grants(found),
        facts=_facts(found),
        give_role=Link(_("Give a role"), reverse("person-role", args=[person_id])),
        closed=tuple(queries.closed_files(person_id)),
        link=_link_to_show(request, person_id),
    )
    return render(request, "accounts/person.html", {"page": page})


def _grants(found: queries.PersonRow) -> tuple[GrantLine, ...]:
    roles = import_string(settings.ROLES)
    known = [row for row in found.grants if row.role in roles]
    return tuple(GrantLine(row.id, roles[row.role].label, row.programme, _last_day(row.until)) for row in known)


def _last_day(until: datetime | None) -> datetime | None:
    """The role ends at midnight; people say the day before."""
    return until and until - timedelta(seconds=1)


def _facts(found: queries.PersonRow) -> tuple[Fact, ...]:
    last = date_format(timezone.localtime(found.last_login), "j F Y, H:i") if found.last_login else _("never")
    return (
        Fact(_("Access"), _("open") if found.is_active else _("ended")),
        Fact(_("Password"), _("set") if found.has_password else _("not set yet")),
        Fact(_("Second factor"), _("set up") if found.second_factor else _("not set up yet")),
        Fact(_("Last signed in"), last),
    )


def _found(request: HttpRequest, person_id: UUID) -> queries.PersonRow:
    found = queries.person(person_id, at=timezone.now())
    if found is None:
        raise Http404
    seen(request, person_id)
    return found


@require_http_methods(["GET", "POST"])
def person_add(request: HttpRequest) -> HttpResponse:
    form = common.opened(request, forms.PersonForm)

    def act() -> str:
        data, by, at = form.cleaned_data, str(request.viewer.id), timezone.now()
        staff = actions.add_person(name=data["name"], email=data["email"], by=by, at=at)
        _show_link(request, staff, actions.invite(staff=staff, by=by, at=at))
        return reverse("person", args=[staff.pk])

    page = FormPage(
        heading=_("Add a person"),
        intro=_("After saving you get a one-time link to hand over, and you give the person a role."),
        form=form,
        button=_("Add the person"),
        back=reverse("people"),
    )
    return _answer(request, page, act, _("The account is made. Hand over the link below and give a role."))


def _show_link(request: HttpRequest, staff, token: str) -> None:
    """The link waits for the next page in the session, sealed: session rows can be read without the secret key."""
    link = f"{settings.ORIGIN}{reverse('invitation', args=[token])}"
    request.session[LINK] = {str(staff.pk): service_key.seal(link, context=LINK)}


def _link_to_show(request: HttpRequest, person_id: UUID) -> str:
    sealed = request.session.pop(LINK, {}).get(str(person_id))
    return service_key.open_sealed(sealed, context=LINK) if sealed else ""


def _answer(request: HttpRequest, page: FormPage, act, said: str) -> HttpResponse:
    if request.method == "POST":
        done = common.save(request, page.form, act)
        if done:
            messages.success(request, said)
            return done
    return render(request, "accounts/form_page.html", {"page": page})


@require_http_methods(["GET", "POST"])
def person_role(request: HttpRequest, person_id: UUID) -> HttpResponse:
    found = _found(request, person_id)
    roles, programmes = import_string(settings.ROLES), queries.programmes()
    form = common.opened(request, forms.RoleForm, roles=roles, programmes=programmes)

    def act() -> str:
        data = form.cleaned_data
        place = UUID(data["programme"]) if roles[data["role"]].in_programme else None
        grant = actions.Grant(data["role"], place, form.end())
        staff = queries.staff(person_id)
        actions.give_role(staff=staff, grant=grant, by=str(request.viewer.id), at=timezone.now())
        return reverse("person", args=[person_id])

    page = FormPage(
        heading=_("Give %(name)s a role") % {"name": found.name},
        intro=_("The role counts from now on."),
        form=form,
        button=_("Give the role"),
        back=reverse("person", args=[person_id]),
    )
    return _answer(request, page, act, _("The role is given."))


def _step(request: HttpRequest, person_id: UUID, *, words: tuple[str, str, str, str], form_class, act) -> HttpResponse:
    """A step on a page of its own: heading, consequence, button, what is said afterwards."""
    form = common.opened(request, form_class)
    heading, intro, button, said = words
    back = reverse("person", args=[person_id])
    page = FormPage(heading=heading, intro=intro, form=form, button=button, back=back)

    def run() -> str:
        act(form)
        return back

    return _answer(request, page, run, said)


@require_http_methods(["GET", "POST"])
def person_link(request: HttpRequest, person_id: UUID) -> HttpResponse:
    name = {"name": _found(request, person_id).name}

    def act(form) -> None:
        staff = queries.staff(person_id)
        _show_link(request, staff, actions.invite(staff=staff, by=str(request.viewer.id), at=timezone.now()))

    words = (
        _("A new one-time link for %(name)s") % name,
        _("When the link is used, the old password, every sign-in and every second factor end. It lives 3 days."),
        _("Make the link"),
        _("The link is made. It is shown once, below."),
    )
    return _step(request, person_id, words=words, form_class=forms.ConfirmForm, act=act)


@require_http_methods(["GET", "POST"])
def person_leave(request: HttpRequest, person_id: UUID) -> HttpResponse:
    name = {"name": _found(request, person_id).name}

    def act(form) -> None:
        staff = queries.staff(person_id)
        actions.leave(staff=staff, by=str(request.viewer.id), at=timezone.now())

    words = (
        _("%(name)s leaves") % name,
        _("Every sign-in ends at once. The record of the work stays. A new one-time link cannot be made afterwards."),
        _("End the access"),
        _("The access has ended."),
    )
    return _step(request, person_id, words=words, form_class=forms.ConfirmForm, act=act)


@require_http_methods(["GET", "POST"])
def person_role_end(request: HttpRequest, person_id: UUID, membership: int) -> HttpResponse:
    name = {"name": _found(request, person_id).name}

    def act(form) -> None:
        actions.end_role(staff_id=person_id, membership=membership, by=str(request.viewer.id), at=timezone.now())

    words = (
        _("End a role of %(name)s") % name,
        _("It ends at once. Other roles stay."),
        _("End the role"),
        _("The role has ended."),
    )
    return _step(request, person_id, words=words, form_class=forms.ConfirmForm, act=act)


@require_http_methods(["GET", "POST"])
def person_file_open(request: HttpRequest, person_id: UUID, closed_id: UUID) -> HttpResponse:
    name = {"name": _found(request, person_id).name}

    def act(form) -> None:
        actions.open_file(
            staff_id=person_id,
            closed_id=closed_id,
            reason=form.cleaned_data["reason"],
            by=str(request.viewer.id),
            at=timezone.now(),
        )

    words = (
        _("Open a closed file to %(name)s again") % name,
        _("Ask first why it was closed. You do not learn whose file it is."),
        _("Open the file again"),
        _("The file is open again."),
    )
    return _step(request, person_id, words=words, form_class=forms.ReasonForm, act=act)


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    add = Link(_("Add a programme"), reverse("programme-add"))
    page = ProgrammesPage(tuple(queries.programmes()), add, support_links=settings.SERVICE == "casework")
    return render(request, "accounts/programmes.html", {"page": page})


@require_http_methods(["GET", "POST"])
def programme_add(request: HttpRequest) -> HttpResponse:
    form = common.opened(request, forms.ProgrammeForm)

    def act() -> str:
        data = form.cleaned_data
        by = str(request.viewer.id)
        actions.add_programme(name=data["name"], code=data["code"], by=by, at=timezone.now())
        return reverse("programmes")

    page = FormPage(
        heading=_("Add a programme"),
        intro=_("People get their roles in a programme; everything they see belongs to it."),
        form=form,
        button=_("Add the programme"),
        back=reverse("programmes"),
    )
    return _answer(request, page, act, _("The programme is added."))

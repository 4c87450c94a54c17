"""Pages about one session: its register, on the screen and on paper, and its place in the plan."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts import drafts
from article16.common.accounts.log_view import paging_of
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage
from article16.common.ui.shell import Link

from .. import actions, forms, pages, showing, words
from ..forms import RATINGS, RegisterForm
from ..policy import LEADERS, READERS, session_of
from ..queries import groups as queries
from ..queries import registers, standings
from .groups import found_group

SPARE_LINES = 3


def _found(request: HttpRequest, session_id: UUID, roles: frozenset[str] = READERS):
    session = session_of(request.viewer, session_id, roles)
    if session is None:
        raise Http404
    return session


@require_http_methods(["GET", "POST"])
def session_register(request: HttpRequest, session_id: UUID) -> HttpResponse:
    found = _found(request, session_id, LEADERS if request.method == "POST" else READERS)
    group, session = queries.row_of(found.group), queries.session_row(found)
    day = group.local(session.starts_at).date()
    listed = registers.listed(request.viewer, found, day)
    seen(request, *(man.client for man in listed))
    saving = request.method == "POST" and "fill" not in request.POST
    form = RegisterForm(request.POST, men=listed, minutes=found.minutes) if saving else None
    done = common.save(request, form, lambda: _save(request, found, form)) if form else None
    if done:
        return done
    rules = standings.rules_of(group.programme_id, day)
    men = registers.men_of(found, listed, rules)
    page = _register_page(request, group, session, men, form or _unsaved(request, found, men), rules)
    return render(request, "groups/session_register.html", {"page": page})


def _unsaved(request: HttpRequest, found, men) -> RegisterForm:
    """As it stands, or with what was typed and not saved yet."""
    debrief = registers.debrief_of(found.pk)
    due = {True: "yes", False: "no"}.get(found.homework_due, "")
    initial = {"homework_due": due, "homework": found.homework, "debrief": debrief.words if debrief else ""}
    kept = request.POST if request.method == "POST" else drafts.restored(request)
    form = RegisterForm(kept=kept, men=men, minutes=found.minutes, initial=initial)
    if request.method == "POST":
        form.fill_open()
    return form


def _save(request: HttpRequest, found, form: RegisterForm) -> str:
    data = form.cleaned_data
    saved = actions.save_register(
        session=found,
        lines=form.lines(),
        homework_due=form.due(),
        homework=data["homework"],
        debrief=data["debrief"],
        by=str(request.viewer.id),
        at=timezone.now(),
    )
    messages.success(request, _told(saved))
    return reverse("session-register", args=[found.pk])


def _told(saved: actions.Saved) -> str:
    at = timezone.localtime().strftime("%H:%M")
    parts = [_("Saved at %(time)s.") % {"time": at}]
    if saved.recorded:
        parts.append(
            ngettext("%(number)d man recorded.", "%(number)d men recorded.", saved.recorded)
            % {"number": saved.recorded}
        )
    if saved.corrected:
        parts.append(
            ngettext("%(number)d man corrected.", "%(number)d men corrected.", saved.corrected)
            % {"number": saved.corrected}
            + " "
            + _("What stood before is kept.")
        )
    if saved.open:
        parts.append(
            ngettext("%(number)d is not recorded yet.", "%(number)d are not recorded yet.", saved.open)
            % {"number": saved.open}
        )
    else:
        parts.append(_("The register is taken."))
    if saved.recorded or saved.corrected:
        parts.append(_("The messages leave, as for every man."))
    return " ".join(parts)


def _register_page(request: HttpRequest, group, session, men, form, rules) -> pages.RegisterPage:
    day = group.local(session.starts_at)
    leads = group.programme_id in request.viewer.programmes(LEADERS)
    closed = _closed(group, session)
    return pages.RegisterPage(
        heading=_heading(group, session),
        session=session,
        group=Link(group.name, reverse("group", args=[group.id])),
        when=_when(group, session),
        form=form,
        men=showing.register_men(men, form, rules, session, day.date()),
        marks=words.marks(),
        ratings=RATINGS,
        recorded=sum(bool(row.mark) for row in form.rows),
        errors=_errors(form),
        closed=closed,
        may_write=leads and not closed,
        print=reverse("session-print", args=[session.id]),
        debrief=form["debrief"].value() or "",
        kept_at=getattr(request, "draft_kept_at", None),
    )


def _heading(group, session) -> str:
    if session.number is None:
        return _("Register of a cancelled session")
    if group.kind == "rolling":
        return _("Register, session %(number)d") % {"number": session.number}
    total = queries.planned_in_all(group.id)
    return _("Register, session %(number)d of %(all)d") % {"number": session.number, "all": total}


def _when(group, session) -> str:
    parts = [
        words.weekday_day(group.local(session.starts_at)),
        words.span(group, session),
        session.place or group.place,
    ]
    led = _(" and ").join(one.name for one in queries.pair_of(group.id))
    line = ", ".join(part for part in parts if part)
    sentences = [line, led, _("Theme: %(theme)s") % {"theme": session.theme} if session.theme else ""]
    return ". ".join(one for one in sentences if one) + "."


def _closed(group, session) -> str:
    if session.cancelled:
        return _("This session was cancelled: %(why)s") % {"why": session.cancelled_why}
    if group.local(session.starts_at).date() > group.local(timezone.now()).date():
        return _("This session has not taken place yet. Its register opens on the day")
    return ""


def _errors(form: RegisterForm) -> tuple[tuple[str, object], ...]:
    """Each sentence with the id of its field, for the summary on top."""
    if not form.is_bound or form.is_valid():
        return ()
    rows = [(f"{field}-{row.key}", sentence) for row in form.rows for field, sentence in row.errors]
    texts = {str(sentence) for _id, sentence in rows}
    rest = [
        ("" if name == "__all__" else form[name].auto_id, error)
        for name, errors in form.errors.items()
        for error in errors
        if str(error) not in texts
    ]
    return (*rest, *rows)


@require_safe
def session_print(request: HttpRequest, session_id: UUID) -> HttpResponse:
    found = _found(request, session_id)
    group, session = queries.row_of(found.group), queries.session_row(found)
    day = group.local(session.starts_at).date()
    men = tuple(one for one in queries.members(request.viewer, group.id, on=day) if one.since <= day)
    seen(request, *(man.client for man in men))
    page = pages.PrintPage(
        heading=_heading(group, session),
        when=_when(group, session),
        group=group.name,
        pair=_(" and ").join(one.name for one in queries.pair_of(group.id)),
        theme=session.theme,
        men=men,
        spare=tuple(range(SPARE_LINES)),
        marks=words.marks(),
    )
    return render(request, "groups/session_print.html", {"page": page})


@require_safe
def group_sessions(request: HttpRequest, group_id: UUID) -> HttpResponse:
    found = found_group(request, group_id)
    seen(request, group_id)
    row = queries.row_of(found)
    part = queries.sessions(group_id, token=request.GET.get("from", ""))
    leads = row.programme_id in request.viewer.programmes(LEADERS) and not row.ended_on
    page = pages.GroupSessionsPage(
        group=Link(row.name, reverse("group", args=[group_id])),
        rows=showing.Lines(row, may_lead=leads, at=timezone.now()).of(part.rows),
        paging=paging_of(part),
    )
    return render(request, "groups/group_sessions.html", {"page": page})


@require_http_methods(["GET", "POST"])
def session_add(request: HttpRequest, group_id: UUID) -> HttpResponse:
    found = found_group(request, group_id, LEADERS)
    seen(request, group_id)
    initial = {"time": found.time, "minutes": found.minutes}
    form = common.opened(request, forms.SessionForm, zone=found.time_zone, initial=initial)

    def act() -> str:
        actions.add_session(group=found, plan=form.plan(), by=str(request.viewer.id), at=timezone.now())
        return reverse("group", args=[group_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Saved. The planned days of each man in it leave, as for every man."))
        return done
    heading = _("An extra session of the %(name)s") % {"name": found.name}
    return _plain(request, heading, _("It comes on top of the planned number."), form, _("Add the session"), found)


def _plain(request: HttpRequest, heading: str, intro: str, form, button: str, group) -> HttpResponse:
    kept = getattr(request, "draft_kept_at", None)
    page = FormPage(heading, intro, form, button, back=reverse("group", args=[group.pk]), kept_at=kept)
    return render(request, "accounts/form_page.html", {"page": page})


@require_http_methods(["GET", "POST"])
def session_change(request: HttpRequest, session_id: UUID) -> HttpResponse:
    found = _found(request, session_id, LEADERS)
    seen(request, found.group_id)
    begin = queries.row_of(found.group).local(found.starts_at)
    initial = {"day": begin.date(), "time": begin.time(), "minutes": found.minutes}
    initial |= {"theme": found.theme, "place": found.place}
    form = common.opened(request, forms.SessionForm, zone=found.group.time_zone, initial=initial)

    def act() -> str:
        actions.change_session(session=found, plan=form.plan(), by=str(request.viewer.id), at=timezone.now())
        return reverse("group", args=[found.group_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(
            request, _("Saved. If its time changed, the planned days of each man leave, as for every man.")
        )
        return done
    heading = _("Move or change the session of %(day)s") % {"day": words.long_day(begin)}
    intro = _("A session moved by hand stays where you put it when the group is planned again.")
    return _plain(request, heading, intro, form, _("Save the session"), found.group)


@require_http_methods(["GET", "POST"])
def session_cancel(request: HttpRequest, session_id: UUID) -> HttpResponse:
    found = _found(request, session_id, LEADERS)
    seen(request, found.group_id)
    form = common.opened(request, forms.SessionCancelForm)

    def act() -> str:
        data, who, at = form.cleaned_data, str(request.viewer.id), timezone.now()
        actions.cancel_session(session=found, why=data["why"], one_more=data["one_more"] == "yes", by=who, at=at)
        return reverse("group", args=[found.group_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("The session is cancelled. The messages leave, as for every man."))
        return done
    begin = queries.row_of(found.group).local(found.starts_at)
    heading = _("Cancel the session of %(day)s") % {"day": words.long_day(begin)}
    intro = _("It is written for every man in it as “session cancelled”, which is no absence. Tell the men yourself.")
    return _plain(request, heading, intro, form, _("Cancel the session"), found.group)

"""Pages about people close to him, the box for her service, and official records."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.casework.clients import queries as clients
from article16.casework.clients.policy import WRITERS, episode_of
from article16.casework.tasks.waiting import due_badge
from article16.common import forms as common
from article16.common.accounts.middleware import seen
from article16.common.ui.parts import Badge, State, Tab

from . import actions, forms, pages, queries
from .words import HIMSELF, Order, Said


def man_of(request: HttpRequest, client_id: UUID) -> clients.ClientRow:
    """The man, or the 404 of a man who does not exist."""
    found = clients.client(request.viewer, client_id)
    if found is None or not found.episodes:
        raise Http404
    seen(request, client_id)
    return found


def writable(request: HttpRequest, man: clients.ClientRow) -> Any:
    """The latest passage of this man that the viewer may write in."""
    for row in man.episodes:
        if episode := episode_of(request.viewer, row.id, WRITERS):
            return episode
    raise Http404


def tabs(man: clients.ClientRow, current: str) -> tuple[Tab, ...]:
    shown = [("client", _("Overview")), ("family", _("People and records")), ("documents", _("Documents"))]
    return tuple(Tab(label, reverse(name, args=[man.id]), name == current) for name, label in shown)


def may_write(request: HttpRequest) -> bool:
    return not WRITERS.isdisjoint(request.viewer.grants)


def said_saved(request: HttpRequest, words: str) -> None:
    at = date_format(timezone.localtime(), "H:i")
    messages.success(request, words % {"time": at})


@require_safe
def family(request: HttpRequest, client_id: UUID) -> HttpResponse:
    man = man_of(request, client_id)
    people = [_person(row) for row in queries.relatives(request.viewer, client_id)]
    checks = queries.checks(request.viewer, client_id)
    asked = {one.source for one in checks}
    page = pages.FamilyPage(
        client=man,
        tabs=tabs(man, "family"),
        people=tuple(one for one in people if not one.note),
        earlier=tuple(one for one in people if one.note),
        checks=tuple(_check(one) for one in checks),
        not_asked=", ".join(str(label) for value, label in Said.choices if value not in {*asked, HIMSELF}),
        box_filled_at=queries.box_filled_at(request.viewer, client_id),
        may_write=may_write(request),
    )
    return render(request, "family/family.html", {"page": page})


def _person(row: queries.RelativeRow) -> pages.PersonLine:
    order = str(Order(row.order).label)
    if row.order_until:
        order = _("%(state)s, until %(day)s") % {"state": order, "day": date_format(row.order_until, "j F Y")}
    if row.order_words:
        order = f"{order}: {row.order_words}"
    note = _("corrected by a later entry") if row.corrected else _("taken back") if row.taken_back else ""
    return pages.PersonLine(row, order, note)


def _check(row: queries.CheckRow) -> pages.CheckLine:
    if row.answer is None:
        due = due_badge(row.expected_by, today=timezone.localdate())
        badge = (
            Badge(due.state, _("No answer yet, %(when)s") % {"when": due.words}) if due.state == State.LATE else None
        )
        return pages.CheckLine(row, badge or Badge(State.OPEN, _("No answer yet")), _("Write the answer down"))
    return pages.CheckLine(row, Badge(State.INFO, row.answer.words), _("Correct the answer"))


@require_http_methods(["GET", "POST"])
def family_person_add(request: HttpRequest, client_id: UUID) -> HttpResponse:
    man = man_of(request, client_id)
    episode = writable(request, man)
    form = common.opened(request, forms.RelativeForm)

    def act() -> str:
        actions.record_relative(episode=episode, named=_named(form), by=_by(request), at=timezone.now())
        return reverse("family", args=[client_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        said_saved(request, _("Saved at %(time)s."))
        return done
    return _man_form(request, man, _("A person he, a court or the police names"), form, _("Save the person"))


@require_http_methods(["GET", "POST"])
def family_person_correct(request: HttpRequest, client_id: UUID, relative_id: UUID) -> HttpResponse:
    man = man_of(request, client_id)
    row = queries.relative(request.viewer, client_id, relative_id)
    if row is None:
        raise Http404
    fields = ("relation", "name", "birth_date", "source", "said_on", "order", "order_until", "order_words")
    form = common.opened(request, forms.CorrectForm, initial={name: getattr(row, name) for name in fields})

    def act() -> str:
        actions.record_relative(
            episode=row.episode,
            named=_named(form),
            by=_by(request),
            at=timezone.now(),
            corrects=row.pk,
            taken_back=form.cleaned_data["taken_back"],
        )
        return reverse("family", args=[client_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        said_saved(request, _("Corrected at %(time)s. The earlier entry stays below."))
        return done
    return _man_form(request, man, _("Correct what is written about a person"), form, _("Save the correction"))


def _named(form: forms.RelativeForm) -> actions.Named:
    data = form.cleaned_data
    return actions.Named(
        relation=data["relation"],
        name=data["name"],
        source=data["source"],
        said_on=data["said_on"],
        order=data["order"],
        birth_date=data["birth_date"],
        order_until=data["order_until"],
        order_words=data["order_words"],
    )


def _by(request: HttpRequest) -> str:
    return str(request.viewer.id)


def _man_form(request: HttpRequest, man: clients.ClientRow, heading: str, form, button: str, **more) -> HttpResponse:
    back = reverse("family", args=[man.id])
    intro = _("Whoever is named keeps a right to be left out: write down what he or an authority says, and no more.")
    page = pages.ManFormPage(
        client=man,
        tabs=tabs(man, "family"),
        heading=heading,
        intro=more.pop("intro", intro),
        form=form,
        button=button,
        back=back,
        kept_at=getattr(request, "draft_kept_at", None),
        **more,
    )
    return render(request, "family/man_form.html", {"page": page})


@require_http_methods(["GET", "POST"])
def family_box(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """The box for her service: write-only, sealed at once, one look for every man."""
    man = man_of(request, client_id)
    episode = writable(request, man)
    form = common.opened(request, forms.BoxForm)

    def act() -> str:
        people, words = form.people(), form.words()
        actions.fill_box(episode=episode, people=people, words=words, by=_by(request), at=timezone.now())
        return reverse("family", args=[client_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        said_saved(request, _("Recorded, %(time)s. It left sealed, as for every man."))
        return done
    blocks = [
        pages.Block(_("Person %(number)d") % {"number": n}, _with_widths(form.block(n)), n == 1 or form.filled(n))
        for n in range(1, forms.PEOPLE + 1)
    ]
    page = pages.BoxPage(
        client=man,
        tabs=tabs(man, "family"),
        form=form,
        blocks=tuple(blocks),
        consequence=_("Saving sends one sealed message of one size, filled or empty, as for every man."),
        filled_at=queries.box_filled_at(request.viewer, client_id),
        back=reverse("family", args=[client_id]),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "family/family_box.html", {"page": page})


@require_http_methods(["GET", "POST"])
def records_check_add(request: HttpRequest, client_id: UUID) -> HttpResponse:
    man = man_of(request, client_id)
    episode = writable(request, man)
    form = common.opened(request, forms.CheckForm)

    def act() -> str:
        names = ("source", "agency", "asked_on", "period_from", "period_to", "expected_by")
        asked = actions.Asked(**{name: form.cleaned_data[name] for name in names})
        actions.ask_records(episode=episode, asked=asked, by=_by(request), at=timezone.now())
        return reverse("family", args=[client_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        said_saved(request, _("Saved at %(time)s. It waits until an answer is written down."))
        return done
    intro = _("What stands in official records about him. Not asked is not the same as none.")
    return _man_form(request, man, _("Official records asked for"), form, _("Save the question"), intro=intro)


@require_http_methods(["GET", "POST"])
def records_check_answer(request: HttpRequest, client_id: UUID, check_id: UUID) -> HttpResponse:
    man = man_of(request, client_id)
    check = queries.check(request.viewer, client_id, check_id)
    if check is None:
        raise Http404
    former = queries.answer(check_id)
    form = common.opened(request, forms.AnswerForm)

    def act() -> str:
        actions.answer_records(
            check=check,
            answered_on=form.cleaned_data["answered_on"],
            outcome=form.cleaned_data["outcome"],
            incidents=[actions.Entered(*line) for line in form.given()],
            by=_by(request),
            at=timezone.now(),
            corrects=former.id if former else None,
        )
        return reverse("family", args=[client_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        said_saved(request, _("Saved at %(time)s."))
        return done
    open_lines = 2
    lines = [
        pages.Block(
            _("Incident %(number)d") % {"number": n},
            _with_widths(form.line(n)),
            n <= open_lines or any(one.value() or one.errors for one in form.line(n)),
        )
        for n in range(1, forms.INCIDENTS + 1)
    ]
    page = pages.AnswerPage(
        client=man,
        tabs=tabs(man, "family"),
        heading=_("What official records say") if former is None else _("Correct what official records say"),
        intro=_about(check),
        form=form,
        lines=tuple(lines),
        back=reverse("family", args=[client_id]),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "family/records_check_answer.html", {"page": page})


WIDTHS = {"born": "date", "on": "date", "kind": "middle", "relation": "middle", "source": "middle", "name": "middle"}


def _with_widths(fields) -> tuple[tuple[Any, str], ...]:
    return tuple((one, WIDTHS.get(one.name.rpartition("_")[0], "")) for one in fields)


def _about(check) -> str:
    return _("%(source)s, asked on %(asked)s about %(begin)s to %(end)s.") % {
        "source": check.get_source_display(),
        "asked": date_format(check.asked_on, "j F Y"),
        "begin": date_format(check.period_from, "j F Y"),
        "end": date_format(check.period_to, "j F Y"),
    }

"""Pages of individual sessions: planned, held, cancelled, not attended."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.casework.clients.policy import READERS, WRITERS
from article16.casework.intake import pages as intake_pages
from article16.casework.intake.showing import episode_or_404, may, saved_now
from article16.common import forms as common
from article16.common.accounts import queries as accounts
from article16.common.accounts.middleware import seen
from article16.common.ui.parts import Badge, Fact
from article16.common.ui.shell import Link

from . import actions, forms, pages, queries
from .kinds import Happened
from .policy import individual_of
from .views import BADGES


def _found(request: HttpRequest, individual_id: UUID, roles: frozenset[str] = READERS):
    found = individual_of(request.viewer, individual_id, roles)
    if found is None:
        raise Http404
    seen(request, found.episode.client_id)
    return found


@require_safe
def individual(request: HttpRequest, individual_id: UUID) -> HttpResponse:
    found = _found(request, individual_id)
    rows = queries.outcomes(individual_id)
    words = _("Correct it") if rows else _("Write down what became of it")
    # Closed with its episode: nobody wrote what became of it, and nobody can any more.
    writes = may(request, found.episode, WRITERS) and (rows or found.settled_at is None)
    page = pages.IndividualPage(
        man=intake_pages.man(found.episode),
        day=found.due_on,
        planned=_planned(found),
        written=tuple(_written(row, standing=number == 0) for number, row in enumerate(rows)),
        record=Link(words, reverse("individual-record", args=[individual_id])) if writes else None,
        back=reverse("records", args=[found.episode_id]),
    )
    return render(request, "records/individual.html", {"page": page})


def _planned(session) -> str:
    time = time_format(session.starts_at, "H:i") if session.starts_at else ""
    return ", ".join(filter(None, [date_format(session.due_on, "j F Y"), time, session.theme]))


def _written(row: queries.OutcomeRow, *, standing: bool) -> pages.Written:
    happened = Happened(row.happened)
    facts = [Fact(_("Day"), date_format(row.on, "j F Y"))]
    if happened == Happened.HELD:
        facts += [Fact(_("Minutes"), str(row.minutes)), Fact(_("Held by"), row.held_by or "")]
    facts.append(Fact(_("Theme"), row.theme))
    written = {"name": row.by, "when": date_format(timezone.localtime(row.written_at), "j F Y, H:i")}
    facts.append(Fact(_("Written by"), _("%(name)s, %(when)s") % written))
    return pages.Written(Badge(BADGES[happened], str(happened.label)), tuple(facts), row.notes, standing)


@require_http_methods(["GET", "POST"])
def individual_add(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    episode = episode_or_404(request, episode_id, WRITERS)
    form = common.opened(request, forms.IndividualForm)

    def act() -> str:
        data, by, at = form.cleaned_data, str(request.viewer.id), timezone.now()
        names = ("on", "starts_at", "theme")
        actions.plan_individual(episode=episode, by=by, at=at, **{name: data[name] for name in names})
        return reverse("records", args=[episode_id])

    return _answer(
        request,
        episode,
        form,
        act,
        heading=_("Plan an individual session"),
        consequence=_("Saving plans the session. From its day on it waits until you write down what became of it."),
        button=_("Plan the session"),
        saved=_("Nothing left this service."),
    )


Record = Callable[..., object]  # `groups.actions.record_individual`: that room lies above this one


def write(request: HttpRequest, episode_id: UUID, record: Record) -> HttpResponse:
    """The page for a session that nobody planned."""
    episode = episode_or_404(request, episode_id, WRITERS)
    return _outcome(request, episode, record, heading=_("Write down an individual session"))


def settle(request: HttpRequest, individual_id: UUID, record: Record) -> HttpResponse:
    """The page for what became of a planned one, and for correcting that."""
    found = _found(request, individual_id, WRITERS)
    stands = queries.outcome(individual_id)
    heading = _("Correct the session") if stands else _("What became of the session")
    return _outcome(request, found.episode, record, heading=heading, session=found, stands=stands)


def _outcome(request: HttpRequest, episode, record: Record, *, heading: str, session=None, stands=None) -> HttpResponse:
    at = timezone.now()
    people = accounts.colleagues(request.viewer, at=at)
    form = common.opened(request, forms.OutcomeForm, people=people, initial=_initial(session, stands))

    def act() -> str:
        data = form.cleaned_data
        became = actions.Became(
            on=data["on"],
            happened=data["happened"],
            minutes=data["minutes"],
            theme=data["theme"],
            notes=data["notes"],
            held_by=UUID(data["held_by"]) if data["held_by"] else None,
        )
        by = str(request.viewer.id)
        record(episode=episode, became=became, by=by, at=at, session=session, corrects=stands)
        return reverse("records", args=[episode.pk])

    new = _(
        "Saving writes what became of it into his file. A held session counts toward his hours, a missed one as your "
        "rules of attendance say. Whether he came leaves, as for every man."
    )
    again = _("Saving writes a new row. What stood before stays in the file. What changed leaves, as for every man.")
    return _answer(
        request,
        episode,
        form,
        act,
        heading=heading,
        consequence=again if stands else new,
        button=_("Save the correction") if stands else _("Save the session"),
        saved=_("Whether he came leaves, as for every man."),
    )


def _initial(session, stands) -> dict[str, object]:
    if stands:
        names = ("happened", "on", "minutes", "theme", "notes")
        return {name: getattr(stands, name) for name in names} | {"held_by": str(stands.held_by_id or "")}
    if session and session.due_on <= timezone.localdate():
        return {"on": session.due_on, "theme": session.theme}
    return {"theme": session.theme} if session else {}


def _answer(
    request: HttpRequest, episode, form, act, *, heading: str, consequence: str, button: str, saved: str
) -> HttpResponse:
    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, saved_now(saved))
        return done
    page = pages.FormPage(
        man=intake_pages.man(episode),
        heading=heading,
        form=form,
        consequence=consequence,
        button=button,
        back=reverse("records", args=[episode.pk]),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "records/form.html", {"page": page})

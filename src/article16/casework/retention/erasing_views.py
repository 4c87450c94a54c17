"""How long one file is kept, proposing that it is erased, and the second person's decision."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from article16.common import forms as common
from article16.common.accounts import queries as accounts
from article16.common.accounts.middleware import seen
from article16.common.ui.parts import Fact
from article16.common.ui.shell import Link

from . import actions, forms, pages, queries
from .policy import MANAGERS, PROPOSERS, whole_file_of

METHODS = require_http_methods(["GET", "POST"])


@METHODS
def erasure_propose(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """How the file stands; with no passage open, a proposal to erase it."""
    man = whole_file_of(request.viewer, client_id, PROPOSERS)
    if man is None:
        raise Http404
    seen(request, client_id)
    stands = queries.of_one(man, today=timezone.localdate())
    form = common.opened(request, forms.ProposeForm)

    def act() -> str:
        data, by = form.cleaned_data, str(request.viewer.id)
        actions.propose(client=man, basis=data["basis"], words=data["words"], by=by, at=timezone.now())
        return reverse("erasure-propose", args=[client_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Proposed. A second person, who manages every programme of his, confirms it."))
        return done
    open_to = stands is not None and stands.held_until is None and stands.proposed_by is None
    page = pages.ErasurePage(
        heading=_("How long the file of %(code)s is kept") % {"code": man.code},
        facts=_facts(stands),
        notes=_notes(stands),
        links=tuple(_links(request, client_id, stands)),
        mentions=(),
        form=form if open_to else None,
        button=_("Propose to erase the file"),
        consequence="",
        back=reverse("client", args=[client_id]),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "retention/erasure.html", {"page": page})


def _facts(stands: queries.DueRow | None) -> tuple[Fact, ...]:
    if stands is None:
        return ()
    name = accounts.names([str(stands.proposed_by)]).get(str(stands.proposed_by), "") if stands.proposed_by else ""
    return (
        Fact(_("Last passage ended"), date_format(stands.ended_on, "j M Y")),
        Fact(_("Class"), stands.label),
        Fact(_("Kept until"), date_format(stands.due, "j M Y")),
        Fact(_("Held until"), date_format(stands.held_until, "j M Y") if stands.held_until else _("no hold")),
        Fact(_("Proposed to be erased"), f"{stands.basis}, {name}" if name else _("no")),
    )


def _notes(stands: queries.DueRow | None) -> tuple[str, ...]:
    if stands is None:
        return (_("A passage of his is open, or no period is set for such a file: nothing can be erased."),)
    example = _(
        "The period is an example that came with the program, taken from no law. A manager sets your country's."
    )
    return (example,) if stands.is_example else ()


def _links(request: HttpRequest, client_id: UUID, stands: queries.DueRow | None) -> list[Link]:
    if not request.viewer.has(MANAGERS):
        return []
    found = [Link(_("Hold the file"), reverse("retention-hold", args=[client_id]))]
    if stands and stands.proposed_by and stands.proposed_by != request.viewer.id:
        found.append(Link(_("Confirm or refuse"), reverse("erasure-confirm", args=[client_id])))
    return found


@METHODS
def erasure_confirm(request: HttpRequest, client_id: UUID) -> HttpResponse:
    man = whole_file_of(request.viewer, client_id, MANAGERS)
    proposal = queries.proposal(client_id) if man else None
    if man is None or proposal is None:
        raise Http404
    seen(request, client_id)
    stands = queries.of_one(man, today=timezone.localdate())
    form = common.opened(request, forms.ConfirmForm, expected=man.code)

    def act() -> str:
        by, at = str(request.viewer.id), timezone.now()
        if form.cleaned_data["decision"] == "keep":
            actions.withdraw(client=man, by=by, at=at)
            return reverse("erasure-propose", args=[client_id])
        actions.erase(client=man, by=by, at=at)
        return reverse("retention-board")

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        erased = form.cleaned_data["decision"] == "erase"
        messages.success(
            request,
            _("Erased. Copies in backups end with them, after 35 days at most.") if erased else _("The file is kept."),
        )
        return done
    page = pages.ErasurePage(
        heading=_("Erase the file of %(code)s?") % {"code": man.code},
        facts=_facts(stands),
        notes=((proposal.words,) if proposal.words else ()),
        links=(),
        mentions=tuple(queries.mentions(man)),
        form=form,
        button=_("Save the decision"),
        consequence=_(
            "Every row about him goes, in every part of casework, with his documents. It cannot be undone. What stays: "
            "the record of who did what, with numbers that lead nowhere; counts without him; sealed messages that left "
            "as for every man. Backups end after 35 days at most: after a restore from one, erase him again."
        ),
        back=reverse("erasure-propose", args=[client_id]),
    )
    return render(request, "retention/erasure.html", {"page": page})

"""Copies for one woman and how the end of her case stands; proposing and confirming that it is erased."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts import queries as accounts
from article16.common.accounts.pages import FormPage
from article16.common.ui.parts import Badge, Fact, State
from article16.common.ui.shell import Link
from article16.support.keys.holders import case_box
from article16.support.keys.session import held
from article16.support.survivors import clock
from article16.support.survivors.views import found_case, on_case

from . import actions, forms, pages, queries
from .policy import BASIS, SAFE, WAYS
from .writings import Held, Keep

METHODS = require_http_methods(["GET", "POST"])


@require_safe
@on_case
def survivor_access(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    box = case_box(survivor_id, held(request))
    copies, keep = queries.copies(box), queries.keeping(box)
    people = {str(one) for _pk, copy in copies for one in (copy.prepared_by, copy.released_by) if one}
    names = accounts.names(people | ({str(keep.proposed_by)} if keep.proposed_by else set()))
    page = pages.CasePage(
        id=survivor_id,
        code=file.core.code,
        copies=tuple(_block(request, survivor_id, pk, copy, names) for pk, copy in copies),
        keeping=_keeping(keep, names),
        links=tuple(_links(request, survivor_id, keep, asks=all(copy.given_on for _pk, copy in copies))),
    )
    return render(request, "access/survivor_access.html", {"page": page})


def _block(request: HttpRequest, case: UUID, pk: UUID, copy: Held, names: dict[str, str]) -> pages.CopyBlock:
    mine = copy.prepared_by == request.viewer.id
    note = _("You prepared this copy. A second person looks through it and releases it.")
    return pages.CopyBlock(
        heading=_("She asked on %(day)s") % {"day": date_format(copy.asked_on, "j M Y")},
        facts=_facts(copy, names),
        parts=tuple(_part(case, pk, copy, number) for number in range(1, copy.parts + 1)),
        steps=tuple(_steps(case, pk, copy, mine=mine)),
        note=note if mine and copy.released_at is None else "",
        sha256=copy.sha256,
    )


def _facts(copy: Held, names: dict[str, str]) -> tuple[Fact, ...]:
    return (
        Fact(_("How she asked"), str(WAYS.get(copy.way, copy.way))),
        Fact(_("Answer due on"), date_format(copy.due, "j M Y")),
        Fact(_("Where it is safe with her"), f"{SAFE[copy.safe]} {copy.safe_words}".strip() if copy.safe else ""),
        Fact(_("Prepared"), names.get(str(copy.prepared_by), "") if copy.prepared_by else ""),
        Fact(_("Released"), names.get(str(copy.released_by), "") if copy.released_by else ""),
        Fact(_("Given to her on"), date_format(copy.given_on, "j M Y") if copy.given_on else ""),
    )


def _part(case: UUID, pk: UUID, copy: Held, number: int) -> tuple[Link, Badge]:
    label = _("Part %(number)d of %(all)d") % {"number": number, "all": copy.parts}
    looked = Badge(State.DONE, _("Looked through")) if number in copy.looked else Badge(State.OPEN, _("Not yet"))
    return Link(label, reverse("survivor-access-part", args=[case, pk, number])), looked


def _steps(case: UUID, pk: UUID, copy: Held, *, mine: bool) -> list[Link]:
    def link(label: str, name: str) -> Link:
        return Link(label, reverse(f"survivor-access-{name}", args=[case, pk]))

    if copy.given_on:
        return []
    if copy.released_at:
        return [link(_("Save the copy"), "file"), link(_("It was given to her"), "given")]
    again = _("Prepare anew") if copy.prepared_at else _("Prepare the copy")
    found = [link(_("Where is it safe with her?"), "safe"), link(again, "prepare")]
    return [*found, link(_("Release the copy"), "release")] if copy.whole and not mine else found


def _keeping(keep: Keep, names: dict[str, str]) -> tuple[Fact, ...]:
    until = date_format(keep.held_until, "j M Y") if keep.held_until else _("no hold")
    proposed = f"{BASIS[keep.basis]}, {names.get(str(keep.proposed_by), '')}" if keep.proposed_by else _("no")
    return (Fact(_("Held until"), f"{until} {keep.held_for}".strip()), Fact(_("Proposed to be erased"), proposed))


def _links(request: HttpRequest, case: UUID, keep: Keep, *, asks: bool) -> list[Link]:
    found = [Link(_("She asks for a copy"), reverse("survivor-access-add", args=[case]))] if asks else []
    found.append(Link(_("Erase or hold the case"), reverse("survivor-erase", args=[case])))
    if keep.proposed_by and keep.proposed_by != request.viewer.id and "lead" in request.viewer.grants:
        found.append(Link(_("Confirm or refuse"), reverse("survivor-erase-confirm", args=[case])))
    return found


@METHODS
@on_case
def survivor_erase(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    form = common.opened(request, forms.EraseForm)

    def act() -> str:
        data, by, at = form.cleaned_data, held(request), clock.now()
        if data["what"] == "erase":
            actions.propose(case=survivor_id, basis=data["basis"], words=data["words"], by=by, at=at)
        else:
            until = data["until"] if data["what"] == "hold" else None
            actions.hold(case=survivor_id, until=until, reason=data["words"] if until else "", by=by, at=at)
        return reverse("survivor-access", args=[survivor_id])

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Saved."))
        return done
    page = FormPage(
        heading=_("Erase or hold: %(code)s") % {"code": file.core.code},
        intro=_("One person proposes, a lead who is not the same person confirms. A hold stops it until its day."),
        form=form,
        button=_("Save"),
        back=reverse("survivor-access", args=[survivor_id]),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "accounts/form_page.html", {"page": page})


@METHODS
@on_case
def survivor_erase_confirm(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    keep = queries.keeping(case_box(survivor_id, held(request)))
    if keep.proposed_by is None:
        raise Http404
    form = common.opened(request, forms.ConfirmForm)

    def act() -> str:
        by, at = held(request), timezone.now()
        if form.cleaned_data["decision"] == "keep":
            actions.withdraw(case=survivor_id, by=by, at=at)
            return reverse("survivor-access", args=[survivor_id])
        actions.erase(case=survivor_id, by=by, at=at)
        return reverse("her-data")

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        erased = form.cleaned_data["decision"] == "erase"
        messages.success(request, _("Erased.") if erased else _("The case is kept."))
        return done
    page = FormPage(
        heading=_("Erase %(code)s?") % {"code": file.core.code},
        intro=_(
            "%(why)s. “%(words)s” Its key is destroyed, so that nothing sealed under it opens again, and every row "
            "goes. Documents that came sealed about him go too, unless another case may need them: look at Documents "
            "afterwards. It cannot be undone. Copies in backups end with them, after 35 days at most."
        )
        % {"why": BASIS[keep.basis], "words": keep.words},
        form=form,
        button=_("Save the decision"),
        back=reverse("survivor-access", args=[survivor_id]),
    )
    return render(request, "accounts/form_page.html", {"page": page})

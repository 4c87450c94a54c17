"""One copy for her, step by step."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from article16.common import forms as common
from article16.common.accounts.actions import NotPossible
from article16.common.copies import forms as copying
from article16.common.copies import month_after
from article16.common.form_pages import Act, form_page
from article16.common.forms import OnceForm
from article16.support.keys.holders import case_box
from article16.support.keys.session import held
from article16.support.survivors import clock
from article16.support.survivors.views import found_case, on_case
from article16.support.survivors.writings import CaseFile

from . import actions, forms, pages, queries
from .policy import WHY
from .writings import Held

METHODS = require_http_methods(["GET", "POST"])


def _found(request: HttpRequest, survivor_id: UUID, copy_id: UUID) -> tuple[CaseFile, Held]:
    file = found_case(request, survivor_id)
    copy = queries.copy(case_box(survivor_id, held(request)), copy_id)
    if copy is None:
        raise Http404
    return file, copy


@METHODS
@on_case
def survivor_access_add(request: HttpRequest, survivor_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    form = common.opened(request, forms.AskForm)

    def act() -> None:
        day = form.cleaned_data["asked_on"]
        actions.ask(
            case=survivor_id,
            asked_on=day,
            due=month_after(day),
            way=form.cleaned_data["way"],
            by=held(request),
            at=clock.now(),
        )

    return _form_page(
        request, file, form, act, heading=_("She asks for a copy"), button=_("Save"), said=_("Saved."),
        intro=_("Of her own case only, within a month. Ask her first where such papers are safe with her."),
    )  # fmt: skip


@METHODS
@on_case
def survivor_access_safe(request: HttpRequest, survivor_id: UUID, copy_id: UUID) -> HttpResponse:
    file, _copy = _found(request, survivor_id, copy_id)
    form = common.opened(request, forms.SafeForm)

    def act() -> None:
        data = form.cleaned_data
        actions.say_safe(
            case=survivor_id,
            copy=copy_id,
            how=data["how"],
            words=data["words"],
            on=data["on"],
            by=held(request),
            at=clock.now(),
        )

    return _form_page(
        request, file, form, act, heading=_("Where is it safe with her?"), button=_("Save"), said=_("Saved."),
        intro=_("Nothing is posted and nothing is mailed. In his hands these papers tell him everything she said."),
    )  # fmt: skip


@METHODS
@on_case
def survivor_access_prepare(request: HttpRequest, survivor_id: UUID, copy_id: UUID) -> HttpResponse:
    file, copy = _found(request, survivor_id, copy_id)
    form = common.opened(request, forms.PrepareForm, initial={"language": copy.language} if copy.prepared_at else {})

    def act() -> None:
        language, by = form.cleaned_data["language"], held(request)
        actions.prepare(case=survivor_id, copy=copy_id, language=language, by=by, at=clock.now())

    return _form_page(
        request, file, form, act, heading=_("Prepare the copy"), button=_("Prepare the copy"),
        said=_("Prepared. A second person now looks through every part."),
        intro=_("Everything of this case, as it stands now. What came through the wall is about him and not in it."),
    )  # fmt: skip


@METHODS
@on_case
def survivor_access_part(request: HttpRequest, survivor_id: UUID, copy_id: UUID, part: int) -> HttpResponse:
    file, copy = _found(request, survivor_id, copy_id)
    if not 1 <= part <= copy.parts:
        raise Http404
    form = common.opened(request, copying.PartForm, entries=copy.part(part), reasons=WHY.items())
    back = reverse("survivor-access", args=[survivor_id])

    def act() -> str:
        actions.look_through(
            case=survivor_id, copy=copy_id, part=part, left=form.left(), by=held(request), at=clock.now()
        )
        waiting = [one for one in range(part + 1, copy.parts + 1) if one not in copy.looked]
        return reverse("survivor-access-part", args=[survivor_id, copy_id, waiting[0]]) if waiting else back

    done = common.save(request, form, act) if request.method == "POST" else None
    if done:
        messages.success(request, _("Saved."))
        return done
    page = pages.PartPage(
        code=file.core.code,
        heading=_("Part %(number)d of %(all)d") % {"number": part, "all": copy.parts},
        form=form,
        rows=tuple(form.shown()),
        back=back,
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "access/part.html", {"page": page})


@METHODS
@on_case
def survivor_access_release(request: HttpRequest, survivor_id: UUID, copy_id: UUID) -> HttpResponse:
    file, _copy = _found(request, survivor_id, copy_id)
    form = common.opened(request, copying.ReleaseForm)

    def act() -> None:
        actions.release(case=survivor_id, copy=copy_id, by=held(request), at=clock.now())

    return _form_page(
        request, file, form, act, heading=_("Release the copy"), button=_("Release the copy"), said=_("Released."),
        intro=_("From then on it can be saved and given to her. The record keeps who released it and who saved it."),
    )  # fmt: skip


@require_safe
@on_case
def survivor_access_file(request: HttpRequest, survivor_id: UUID, copy_id: UUID) -> HttpResponse:
    """Before its release there is no such address. The name says nothing."""
    _found(request, survivor_id, copy_id)
    try:
        content = actions.download(case=survivor_id, copy=copy_id, by=held(request), at=clock.now())
    except NotPossible:
        raise Http404 from None
    headers = {"Content-Disposition": 'attachment; filename="copy.zip"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)


@METHODS
@on_case
def survivor_access_given(request: HttpRequest, survivor_id: UUID, copy_id: UUID) -> HttpResponse:
    file, _copy = _found(request, survivor_id, copy_id)
    form = common.opened(request, forms.GivenForm)

    def act() -> None:
        actions.give(case=survivor_id, copy=copy_id, on=form.cleaned_data["on"], by=held(request), at=clock.now())

    return _form_page(
        request, file, form, act, heading=_("It was given to her"), button=_("Record it"), said=_("Recorded."),
        intro=_("What was prepared is deleted here then. That she had a copy, and its check sum, stays."),
    )  # fmt: skip


def _form_page(
    request: HttpRequest, file: CaseFile, form: OnceForm, act: Act, *, heading: str, intro: str, button: str, said: str
) -> HttpResponse:
    back = reverse("survivor-access", args=[file.id])
    return form_page(
        request, form, act, heading=f"{heading}: {file.core.code}", intro=intro, button=button, back=back, said=said
    )

"""His file itself: his name and date of birth, and two files that were one man."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from article16.common import forms as common
from article16.common.accounts.actions import NotPossible
from article16.common.accounts.middleware import seen
from article16.common.accounts.pages import FormPage

from .. import actions, forms, pages, policy, queries, telling


def _found(request: HttpRequest, client_id: UUID):
    found = policy.client_of(request.viewer, client_id, policy.INTAKE)
    if found is None:
        raise Http404
    seen(request, client_id)
    return found


@require_http_methods(["GET", "POST"])
def client_correct(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """His name or date of birth was wrong, or has changed."""
    client = _found(request, client_id)
    initial = {"name": client.name, "birth_date": client.birth_date}
    form = common.opened(request, forms.PersonForm, initial=initial)
    back = reverse("client", args=[client_id])

    def save() -> str:
        data = {name: form.cleaned_data[name] for name in ("name", "birth_date", "reason")}
        actions.correct_person(client=client, by=str(request.viewer.id), at=timezone.now(), **data)
        return back

    if request.method == "POST" and (done := common.save(request, form, save)):
        messages.success(request, _("Saved. The name before is kept, and he is still found under it."))
        return done
    page = pages.ClientCorrectPage(
        code=client.code,
        form=form,
        back=back,
        before=telling.corrections(queries.corrections(client_id)),
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "clients/client_correct.html", {"page": page})


@require_http_methods(["GET", "POST"])
def client_merge(request: HttpRequest, client_id: UUID) -> HttpResponse:
    """Another file is the same man: its episodes move into this one."""
    client = _found(request, client_id)
    form = common.opened(request, forms.MergeForm)
    back = reverse("client", args=[client_id])

    def save() -> str:
        other = queries.by_code(request.viewer, form.cleaned_data["code"], policy.INTAKE)
        if other is None or other.pk == client.pk:
            raise NotPossible(_("You have no other file with this code. Check it in the list of men"))
        at = timezone.now()
        actions.merge_clients(
            merged=other,
            into=client,
            reason=form.cleaned_data["reason"],
            by=str(request.viewer.id),
            at=at,
            on=timezone.localdate(at),
        )
        return back

    if request.method == "POST" and (done := common.save(request, form, save)):
        messages.success(request, _("The two files are one. The message “merged” leaves, as for every man."))
        return done
    page = pages.MergePage(
        form=form,
        heading=_("Another file is %(code)s, too") % {"code": client.code},
        name=client.name,
        consequence=_(
            "Saving moves every episode of the other file into this one and sends the message “merged”, as for every "
            "man. The emptied file keeps its code and a note of what moved. Whoever could not open one of the files "
            "can open neither."
        ),
        back=back,
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "clients/client_merge.html", {"page": page})


def client_unmerge(request: HttpRequest, merge_id: UUID, part: Callable[..., Any]) -> HttpResponse:
    """Two files were made one and are two men after all. `part`: the action of groups, which tells plans."""
    merge = policy.merge_of(request.viewer, merge_id, policy.INTAKE)
    if merge is None:
        raise Http404
    seen(request, merge.into_id)
    form = common.opened(request, forms.UnmergeForm)
    back = reverse("client", args=[merge.into_id])

    def save() -> str:
        at = timezone.now()
        reason, by = form.cleaned_data["reason"], str(request.viewer.id)
        part(merge=merge, reason=reason, by=by, at=at, on=timezone.localdate(at))
        return reverse("client", args=[merge.merged_id])

    if request.method == "POST" and (done := common.save(request, form, save)):
        messages.success(request, _("They are two files again. That the merge was wrong leaves, as for every man."))
        return done
    codes = {"kept": merge.into.code, "other": merge.merged.code}
    page = FormPage(
        heading=_("%(other)s is another man than %(kept)s") % codes,
        intro=_(
            "Saving moves back what came from %(other)s, with what was written since about its episodes, and sends "
            "that the merge was wrong, as for every man. What was told of him meanwhile is told again under his own "
            "number. What was sealed for her service in that time cannot be read here; her service is told which of it "
            "was about him. What is new and belongs to no episode stays with %(kept)s."
        )
        % codes,
        form=form,
        button=_("Make them two files again"),
        back=back,
        kept_at=getattr(request, "draft_kept_at", None),
    )
    return render(request, "accounts/form_page.html", {"page": page})

"""The set-up of the keys, step by step. Until it is done, this service takes no real person's data."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from article16.common import forms as common
from article16.common.accounts import queries as accounts
from article16.common.accounts.actions import NotPossible

from .. import forms, pages, queries, session
from ..actions import ceremony, founding, sheets
from ..session import needs_unlocked


@require_safe
def set_up(request: HttpRequest) -> HttpResponse:
    found = session.unlocked(request)
    state = queries.set_up()
    own = queries.own_key(request.viewer.id) is not None
    page = pages.set_up_page(state, own=own, unlocked=found is not None, holds=bool(found and found.zone))
    return render(request, "keys/set_up.html", {"page": page})


@require_POST
@needs_unlocked
def set_up_begin(request: HttpRequest) -> HttpResponse:
    """The key of the service, given to the lead who is unlocked."""
    try:
        founding.found(key=session.held(request).worker_id, staff=request.viewer.id, at=timezone.now())
        messages.success(request, _("The key of the service is made, and you hold it. Now print the sheets."))
    except NotPossible as no:
        messages.warning(request, str(no))
    return redirect("set-up")


@require_POST
@needs_unlocked
def set_up_sheets(request: HttpRequest) -> HttpResponse:
    """Three sheets as one PDF. They are in this answer and nowhere else."""
    from ..print import sheets_pdf  # with what draws QR codes: not at the start

    at = timezone.now()
    try:
        printed = sheets.make_sheets(unlocked=session.held(request), by=request.viewer.id, at=at)
    except NotPossible as no:
        messages.warning(request, str(no))
        return redirect("set-up")
    services = ", ".join(one.name for one in accounts.programmes_of(request.viewer.programmes()))
    answer = HttpResponse(sheets_pdf(printed, service=services, at=at), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="sheets-{printed[0].set}.pdf"'
    return answer


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def set_up_test(request: HttpRequest) -> HttpResponse:
    """A holder types the sheet from paper, and reads the sentence that only it opens."""
    form = common.opened(request, forms.SheetForm)
    sentence = ""
    if request.method == "POST" and form.is_valid():
        try:
            sentence = ceremony.try_sheet(sheet=form.sheet, by=request.viewer.id, at=timezone.now())
        except NotPossible as no:
            form.add_error("secret_name", str(no))
    page = pages.SheetTestPage(form=form, sentence=sentence, state=queries.set_up())
    return render(request, "keys/set_up_test.html", {"page": page})

"""Pages of questions for the worker who asks, and ending with what is there."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from article16.common import forms as common
from article16.common.accounts.actions import NotPossible
from article16.common.accounts.middleware import seen
from article16.common.questionnaires import answering as engine
from article16.support.keys.cases import CaseBox
from article16.support.keys.holders import case_box
from article16.support.keys.opening import NotHeld, Unlocked
from article16.support.keys.session import held as unlocked_of
from article16.support.survivors import clock
from article16.support.survivors.queries import opened
from article16.support.survivors.views import found_case, on_case
from article16.support.survivors.writings import code_of

from .. import asking, forms, words
from ..actions import answering
from ..desk import WorkerDesk
from ..held import Entry, Row, What
from ..queries import sittings
from . import frame


def sitting_or_404(request: HttpRequest, case: UUID, sitting_id: UUID) -> tuple[CaseBox, Row]:
    """A sitting of this case. Another woman's is none, and so is one of a case in which she is not named."""
    try:
        box = case_box(case, unlocked_of(request))
    except NotHeld:
        raise Http404 from None
    found = next((one for one in sittings.of_case(case, box) if one.id == sitting_id), None)
    if found is None:
        raise Http404
    return box, found


@require_http_methods(["GET", "POST"])
@on_case
def survivor_sitting(request: HttpRequest, survivor_id: UUID, sitting_id: UUID, place: int) -> HttpResponse:
    """One page. To save it the case is not opened; to put its questions it is: she may have said no since."""
    box, row = sitting_or_404(request, survivor_id, sitting_id)
    seen(request, survivor_id)
    desk, service = WorkerDesk(box, row, unlocked_of(request), clock.now()), code_of(survivor_id)
    back = HttpResponseRedirect(reverse("survivor-questionnaires", args=[survivor_id]))
    try:
        if request.method != "POST":
            _may_go_on(box, row, unlocked_of(request))
            return engine.answer(request, desk, place, service=service) or back
        with transaction.atomic():  # the page kept and the questionnaire ended together
            return engine.answer(request, desk, place, service=service) or back
    except NotPossible as no:
        messages.warning(request, str(no))
        return back


def _may_go_on(box: CaseBox, row: Row, by: Unlocked) -> None:
    """Raises NotPossible after her no. What she has filled in on paper may still be keyed in."""
    file, here = opened(box.case, by, box), What("", row.held.instrument)
    no = asking.refusal(file, here, informant=row.held.informant, window=None, on=frame.today())
    if no and row.held.entry is Entry.DIRECT:
        raise NotPossible(words.refusal_words(no))


@require_http_methods(["GET", "POST"])
@on_case
def survivor_sitting_end(request: HttpRequest, survivor_id: UUID, sitting_id: UUID) -> HttpResponse:
    file = found_case(request, survivor_id)
    _box, row = sitting_or_404(request, survivor_id, sitting_id)
    if row.held.entry is not Entry.DIRECT:
        raise Http404
    form = common.opened(request, forms.EndForm, today=frame.today())

    def act() -> str:
        on = form.cleaned_data["on"]
        made = answering.finish_sitting(case=survivor_id, row=row, on=on, by=unlocked_of(request), at=clock.now())
        return reverse("survivor-answers", args=[survivor_id, made])

    return frame.form_page(
        request, form, act, heading=_("End it with what is there: %(code)s") % {"code": file.core.code},
        intro=_("%(time)s. What is still open is kept as not reached; it can not be gone on with afterwards.")
        % {"time": words.time_words(row.held.wave)},
        button=_("End the questionnaire"), back=reverse("survivor-questionnaires", args=[survivor_id]),
        said=_("Ended. What she answered is kept."),
    )  # fmt: skip

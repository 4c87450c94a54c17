"""A programme's own questionnaire as it will look, in every language."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from article16.common.questionnaires.previewing import preview

from .authoring_views import own_or_404
from .queries import instruments


@require_safe
def instrument_preview(request: HttpRequest, own_id: UUID, language: str) -> HttpResponse:
    own, found = own_or_404(request, own_id)
    his = instruments.for_him(found)
    return preview(
        request, found, language, informant="client" if his else instruments.worker_of(found), declines=his,
        service=own.programme.name, back=reverse("instrument", args=[own_id]),
    )  # fmt: skip

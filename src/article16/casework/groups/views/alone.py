"""Pages of rooms below whose saving also tells the plan or counts as attendance, which this room knows."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from article16.casework.clients import views as client_views
from article16.casework.records import review_views, session_views

from .. import actions


@require_http_methods(["GET", "POST"])
def individual_write(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    return session_views.write(request, episode_id, actions.record_individual)


@require_http_methods(["GET", "POST"])
def individual_record(request: HttpRequest, individual_id: UUID) -> HttpResponse:
    return session_views.settle(request, individual_id, actions.record_individual)


@require_http_methods(["GET", "POST"])
def review_hold(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    return review_views.hold(request, episode_id, actions.hold_review)


@require_http_methods(["GET", "POST"])
def review_move(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    return review_views.move(request, episode_id, actions.move_review)


@require_http_methods(["GET", "POST"])
def client_unmerge(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    return client_views.client_unmerge(request, merge_id, actions.unmerge_clients)

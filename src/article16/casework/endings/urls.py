"""Addresses of the room of endings."""

from django.urls import path

from . import views

urlpatterns = [
    path("clients/<uuid:client_id>/course/", views.client_course, name="client-course"),
    path("episodes/<uuid:episode_id>/course/", views.episode_course, name="episode-course"),
    path("episodes/<uuid:episode_id>/end/", views.episode_end, name="episode-end"),
    path("episodes/<uuid:episode_id>/suspend/", views.episode_suspend, name="episode-suspend"),
    path("episodes/<uuid:episode_id>/resume/", views.episode_resume, name="episode-resume"),
    path("episodes/<uuid:episode_id>/reopen/", views.episode_reopen, name="episode-reopen"),
    path("endings/<uuid:ending_id>/correct/", views.ending_correct, name="ending-correct"),
    path("endings/<uuid:ending_id>/told/", views.ending_told, name="ending-told"),
]

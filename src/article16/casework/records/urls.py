from django.urls import path

from . import note_views, review_views, session_views, views

urlpatterns = [
    path("clients/<uuid:client_id>/records/", views.client_records, name="client-records"),
    path("episodes/<uuid:episode_id>/records/", views.records, name="records"),
    path("reviews/<uuid:held_id>/", review_views.review, name="review"),
    path("reviews/<uuid:held_id>/correct/", review_views.review_correct, name="review-correct"),
    path("programmes/<uuid:programme_id>/reviews/", review_views.review_interval, name="review-interval"),
    path("episodes/<uuid:episode_id>/individual/add/", session_views.individual_add, name="individual-add"),
    path("individual/<uuid:individual_id>/", session_views.individual, name="individual"),
    path("episodes/<uuid:episode_id>/notes/", note_views.notes, name="notes"),
    path("episodes/<uuid:episode_id>/notes/add/", note_views.note_add, name="note-add"),
    path("notes/<uuid:note_id>/", note_views.note, name="note"),
    path("notes/<uuid:note_id>/correct/", note_views.note_correct, name="note-correct"),
]

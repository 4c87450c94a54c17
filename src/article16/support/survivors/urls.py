from django.urls import path

from . import views, writing_views

urlpatterns = [
    path("cases/", views.survivors, name="survivors"),
    path("cases/add/", views.survivor_add, name="survivor-add"),
    path("cases/<uuid:survivor_id>/", views.survivor, name="survivor"),
    path("cases/<uuid:survivor_id>/contact/", writing_views.survivor_contact, name="survivor-contact"),
    path("cases/<uuid:survivor_id>/attempts/add/", writing_views.survivor_attempt, name="survivor-attempt"),
    path("cases/<uuid:survivor_id>/danger/", writing_views.survivor_danger, name="survivor-danger"),
    path("cases/<uuid:survivor_id>/told/add/", writing_views.survivor_duty, name="survivor-duty"),
    path("cases/<uuid:survivor_id>/consents/add/", writing_views.survivor_consent, name="survivor-consent"),
    path(
        "cases/<uuid:survivor_id>/consents/<uuid:consent_id>/end/",
        writing_views.survivor_consent_end,
        name="survivor-consent-end",
    ),
    path(
        "cases/<uuid:survivor_id>/consents/<uuid:consent_id>/told/",
        writing_views.survivor_disclosure,
        name="survivor-disclosure",
    ),
    path("cases/<uuid:survivor_id>/write/", writing_views.survivor_write, name="survivor-write"),
    path("cases/<uuid:survivor_id>/plan/", writing_views.survivor_plan, name="survivor-plan"),
    path("cases/<uuid:survivor_id>/close/", views.survivor_close, name="survivor-close"),
]

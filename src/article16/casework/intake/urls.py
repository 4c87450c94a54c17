from django.urls import path

from . import agreement_views, criteria_views, suitability_views, text_views, views

urlpatterns = [
    path("clients/<uuid:client_id>/intake/", views.client_intake, name="client-intake"),
    path("episodes/<uuid:episode_id>/intake/", views.intake, name="intake"),
    path("episodes/<uuid:episode_id>/interviews/add/", views.interview_add, name="interview-add"),
    path("interviews/<uuid:interview_id>/", views.interview, name="interview"),
    path("interviews/<uuid:interview_id>/correct/", views.interview_correct, name="interview-correct"),
    path("episodes/<uuid:episode_id>/suitability/add/", suitability_views.suitability_add, name="suitability-add"),
    path("suitability/<uuid:assessment_id>/", suitability_views.suitability, name="suitability"),
    path("episodes/<uuid:episode_id>/agreement/", agreement_views.agreement, name="agreement"),
    path("episodes/<uuid:episode_id>/agreement/sign/", agreement_views.agreement_sign, name="agreement-sign"),
    path(
        "episodes/<uuid:episode_id>/agreement/withdraw/", agreement_views.agreement_withdraw, name="agreement-withdraw"
    ),
    path("programmes/<uuid:programme_id>/criteria/", criteria_views.criteria, name="criteria"),
    path("programmes/<uuid:programme_id>/criteria/begin/", criteria_views.criteria_begin, name="criteria-begin"),
    path("programmes/<uuid:programme_id>/criteria/add/", criteria_views.criterion_add, name="criterion-add"),
    path("criteria/<uuid:criterion_id>/change/", criteria_views.criterion_change, name="criterion-change"),
    path("criteria/<uuid:criterion_id>/end/", criteria_views.criterion_end, name="criterion-end"),
    path("programmes/<uuid:programme_id>/texts/", text_views.agreement_texts, name="agreement-texts"),
    path(
        "programmes/<uuid:programme_id>/texts/begin/",
        text_views.agreement_texts_begin,
        name="agreement-texts-begin",
    ),
    path("programmes/<uuid:programme_id>/texts/write/", text_views.agreement_text_write, name="agreement-text-write"),
    path("texts/<uuid:text_id>/", text_views.agreement_text, name="agreement-text"),
    path("texts/<uuid:text_id>/release/", text_views.agreement_text_release, name="agreement-text-release"),
]

from django.urls import path

from . import answers_views, keying_views, result_views, views

urlpatterns = [
    path("clients/<uuid:client_id>/questionnaires/", views.questionnaires, name="questionnaires"),
    path("clients/<uuid:client_id>/questionnaires/plan/", views.questionnaires_plan, name="questionnaires-plan"),
    path("questionnaires/<uuid:asking_id>/", views.questionnaire, name="questionnaire"),
    path(
        "questionnaires/<uuid:asking_id>/not-answered/",
        views.questionnaire_not_answered,
        name="questionnaire-not-answered",
    ),
    path("questionnaires/<uuid:asking_id>/paper/", keying_views.questionnaire_paper, name="questionnaire-paper"),
    path("questionnaires/<uuid:asking_id>/compare/", keying_views.questionnaire_compare, name="questionnaire-compare"),
    path("questionnaires/<uuid:asking_id>/result/", result_views.questionnaire_result, name="questionnaire-result"),
    path("questionnaires/<uuid:asking_id>/correct/", result_views.questionnaire_correct, name="questionnaire-correct"),
    path("questionnaires/<uuid:asking_id>/<int:place>/", answers_views.questionnaire_fill, name="questionnaire-fill"),
    path(
        "questionnaires/<uuid:asking_id>/paper/<str:entry>/<int:place>/",
        answers_views.questionnaire_key,
        name="questionnaire-key",
    ),
    path("a/<str:token>/", answers_views.answers_link, name="answers-link"),
    path("answers/<int:place>/", answers_views.answers, name="answers"),
    path("answers/done/", answers_views.answers_done, name="answers-done"),
]

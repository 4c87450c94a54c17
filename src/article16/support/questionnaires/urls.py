from django.urls import path

from . import views

CASE = "cases/<uuid:survivor_id>"

urlpatterns = [
    path(f"{CASE}/questionnaires/", views.survivor_questionnaires, name="survivor-questionnaires"),
    path(f"{CASE}/questionnaires/agreed/", views.survivor_agreed, name="survivor-agreed"),
    path(f"{CASE}/questionnaires/times/", views.survivor_times, name="survivor-times"),
    path(f"{CASE}/questionnaires/add/", views.survivor_tool, name="survivor-tool"),
    path(f"{CASE}/questionnaires/<str:wave>/<str:tool>/", views.survivor_questionnaire, name="survivor-questionnaire"),
    path(f"{CASE}/questionnaires/<str:wave>/<str:tool>/paper/", views.survivor_paper, name="survivor-paper"),
    path(
        f"{CASE}/questionnaires/<str:wave>/<str:tool>/not-answered/",
        views.survivor_not_answered,
        name="survivor-not-answered",
    ),
    path(f"{CASE}/sittings/<uuid:sitting_id>/<int:place>/", views.survivor_sitting, name="survivor-sitting"),
    path(
        f"{CASE}/sittings/<uuid:sitting_id>/compare/", views.survivor_sitting_compare, name="survivor-sitting-compare"
    ),
    path(f"{CASE}/sittings/<uuid:sitting_id>/end/", views.survivor_sitting_end, name="survivor-sitting-end"),
    path(f"{CASE}/answers/<uuid:entry_id>/", views.survivor_answers, name="survivor-answers"),
    path(f"{CASE}/answers/<uuid:entry_id>/correct/", views.survivor_correct, name="survivor-correct"),
    path(f"{CASE}/sittings/<uuid:sitting_id>/correction/", views.survivor_correction, name="survivor-correction"),
    path("questionnaires/asked/", views.her_questionnaires_set, name="her-questionnaires-set"),
    path("questionnaires/own/", views.her_own_questionnaires, name="her-own-questionnaires"),
    path("questionnaires/own/add/", views.her_own_add, name="her-own-add"),
    path("questionnaires/own/<uuid:own_id>/", views.her_own_questionnaire, name="her-own-questionnaire"),
    path("questionnaires/own/<uuid:own_id>/release/", views.her_own_release, name="her-own-release"),
    path("questionnaires/own/<uuid:own_id>/retire/", views.her_own_retire, name="her-own-retire"),
    path("questionnaires/own/<uuid:own_id>/preview/<str:language>/", views.her_own_preview, name="her-own-preview"),
    path("questionnaires/board/", views.her_answers_board, name="her-answers-board"),
]

from django.urls import path

from . import (
    answers_views,
    authoring_views,
    board_views,
    context_views,
    keying_views,
    preview_views,
    rating_views,
    result_views,
    slot_views,
    views,
    window_views,
)

urlpatterns = [
    path("clients/<uuid:client_id>/questionnaires/", views.questionnaires, name="questionnaires"),
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
    path("clients/<uuid:client_id>/ratings/", rating_views.ratings, name="questionnaire-ratings"),
    path("ratings/<uuid:rating_id>/", rating_views.rating, name="questionnaire-rating"),
    path("ratings/<uuid:rating_id>/correct/", rating_views.rating_correct, name="questionnaire-rating-correct"),
    path(
        "ratings/begun/<uuid:rating_draft_id>/<int:place>/",
        rating_views.rating_fill,
        name="questionnaire-rating-fill",
    ),
    path("questionnaires/board/", board_views.questionnaires_board, name="questionnaires-board"),
    path("instruments/", authoring_views.what_is_asked, name="instruments"),
    path("instruments/add/", authoring_views.instrument_add, name="instrument-add"),
    path(
        "programmes/<uuid:programme_id>/questionnaires/", authoring_views.instruments_choose, name="instruments-choose"
    ),
    path("programmes/<uuid:programme_id>/windows/", window_views.instruments_windows, name="instruments-windows"),
    path("instruments/slots/", slot_views.instrument_slots, name="instrument-slots"),
    path("instruments/slots/<str:slot>/", slot_views.instrument_fill, name="instrument-fill"),
    path("instruments/slots/<str:slot>/words/", slot_views.instrument_words, name="instrument-words"),
    path("programmes/<uuid:programme_id>/context/", context_views.programme_context, name="programme-context"),
    path(
        "programmes/<uuid:programme_id>/context/<int:year>/",
        context_views.programme_context_year,
        name="programme-context-year",
    ),
    path(
        "programmes/<uuid:programme_id>/context/<int:year>/<int:place>/",
        context_views.programme_context_fill,
        name="programme-context-fill",
    ),
    path("instruments/<uuid:own_id>/", authoring_views.instrument, name="instrument"),
    path("instruments/<uuid:own_id>/release/", authoring_views.instrument_release, name="instrument-release"),
    path("instruments/<uuid:own_id>/retire/", authoring_views.instrument_retire, name="instrument-retire"),
    path(
        "instruments/<uuid:own_id>/preview/<str:language>/",
        preview_views.instrument_preview,
        name="instrument-preview",
    ),
    path("a/<str:secret>/", answers_views.answers_link, name="answers-link"),
    path("answers/<int:place>/", answers_views.answers, name="answers"),
    path("answers/done/", answers_views.answers_done, name="answers-done"),
]

from django.urls import path

from . import views

urlpatterns = [
    path("team/", views.team, name="team"),
    path("team/cases/", views.team_cases, name="team-cases"),
    path("team/cases/<uuid:survivor_id>/", views.team_hold, name="team-hold"),
    path("team/plan/", views.team_rhythm, name="team-rhythm"),
    path("team/sessions/add/", views.team_session_add, name="team-session-add"),
    path("team/debrief/", views.team_care_ask, name="team-care-ask"),
    path("team/people/<uuid:staff_id>/cases/", views.team_agreed, name="team-agreed"),
    path("team/people/<uuid:staff_id>/debrief/", views.team_care, name="team-care"),
]

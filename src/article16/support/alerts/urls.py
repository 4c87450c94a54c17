from django.urls import path

from . import views

urlpatterns = [
    path("duty/", views.duty_desk, name="duty-desk"),
    path("duty/untold/", views.alerts_untold, name="alerts-untold"),
    path("duty/board/", views.alert_board, name="alert-board"),
    path("duty/ladder/", views.alert_ladder, name="alert-ladder"),
    path("duty/rota/", views.rota, name="rota"),
    path("duty/rota/add/", views.rota_shift_add, name="rota-shift-add"),
    path("duty/rota/hours/", views.rota_hours, name="rota-hours"),
    path("duty/rota/away/", views.rota_absence_add, name="rota-absence-add"),
    path("duty/rota/reach/", views.rota_reach, name="rota-reach"),
    path("duty/rota/<uuid:shift_id>/end/", views.rota_shift_end, name="rota-shift-end"),
    path("duty/case/<uuid:case_id>/acknowledge/", views.alert_acknowledge, name="alert-acknowledge"),
    path("duty/case/<uuid:case_id>/telling/", views.alert_telling, name="alert-telling"),
    path("cases/<uuid:survivor_id>/warnings/", views.survivor_warnings, name="survivor-warnings"),
    path("duty/<uuid:alert_id>/", views.alert, name="alert"),
    path("duty/<uuid:alert_id>/take/", views.alert_take, name="alert-take"),
    path("duty/<uuid:alert_id>/pass-on/", views.alert_pass_on, name="alert-pass-on"),
]

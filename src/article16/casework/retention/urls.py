from django.urls import path

from . import erasing_views, views

urlpatterns = [
    path("retention/", views.retention_board, name="retention-board"),
    path("retention/periods/", views.retention_periods, name="retention-periods"),
    path("retention/periods/add/", views.retention_period_add, name="retention-period-add"),
    path("retention/country/", views.retention_place, name="retention-place"),
    path("retention/holds/<uuid:hold_id>/end/", views.retention_hold_end, name="retention-hold-end"),
    path("clients/<uuid:client_id>/hold/", views.retention_hold, name="retention-hold"),
    path("clients/<uuid:client_id>/erase/", erasing_views.erasure_propose, name="erasure-propose"),
    path("clients/<uuid:client_id>/erase/confirm/", erasing_views.erasure_confirm, name="erasure-confirm"),
]

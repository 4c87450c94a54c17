from django.urls import path

from . import views

urlpatterns = [
    path("warnings/", views.warnings, name="warnings"),
    path("programmes/<uuid:programme_id>/warnings/", views.warning_rules, name="warning-rules"),
    path("programmes/<uuid:programme_id>/hours/", views.warning_hours, name="warning-hours"),
]

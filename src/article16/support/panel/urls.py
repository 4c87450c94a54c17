from django.urls import path

from . import views

urlpatterns = [
    path("panel/", views.panel, name="panel"),
    path("panel/add/", views.panel_meeting_add, name="panel-meeting-add"),
    path("panel/<uuid:meeting_id>/", views.panel_meeting, name="panel-meeting"),
    path("panel/<uuid:meeting_id>/sheet/", views.panel_sheet_make, name="panel-sheet-make"),
    path("panel/<uuid:meeting_id>/sheet/file/", views.panel_sheet, name="panel-sheet"),
]

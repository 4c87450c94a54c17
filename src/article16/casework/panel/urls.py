from django.urls import path

from . import views

urlpatterns = [
    path("panel/", views.panel_sheets, name="panel-sheets"),
    path("panel/add/", views.panel_sheet_add, name="panel-sheet-add"),
    path("panel/<uuid:sheet_id>/", views.panel_sheet, name="panel-sheet"),
]

from django.urls import path

from . import search_views, settings_views, views

urlpatterns = [
    path("", views.today_page, name="today"),
    path("search/", search_views.search_page, name="search"),
    path("settings/", settings_views.programme_settings, name="programme-settings"),
    path("clients/<uuid:client_id>/", views.client, name="client"),
    path("clients/<uuid:client_id>/print/", views.client_print, name="client-print"),
]

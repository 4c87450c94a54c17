from django.urls import path

from . import views

urlpatterns = [
    path("", views.today_page, name="today"),
    path("clients/<uuid:client_id>/", views.client, name="client"),
    path("clients/<uuid:client_id>/print/", views.client_print, name="client-print"),
]

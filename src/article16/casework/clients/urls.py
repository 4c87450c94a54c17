from django.urls import path

from . import views

urlpatterns = [
    path("clients/", views.clients, name="clients"),
    path("clients/add/", views.client_add, name="client-add"),
    path("clients/<uuid:client_id>/refer/", views.episode_add, name="episode-add"),
    path("clients/<uuid:client_id>/close/", views.client_close, name="client-close"),
    path("clients/<uuid:client_id>/opened/", views.client_opened, name="client-opened"),
]

"""Addresses of the room of men and referrals."""

from django.urls import path

from . import views

urlpatterns = [
    path("clients/", views.clients, name="clients"),
    path("clients/add/", views.client_add, name="client-add"),
    path("clients/<uuid:client_id>/refer/", views.episode_add, name="episode-add"),
    path("clients/<uuid:client_id>/close/", views.client_close, name="client-close"),
    path("clients/<uuid:client_id>/correct/", views.client_correct, name="client-correct"),
    path("clients/<uuid:client_id>/merge/", views.client_merge, name="client-merge"),
    path("clients/<uuid:client_id>/referral/", views.client_referral, name="client-referral"),
    path("episodes/<uuid:episode_id>/referral/", views.referral, name="referral"),
    path("episodes/<uuid:episode_id>/referral/step/", views.referral_step, name="referral-step"),
    path("episodes/<uuid:episode_id>/referral/correct/", views.referral_correct, name="referral-correct"),
    path("episodes/<uuid:episode_id>/orders/add/", views.order_add, name="order-add"),
    path("orders/<uuid:order_id>/", views.order_correct, name="order-correct"),
    path("episodes/<uuid:episode_id>/deadlines/add/", views.deadline_add, name="deadline-add"),
    path("deadlines/<uuid:deadline_id>/", views.deadline, name="deadline"),
    path("agencies/", views.agencies, name="agencies"),
    path("agencies/add/", views.agency_add, name="agency-add"),
    path("agencies/<uuid:agency_id>/", views.agency, name="agency"),
    path("clients/<uuid:client_id>/opened/", views.client_opened, name="client-opened"),
]

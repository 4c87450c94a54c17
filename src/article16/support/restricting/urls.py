from django.urls import path

from . import views

urlpatterns = [path("cases/<uuid:survivor_id>/named/", views.survivor_restrict, name="survivor-restrict")]

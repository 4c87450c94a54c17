from django.urls import path

from . import views

urlpatterns = [
    path("unlock/", views.unlock, name="unlock"),
    path("lock/", views.lock, name="lock"),
    path("own-key/", views.own_key, name="own-key"),
    path("own-key/make/", views.own_key_make, name="own-key-make"),
]

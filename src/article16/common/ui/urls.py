from django.urls import path

from article16.common.ui.views import design, keys

urlpatterns = [
    path("design", design, name="design"),
    path("keys", keys, name="keys"),
]

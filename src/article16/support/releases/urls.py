from django.urls import path

from . import views

urlpatterns = [
    path("releases/", views.releases, name="releases"),
    path("releases/danger/", views.release_danger, name="release-danger"),
    path("releases/statistics/", views.release_statistics, name="release-statistics"),
    path("releases/<uuid:release_id>/agreement/", views.release_approval, name="release-approval"),
]

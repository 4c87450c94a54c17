"""Every address of casework. Who may open it stands in policy.py."""

from django.urls import include, path

from article16.common.health import health

from . import views

urlpatterns = [
    path("", include("article16.casework.overview.urls")),
    path("health", health, name="health"),
    path("log/", views.log, name="log"),
    path("programmes/<uuid:programme_id>/support/", views.programme_support, name="programme-support"),
    path("", include("article16.casework.clients.urls")),
    path("", include("article16.casework.endings.urls")),
    path("", include("article16.casework.tasks.urls")),
    path("", include("article16.casework.warnings.urls")),
    path("", include("article16.casework.panel.urls")),
    path("", include("article16.casework.groups.urls")),
    path("", include("article16.casework.family.urls")),
    path("", include("article16.casework.intake.urls")),
    path("", include("article16.casework.records.urls")),
    path("", include("article16.casework.questionnaires.urls")),
    path("", include("article16.casework.returns.urls")),
    path("", include("article16.casework.access.urls")),
    path("", include("article16.casework.retention.urls")),
    path("", include("article16.common.papers.urls")),
    path("", include("article16.common.accounts.urls")),
    path("", include("article16.common.ui.urls")),
]

handler400 = "article16.common.ui.errors.bad_request"
handler403 = "article16.common.ui.errors.forbidden"
handler404 = "article16.common.ui.errors.not_found"
handler500 = "article16.common.ui.errors.server_error"
handler429 = "article16.common.ui.errors.too_many"

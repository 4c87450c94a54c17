"""Every address of support. Who may open it stands in policy.py."""

from django.urls import include, path

from article16.common.health import health

from . import views

urlpatterns = [
    path("", views.today, name="today"),
    path("health", health, name="health"),
    path("log/", views.log, name="log"),
    path("", include("article16.support.keys.urls")),
    path("", include("article16.support.alerts.urls")),
    path("", include("article16.support.survivors.urls")),
    path("", include("article16.support.groups.urls")),
    path("", include("article16.support.outcomes.urls")),
    path("", include("article16.support.questionnaires.urls")),
    path("", include("article16.support.documents.urls")),
    path("", include("article16.support.panel.urls")),
    path("", include("article16.support.releases.urls")),
    path("", include("article16.support.restricting.urls")),
    path("", include("article16.support.portal.urls")),
    path("", include("article16.support.access.urls")),
    path("", include("article16.support.team.urls")),
    path("", include("article16.support.returns.urls")),
    path("", include("article16.common.papers.urls")),
    path("", include("article16.common.accounts.urls")),
    path("", include("article16.common.ui.urls")),
]

handler400 = "article16.common.ui.errors.bad_request"
handler403 = "article16.common.ui.errors.forbidden"
handler404 = "article16.common.ui.errors.not_found"
handler500 = "article16.common.ui.errors.server_error"
handler429 = "article16.common.ui.errors.too_many"

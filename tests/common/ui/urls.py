from django.urls import include, path

handler400 = "article16.common.ui.errors.bad_request"
handler403 = "article16.common.ui.errors.not_found"
handler404 = "article16.common.ui.errors.not_found"
handler500 = "article16.common.ui.errors.server_error"

urlpatterns = [path("", include("article16.common.ui.urls"))]

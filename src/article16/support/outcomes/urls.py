from django.urls import path

from . import views

urlpatterns = [
    path("study/", views.study, name="study"),
    path("study/count/", views.study_count, name="study-count"),
    path("study/reports/", views.study_reports, name="study-reports"),
    path("study/reports/make/", views.study_report_make, name="study-report-make"),
    path("study/reports/<uuid:report_id>/", views.study_report, name="study-report"),
    path("study/reports/<uuid:report_id>/stop/", views.study_report_stop, name="study-report-stop"),
    path("study/reports/<uuid:report_id>/files/<str:name>/", views.study_report_file, name="study-report-file"),
    path("study/releases/", views.study_releases, name="study-releases"),
    path("study/releases/<uuid:report_id>/approve/", views.study_release_approve, name="study-release-approve"),
]

from django.urls import path

from . import case_views, copy_views, views

CASE = "cases/<uuid:survivor_id>/"
COPY = f"{CASE}copies/<uuid:copy_id>/"
urlpatterns = [
    path("her-data/", views.her_data, name="her-data"),
    path("her-data/period/", views.case_period_add, name="case-period-add"),
    path(f"{CASE}copies/", case_views.survivor_access, name="survivor-access"),
    path(f"{CASE}copies/add/", copy_views.survivor_access_add, name="survivor-access-add"),
    path(f"{COPY}safe/", copy_views.survivor_access_safe, name="survivor-access-safe"),
    path(f"{COPY}prepare/", copy_views.survivor_access_prepare, name="survivor-access-prepare"),
    path(f"{COPY}parts/<int:part>/", copy_views.survivor_access_part, name="survivor-access-part"),
    path(f"{COPY}release/", copy_views.survivor_access_release, name="survivor-access-release"),
    path(f"{COPY}file/", copy_views.survivor_access_file, name="survivor-access-file"),
    path(f"{COPY}given/", copy_views.survivor_access_given, name="survivor-access-given"),
    path(f"{CASE}erase/", case_views.survivor_erase, name="survivor-erase"),
    path(f"{CASE}erase/confirm/", case_views.survivor_erase_confirm, name="survivor-erase-confirm"),
]

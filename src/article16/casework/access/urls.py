from django.urls import path

from . import copy_views, views

urlpatterns = [
    path("access/", views.access_board, name="access-board"),
    path("clients/<uuid:client_id>/access/add/", views.access_add, name="access-add"),
    path("access/<uuid:access_id>/", views.access_request, name="access-request"),
    path("access/<uuid:access_id>/identity/", views.access_identity, name="access-identity"),
    path("access/<uuid:access_id>/prepare/", views.access_prepare, name="access-prepare"),
    path("access/<uuid:access_id>/parts/<uuid:part_id>/", copy_views.access_part, name="access-part"),
    path("access/<uuid:access_id>/release/", views.access_release, name="access-release"),
    path("access/<uuid:access_id>/file/", copy_views.access_file, name="access-file"),
    path("access/<uuid:access_id>/given/", views.access_given, name="access-given"),
]

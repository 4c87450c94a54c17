from django.urls import path

from . import views

GROUP = "groups/<uuid:group_id>/"
urlpatterns = [
    path("groups/", views.her_groups, name="her-groups"),
    path("groups/add/", views.her_group_add, name="her-group-add"),
    path(GROUP, views.her_group, name="her-group"),
    path(f"{GROUP}about/", views.her_group_about, name="her-group-about"),
    path(f"{GROUP}join/", views.her_group_join, name="her-group-join"),
    path(f"{GROUP}leave/<uuid:survivor_id>/", views.her_group_leave, name="her-group-leave"),
    path(f"{GROUP}evening/", views.her_group_evening, name="her-group-evening"),
]

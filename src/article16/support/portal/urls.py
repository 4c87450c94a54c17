from django.urls import path

from . import letters, links, views

urlpatterns = [
    path("n/<str:token>/", views.page_link, name="page-link"),
    path("p/", views.page, name="page"),
    path("p/read/", views.page_about, name="page-about"),
    path("p/write/", views.page_write, name="page-write"),
    path("p/over/<str:how>/<str:language>/", views.page_over, name="page-over"),
    path("p/leave/", views.page_leave, name="page-leave"),
    path("cases/arrived/", letters.letters, name="letters"),
    path("cases/<uuid:survivor_id>/links/", links.survivor_links, name="survivor-links"),
    path("cases/<uuid:survivor_id>/links/<uuid:link_id>/end/", links.survivor_link_end, name="survivor-link-end"),
]

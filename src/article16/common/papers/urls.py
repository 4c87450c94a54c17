from django.urls import path

from . import views

urlpatterns = [
    path("data-papers/", views.data_papers, name="data-papers"),
    path("data-papers/record/export/", views.record_export, name="record-export"),
    path("data-papers/<str:code>/", views.data_paper, name="data-paper"),
    path("data-papers/<str:code>/print/", views.data_paper_print, name="data-paper-print"),
]

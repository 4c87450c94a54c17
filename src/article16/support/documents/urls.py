from django.urls import path

from . import views

urlpatterns = [
    path("documents/", views.sealed_documents, name="sealed-documents"),
    path("documents/add/", views.sealed_document_add, name="sealed-document-add"),
    path("documents/<uuid:sealed_id>/file/", views.sealed_document_file, name="sealed-document-file"),
    path("documents/<uuid:sealed_id>/case/", views.sealed_document_put, name="sealed-document-put"),
    path("cases/<uuid:survivor_id>/documents/", views.survivor_documents, name="survivor-documents"),
]

from django.urls import path

from . import document_views, views

MAN = "clients/<uuid:client_id>/"

urlpatterns = [
    path(f"{MAN}family/", views.family, name="family"),
    path(f"{MAN}family/add/", views.family_person_add, name="family-person-add"),
    path(f"{MAN}family/<uuid:relative_id>/correct/", views.family_person_correct, name="family-person-correct"),
    path(f"{MAN}box/", views.family_box, name="family-box"),
    path(f"{MAN}records/add/", views.records_check_add, name="records-check-add"),
    path(f"{MAN}records/<uuid:check_id>/answer/", views.records_check_answer, name="records-check-answer"),
    path(f"{MAN}documents/", document_views.documents, name="documents"),
    path(f"{MAN}documents/add/", document_views.document_add, name="document-add"),
    path(f"{MAN}documents/<uuid:document_id>/file/", document_views.document_file, name="document-file"),
    path(f"{MAN}documents/<uuid:document_id>/delete/", document_views.document_delete, name="document-delete"),
    path(f"{MAN}sealed/<uuid:sealed_id>/file/", document_views.sealed_document_file, name="sealed-document-file"),
    path(
        f"{MAN}sealed/<uuid:sealed_id>/handed-over/",
        document_views.sealed_document_handed_over,
        name="sealed-document-handed-over",
    ),
    path("document-kinds/", document_views.document_kinds, name="document-kinds"),
    path("document-kinds/add/", document_views.document_kind_add, name="document-kind-add"),
    path("document-kinds/<uuid:document_kind_id>/", document_views.document_kind, name="document-kind"),
]

"""Who may open documents that came sealed."""

from django.utils.translation import gettext_lazy as _

from article16.common.accounts.access import Access, staff
from article16.wall import parcel

THING = "sealed-document"
ROLES = ("lead", "worker")
ACCESS: dict[str, Access] = {
    "sealed-documents": staff(*ROLES, thing=THING),
    "sealed-document-add": staff(*ROLES),
    "sealed-document-file": staff(*ROLES, thing=THING),
    "sealed-document-put": staff(*ROLES, thing=THING),
    "survivor-documents": staff(*ROLES, thing="case"),
}
TITLES = {
    "sealed-documents": _("documents that came sealed"),
    "sealed-document-add": _("a document that came sealed"),
    "sealed-document-file": _("a document that came sealed"),
    "sealed-document-put": _("with which case a document is kept"),
    "survivor-documents": _("documents of a case"),
    "keep_sealed": _("a document that came sealed"),
    "put_sealed": _("with which case a document is kept"),
}
LARGEST = parcel.CLASSES[-1] + 4096  # bytes of a sealed file: the largest class, its seal and its address
ROOM_FOR_FIELDS = 64 * 2**10  # bytes that a form takes beside its file

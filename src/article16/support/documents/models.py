"""Documents that came sealed: the file as it came, and beside it what it is, sealed as well."""

from django.db import models

from article16.support.survivors.models import Case


class SealedDocument(models.Model):
    """One document, as casework sealed it; once it was put with a case, under the key of that case."""

    PRIVACY = {
        "id": "staff of the service; random, given by whoever sealed it; says nothing about whom",
        "case": "staff of the service; random, says nothing about whom; erased with the case",
        "about": "whoever opens its case, or, without one, who holds the key of the service; unreadable without it",
        "file": "as what it is about; one of four sizes",
    }

    id = models.UUIDField(primary_key=True, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    about = models.BinaryField()  # whose mailbox, title, type: so that a list opens no whole files
    file = models.BinaryField()

    def __str__(self) -> str:
        return f"document-{str(self.id)[:8]}"

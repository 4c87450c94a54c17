"""The audit log as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from article16.common.db import triggers


class AuditConfig(AppConfig):
    name = "article16.common.audit"
    label = "audit"
    verbose_name = _("Audit log")

    def ready(self) -> None:
        from article16.common.audit.guards import TRIGGERS

        triggers.register(*TRIGGERS)

"""The smallest service that has an audit log; test processes of their own start with it."""

import os
from pathlib import Path

from tests.common.databases import settings_of

DATABASES = {"default": settings_of(os.environ.get("ARTICLE16_WORKER_DATABASE", ":memory:"))}
DATA_FOLDER = Path(os.environ.get("ARTICLE16_WORKER_FOLDER", "."))
SECRET_KEY = "only-for-tests"
INSTALLED_APPS = ["django.contrib.contenttypes", "article16.common.audit"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
AUDIT_SEAL = os.environ.get("ARTICLE16_WORKER_SEAL") or None

"""Settings of casework, the service for those who work with the man."""

from article16.common.settings import service_settings

APPS = ["article16.wall.outbox", "article16.casework.clients", "article16.casework.tasks", "article16.casework.warnings"]
SHARED = service_settings("casework", port=1616, apps=APPS, idle_minutes=30)
globals().update(SHARED)

WALL_PINS = {"support": SHARED["PIN_FILE"]}

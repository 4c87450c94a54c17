"""Settings of casework, the service for those who work with the man."""

from article16.common.settings import service_settings

globals().update(
    service_settings(
        "casework",
        port=1616,
        apps=["article16.wall.outbox", "article16.casework.clients"],
        idle_minutes=30,
    )
)

WALL_PINS = {"support": PIN_FILE}  # noqa: F821  because service_settings defines it

"""Settings of casework, the service for those who work with the man."""

from article16.common import env
from article16.common.settings import mail_settings, service_settings

APPS = [
    "article16.wall.outbox",
    "article16.casework.clients",
    "article16.casework.tasks",
    "article16.casework.warnings",
    "article16.casework.panel",
    "article16.casework.intake",
    "article16.casework.records",
    "article16.casework.family",
    "article16.casework.groups",
    "article16.casework.endings",
    "article16.casework.questionnaires",
    "article16.casework.study",
    "article16.casework.returns",
    "article16.casework.access",
    "article16.casework.retention",
    "article16.common.questionnaires",
    "article16.common.returns",
    "article16.common.papers",
    "article16.casework.rules",
]
SHARED = service_settings("casework", port=1616, apps=APPS, idle_minutes=30)
globals().update(SHARED)

# What one document may weigh; all of it is held in memory while it is looked at.
DOCUMENT_MB = env.number("ARTICLE16_DOCUMENT_MB", 10, low=1, high=15)

WALL_PINS = {"support": SHARED["PIN_FILE"]}
SIGNING_KEY_FILE = SHARED["DATA_FOLDER"] / "signing-key"

# How somebody is called where there is no women's service, and about the way out: neutral words only.
globals().update(mail_settings("casework"))

# Called each minute while all is well here, without any data; silence there calls somebody outside.
DEAD_MANS_SWITCH = env.text("ARTICLE16_CASEWORK_DEAD_MANS_SWITCH", "")

MIDDLEWARE = [*SHARED["MIDDLEWARE"], "article16.casework.warnings.saying.hours_are_said"]

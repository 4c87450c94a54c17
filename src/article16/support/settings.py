"""Settings of support, the service for those who work with the woman and the children."""

from datetime import timedelta

from article16.common import env
from article16.common.settings import service_settings
from article16.wall.box.wrapping import STRONG

APPS = [
    "article16.wall.inbox",
    "article16.support.keys",
    "article16.support.alerts",
    "article16.support.survivors",
]
SHARED = service_settings("support", port=1617, apps=APPS, idle_minutes=15)
globals().update(SHARED)
AUDIT_SEAL = "article16.support.keys.sealing.seal_for_zone"

WALL_ZONE = "support"
# Where the receiving process listens, and where its arrivals lie: a file of its own, or, on PostgreSQL, a table
# that its database user may only insert into.
WALL_LISTEN = env.text("ARTICLE16_SUPPORT_INBOX", f"unix:{SHARED['RUN_FOLDER'] / 'inbox.sock'}")
WALL_INBOX_ADDRESS = env.text("ARTICLE16_SUPPORT_INBOX_ADDRESS", f"http://{WALL_LISTEN}/inbox")
_ON_SQLITE = "sqlite" in SHARED["DATABASES"]["default"]["ENGINE"]
WALL_ARRIVALS = SHARED["DATA_FOLDER"] / "inbox.sqlite3" if _ON_SQLITE else None
WALL_STORE = env.text(
    "ARTICLE16_SUPPORT_INBOX_DATABASE",
    f"sqlite:{WALL_ARRIVALS}" if WALL_ARRIVALS else env.text("ARTICLE16_SUPPORT_DATABASE", ""),
)
# How long a browser stays unlocked without being used, and what a guess at a passphrase costs a thief.
UNLOCKED_LIMIT = timedelta(minutes=env.number("ARTICLE16_SUPPORT_UNLOCKED_MINUTES", 15, low=1, high=60))
PASSPHRASE_COST = STRONG
WHEN_SOMEBODY_LEAVES = ["article16.support.keys.actions.rotating.leave"]
ACCOUNT_RATE_LIMITS = SHARED["ACCOUNT_RATE_LIMITS"] | {"unlock": "10/m/ip"}
MIDDLEWARE = [*SHARED["MIDDLEWARE"], "article16.support.keys.session.forget_with_sign_in"]
AUDIT_OPEN = "article16.support.keys.session.opener"

# How staff are called when a warning waits: neutral words only. Empty: that channel is not used.
ALERT_MAIL = env.text("ARTICLE16_SUPPORT_MAIL_HOST", "")
ALERT_SMS = env.text("ARTICLE16_SUPPORT_SMS_GATEWAY", "")
ALERT_SMS_TOKEN = env.text("ARTICLE16_SUPPORT_SMS_TOKEN", "")
EMAIL_HOST = ALERT_MAIL or "localhost"
EMAIL_PORT = env.number("ARTICLE16_SUPPORT_MAIL_PORT", 587, low=1, high=65535)
EMAIL_HOST_USER = env.text("ARTICLE16_SUPPORT_MAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("ARTICLE16_SUPPORT_MAIL_PASSWORD", "")
EMAIL_USE_TLS = env.flag("ARTICLE16_SUPPORT_MAIL_TLS", True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("ARTICLE16_SUPPORT_MAIL_FROM", "office@localhost")
# Called each minute while all is well, without any data; silence there calls somebody outside.
DEAD_MANS_SWITCH = env.text("ARTICLE16_SUPPORT_DEAD_MANS_SWITCH", "")

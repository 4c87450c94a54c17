"""Settings of support, the service for those who work with the woman and the children."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from article16.common import env
from article16.common.settings import mail_settings, service_settings
from article16.wall.box.wrapping import STRONG

APPS = [
    "article16.wall.inbox",
    "article16.support.keys",
    "article16.support.alerts",
    "article16.support.survivors",
    "article16.support.groups",
    "article16.support.releases",
    "article16.support.panel",
    "article16.support.documents",
    "article16.support.portal",
    "article16.support.access",
    "article16.common.papers",
    "article16.common.questionnaires",
    "article16.support.outcomes",
    "article16.support.questionnaires",
    "article16.common.returns",
    "article16.support.team",
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
WALL_STORE = env.text(
    "ARTICLE16_SUPPORT_INBOX_DATABASE",
    f"sqlite:{SHARED['DATA_FOLDER'] / 'inbox.sqlite3'}" if _ON_SQLITE else env.text("ARTICLE16_SUPPORT_DATABASE", ""),
)
WALL_ARRIVALS = Path(WALL_STORE.removeprefix("sqlite:")) if WALL_STORE.startswith("sqlite:") else None
# How long a browser stays unlocked without being used, and what a guess at a passphrase costs a thief.
UNLOCKED_LIMIT = timedelta(minutes=env.number("ARTICLE16_SUPPORT_UNLOCKED_MINUTES", 15, low=1, high=60))
PASSPHRASE_COST = STRONG
WHEN_UNLOCKED = [
    "article16.support.keys.actions.wrapping.when_unlocked",
    "article16.support.keys.actions.sparing.when_unlocked",
    "article16.support.survivors.box_actions.when_unlocked",
    "article16.support.questionnaires.actions.gathering.when_unlocked",
    "article16.support.outcomes.actions.taking_in.when_unlocked",
    "article16.support.outcomes.actions.after_unlocking.when_unlocked",
]
WHEN_SOMEBODY_LEAVES = ["article16.support.keys.actions.rotating.leave"]
ACCOUNT_RATE_LIMITS = SHARED["ACCOUNT_RATE_LIMITS"] | {"unlock": "10/m/ip"}
_FIRST, *_REST = SHARED["MIDDLEWARE"]
MIDDLEWARE = [
    _FIRST,
    "article16.support.portal.outside.her_host",
    *_REST,
    "article16.support.keys.session.forget_with_sign_in",
]
AUDIT_OPEN = "article16.support.keys.session.opener"

# Words, weights and limits of tools that only their owners may give: one folder for each, named as the tool.
LICENSED_FOLDER = env.folder("ARTICLE16_SUPPORT_LICENSED", SHARED["DATA_FOLDER"] / "licensed")

# How staff are called when a warning waits: neutral words only. Empty: that channel is not used.
globals().update(mail_settings("support"))
ALERT_SMS = env.text("ARTICLE16_SUPPORT_SMS_GATEWAY", "")
ALERT_SMS_TOKEN = env.text("ARTICLE16_SUPPORT_SMS_TOKEN", "")
# Called each minute while all is well, without any data; silence there calls somebody outside.
DEAD_MANS_SWITCH = env.text("ARTICLE16_SUPPORT_DEAD_MANS_SWITCH", "")

# Her pages: a host of their own, whose name must not say what it is. Without one no link is made for her.
_ON_THIS_MACHINE = SHARED["ORIGIN"].startswith("http://")
PAGES_ORIGIN = (
    env.origin("ARTICLE16_SUPPORT_PAGES_ORIGIN", f"http://pages.localhost:{SHARED['PORT']}")
    if _ON_THIS_MACHINE or env.text("ARTICLE16_SUPPORT_PAGES_ORIGIN", "")
    else ""
)
ALLOWED_HOSTS = [*SHARED["ALLOWED_HOSTS"], *([urlsplit(PAGES_ORIGIN).hostname] if PAGES_ORIGIN else [])]
PAGES_PAUSE = timedelta(minutes=env.number("ARTICLE16_SUPPORT_PAGES_MINUTES", 20, low=2, high=60))
PAGES_ELSEWHERE = env.text("ARTICLE16_SUPPORT_PAGES_ELSEWHERE", "https://www.wikipedia.org/")
PAGES_EMERGENCY = env.text("ARTICLE16_SUPPORT_EMERGENCY_NUMBER", "112")

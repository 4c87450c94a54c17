"""Settings of support, the service for those who work with the woman and the children."""

from article16.common import env
from article16.common.settings import service_settings

SHARED = service_settings("support", port=1617, apps=["article16.wall.inbox"], idle_minutes=15)
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
AUDIT_OPEN = "article16.support.keys.opening.open_entry"

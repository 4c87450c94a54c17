"""Her worker writes into her case through its pages: a marker in every field that there is. Loaded with `hers`."""

import re
from typing import Any

from tests.worlds.hers import _unless_away, event

WEEK = {f"day_{number}": "0 to 24" for number in range(7)}


@event
def her_worker_writes_her_case(support: Any) -> None:
    """Contact, attempts, consents, support, plan, children, referrals, danger, a group; a slip, and a locked page."""

    def write() -> None:
        from django.urls import reverse
        from django.utils import timezone

        from article16.common.accounts.models import Staff
        from tests import service
        from tests.support.her_cases import post, text
        from tests.support.holding import unlock
        from tests.worlds.hers_links import MARKER, worker

        worker()  # the first time in a play she is given a key
        on = f"{timezone.localdate():%d %m %Y}"
        browser = service.signed_in(Staff.objects.get(email="sara@example.org"))
        unlock(browser)
        her = {"name": f"{MARKER} Mina", "called": MARKER, "relation": "partner"}
        case = post(browser, reverse("survivor-add"), **her).url

        def told(path: str, **data: object) -> None:
            words = {name: MARKER if value == "*" else value for name, value in data.items()}
            answer = post(browser, f"{case}{path}", **words)
            assert answer.status_code == 302, (path, answer.content.decode())

        said = {"wish": "open", "ways": ["phone"], "confirmed_on": on, "number": MARKER, "words": MARKER}
        slip = post(browser, f"{case}contact/", **said, **WEEK | {"day_3": MARKER})
        assert slip.status_code == 200, "hours that nobody can read"
        told("contact/", **said, **WEEK, through="*", who_uses="*", cover_name="*", code_word="*", language="*")
        told("attempts/add/", way="phone", outcome="reached", words="*")
        told("told/add/", what=["aims"], how="phone", on=on)
        told("consents/add/", recipient="*", scope="*", purpose="*", since=on, expires_on="")
        consent = re.findall(r"consents/([0-9a-f-]{36})/told", text(browser, case))[0]
        told(f"consents/{consent}/told/", what="*")
        for kind in ("session", "note", "need", "risk"):
            told("write/", kind=kind, on=on, title="*", words="*", minutes="20")
        told("to-do/add/", words="*", due=on)
        told("plan/", words="*")
        told("plan/print/", place="*", hers="on", wants="on")
        told("referrals/add/", to="*", need="*", on=on, how="herself")
        told("danger/", way="phone", outcome="reached", reason="*", police="offered", weighed="on")
        told("children/add/", name="*", born="", lives_with="*", school="*")
        child = re.findall(r"children/([0-9a-f-]{36})/", text(browser, case))[0]
        told(f"children/{child}/protection/", status="none", since=on, words="*", corrects="")
        told(f"children/{child}/plan/", words="*", review_on=on)
        told(f"children/{child}/notes/add/", on=on, words="*")
        browser.post("/lock/")
        locked = browser.post(f"{case}plan/", {"words": f"{MARKER} typed while locked"})
        assert locked.status_code == 302, "to the unlock page; what was typed is kept as a draft"

    _unless_away(support, write)

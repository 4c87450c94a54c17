"""She answers by a link, writes, and leaves; her worker reads it. Loaded with `hers`."""

from typing import Any

from tests.worlds.hers import _unless_away, event

MARKER = "CANARY-9d04-Uferweg"  # typed into her pages


def worker() -> Any:
    """Sara, unlocked. The first time in a play she is given a key, and with it the zone."""
    from django.conf import settings

    from article16.common.accounts.models import Staff
    from article16.support.keys import holders
    from article16.support.keys.actions import workers
    from tests.support import holding

    sara = Staff.objects.get(email="sara@example.org")
    if holders.open_key(sara.pk) is None:
        return holding.holding(holding.give_key(sara, settings), sara)
    opened = workers.open_with_passphrase(staff=sara.pk, passphrase=holding.PASSPHRASE)
    return holding.holding(opened, sara)


@event
def she_answers_by_link(support: Any) -> None:
    """A page saved, one left open in the middle, words, and the quick exit."""

    def answer() -> None:
        from tests.support import her_links

        hers = her_links.open_hers(worker(), name=f"{MARKER} Vesna")
        browser = her_links.begin(hers.link())
        her_links.send(browser, insulted="4")
        her_links.send(browser, autosave=True, choked="3")
        page = browser.get("/p/write/").content.decode()
        browser.post("/p/write/", her_links.fields(page) | {"words": f"{MARKER} he has a key"})
        browser.post("/p/leave/")

    _unless_away(support, answer)


@event
def her_worker_reads_what_she_saved(support: Any) -> None:
    from django.utils import timezone

    def read() -> None:
        from article16.support.portal.actions import bringing
        from article16.support.survivors.models import Case

        by = worker()
        for case in Case.objects.values_list("pk", flat=True)[:5]:
            bringing.bring_in(case=case, by=by, at=timezone.now())

    _unless_away(support, read)

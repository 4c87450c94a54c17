"""Keys for tests: workers with a key, a zone they hold, browsers that are unlocked."""

from typing import Any

from django.utils import timezone

from article16.wall.box.wrapping import Cost

PASSPHRASE = "five words that nobody meant"
CHEAP = Cost(passes=1, memory=8 * 1024)  # a test is no thief


def give_key(staff: Any, settings: Any) -> Any:
    """A worker's own key. The first one in a test also gets the zone."""
    from article16.support.keys import founding, workers
    from article16.support.keys.models import Generation

    settings.PASSPHRASE_COST = CHEAP
    at = timezone.now()
    opened = workers.make_key(staff=staff.pk, passphrase=PASSPHRASE, code=workers.draw_code(), at=at)
    if not Generation.objects.exists():
        founding.found(key=opened.key, staff=staff.pk, at=at)
    return opened


def unlock(browser: Any) -> Any:
    """Unlock this signed-in browser as a person does, and give back the answer."""
    from tests.service import once

    answer = browser.post("/unlock/", {"once": once(browser, "/unlock/"), "password": PASSPHRASE})
    assert answer.status_code == 302, answer.content.decode()
    return answer

"""What casework's staff do in intake and in records. Loaded with `steps`, and used by every script."""

from typing import Any

from hypothesis import strategies as st

from tests.worlds.steps import INTAKE, MEN, WHO, step

NOBODY = "00000000-0000-4000-8000-000000000000"
WORKERS = st.sampled_from(["ana", "peter", "miriam"])


def _episode(number: int) -> str:
    from article16.casework.clients.models import Episode

    found = list(Episode.objects.order_by("client__code", "number").values_list("pk", flat=True))
    return str(found[number % len(found)]) if found else NOBODY


def _latest(model: Any) -> str:
    found = model.objects.order_by("-written_at", "-pk").values_list("pk", flat=True).first()
    return str(found or NOBODY)


def _today(ahead: int = 0) -> str:
    from datetime import timedelta

    from django.utils import timezone

    return f"{timezone.localdate() + timedelta(days=ahead):%d %m %Y}"


def _fill(world: Any, who: str, address: str, typed: str | None = None, **data: Any) -> None:
    """Open the form, send it, look at where it led. Who may not open it does not send it either."""
    if world.get(who, address).status_code != 200:
        return
    saved = world.post(who, address, {"once": world.once(who, address), **data}, typed=typed)
    if saved.status_code == 302:
        world.get(who, saved.url)


@step(who=INTAKE, man=MEN, strength=st.sampled_from(["", "0", "7", "11"]), corrects=st.booleans())
def interview(world: Any, who: str, man: int, strength: str, corrects: bool) -> None:
    from article16.casework.intake.models import Interview

    address = f"/interviews/{_latest(Interview)}/correct/" if corrects else f"/episodes/{_episode(man)}/interviews/add/"
    data = {"on": _today(), "minutes": "50", "held_by": world.staff_id(who), "setting": "in-person"}
    words = {"violence_words": "He names pushing.", "housing_why": "declined", "inside": strength}
    _fill(world, who, address, **data, **words)


@step()
def programme_sets(world: Any) -> None:
    """The manager begins with our criteria and our texts, and releases these."""
    from article16.casework.intake.models import AgreementText

    graz = world.programme("graz")
    for address in (f"/programmes/{graz}/criteria/begin/", f"/programmes/{graz}/texts/begin/"):
        _fill(world, "miriam", address)
    for one in list(AgreementText.objects.order_by("kind").values_list("pk", flat=True)):
        _fill(world, "miriam", f"/texts/{one}/release/")


@step(who=INTAKE, man=MEN, outcome=st.sampled_from(["suitable", "not-yet", "not-suitable"]))
def decide(world: Any, who: str, man: int, outcome: str) -> None:
    from article16.casework.intake.models import Criterion

    found = Criterion.objects.filter(until=None).values_list("pk", "kind")
    judged = {f"finding_{pk}": "met" if kind == "inclusion" else "not-met" for pk, kind in found}
    again = {"look_again_on": _today(30)} if outcome == "not-yet" else {}
    address = f"/episodes/{_episode(man)}/suitability/add/"
    _fill(world, who, address, on=_today(), outcome=outcome, reasons="He can come.", **judged, **again)


@step(who=INTAKE, man=MEN, withdraws=st.booleans())
def sign(world: Any, who: str, man: int, withdraws: bool) -> None:
    from article16.casework.intake.models import AgreementText

    pair = ".".join(str(one) for one in AgreementText.objects.order_by("kind").values_list("pk", flat=True)[:2])
    address = f"/episodes/{_episode(man)}/agreement/"
    _fill(world, who, f"{address}sign/", pair=pair, on=_today(), how="paper", kept_at="Cabinet 2")
    if withdraws:
        _fill(world, who, f"{address}withdraw/", on=_today(), words="He does not come any more.")


@step(who=WORKERS, man=MEN, concern=st.sampled_from(["none", "threat", "move"]), corrects=st.booleans())
def note(world: Any, who: str, man: int, concern: str, corrects: bool) -> None:
    from article16.casework.records.models import Note

    address = f"/notes/{_latest(Note)}/correct/" if corrects else f"/episodes/{_episode(man)}/notes/add/"
    data = {"kind": "fact", "words": "He called.", "on": _today(), "channel": "phone", "with_whom": "him"}
    _fill(world, who, address, **data, concern=concern, seriousness="" if concern == "none" else "high")


@step(who=WORKERS, man=MEN, happened=st.sampled_from(["held", "cancelled"]))
def individual(world: Any, who: str, man: int, happened: str) -> None:
    """A session is planned, and another one written down that nobody had planned."""
    address = f"/episodes/{_episode(man)}/individual/"
    _fill(world, who, f"{address}add/", on=_today(1), starts_at="14:30", theme="Safety plan")
    held = {"minutes": "50", "held_by": world.staff_id(who)} if happened == "held" else {}
    _fill(world, who, f"{address}write/", on=_today(), happened=happened, **held)


@step(who=WHO, man=MEN, clicks=st.integers(1, 2))
def review(world: Any, who: str, man: int, clicks: int, for_her: str) -> None:
    """A review with the box for her service, filled or not; perhaps with a double click."""
    address = f"/episodes/{_episode(man)}/reviews/hold/"
    if world.get(who, address).status_code != 200:
        return
    data = _review(world, who, address, for_her)
    for _click in range(clicks):
        saved = world.post(who, address, data, typed=for_her)
    if saved.status_code == 302:
        world.get(who, saved.url)


@step(who=WORKERS, man=MEN, comes_back=st.booleans())
def the_sign_in_ends_in_a_review(world: Any, who: str, man: int, comes_back: bool, for_her: str) -> None:
    """A slip first, then idle for too long: what was typed comes back, and so does the box."""
    address = f"/episodes/{_episode(man)}/reviews/hold/"
    if world.get(who, address).status_code != 200:
        return
    data = _review(world, who, address, for_her)
    world.post(who, address, data | {"on": "31 2 2027"}, typed=for_her)
    world.wait(45)
    world.post(who, address, data)
    world.sign_in_again(who)
    if comes_back:
        world.get(who, address, typed=for_her)
        world.post(who, address, data, typed=for_her)


def _review(world: Any, who: str, address: str, for_her: str) -> dict[str, Any]:
    return {
        "once": world.once(who, address),
        "on": _today(),
        "held_by": world.staff_id(who if who not in {"tom", "ida", "ben"} else "ana"),
        "looked_at": ["attendance", "acts"],
        "words": "He names the choking as his act.",
        "inside": "5",
        "next_on": _today(56),
        "for_her_service": for_her,
    }

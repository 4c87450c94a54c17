"""What casework's staff do. A later issue adds its step here, and every script may use it from then on.

A step takes the world and values that Hypothesis draws as its decorator says. A step that names `for_her` gets the
words that its own world holds there: they are what worlds differ in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

FOR_HER = "for_her"

WHO = st.sampled_from(["ana", "peter", "miriam", "tom", "ida", "ben"])
INTAKE = st.sampled_from(["peter", "miriam"])
NAMES = st.sampled_from(["Lukas Brandner", "Öztürk, Emre", "Anders Dahl", "O'Neil <b>", "مازن"])
BORN = st.sampled_from(["", "24 3 1988", "1.1.1960"])
MEN = st.integers(0, 3)


@dataclass(frozen=True)
class Step:
    """One thing that staff do, and how its values are drawn."""

    run: Callable[..., None]
    values: dict[str, SearchStrategy[Any]]
    for_her: bool


STEPS: dict[str, Step] = {}


def step(**values: SearchStrategy[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    def register(run: Callable[..., None]) -> Callable[..., None]:
        STEPS[run.__name__] = Step(run, values, FOR_HER in run.__code__.co_varnames[: run.__code__.co_argcount])
        return run

    return register


@step(who=WHO, page=st.sampled_from(["/", "/clients/", "/log/", "/people/", "/programmes/", "/account/", "/nowhere/"]))
def look(world: Any, who: str, page: str) -> None:
    world.get(who, page)


@step(who=INTAKE, name=NAMES, born=BORN, clicks=st.integers(1, 2))
def refer(world: Any, who: str, name: str, born: str, clicks: int, for_her: str) -> None:
    """A new referral, the box for her service filled or not; perhaps with a double click."""
    data = _referral(world, who, name, born, for_her) | {"same": "another"}
    for _click in range(clicks):
        saved = world.post(who, "/clients/add/", data)
    if saved.status_code == 302:
        world.get(who, saved.url)


@step(who=INTAKE, name=NAMES, man=MEN, known=st.booleans())
def refer_who_may_be_known(world: Any, who: str, name: str, man: int, known: bool, for_her: str) -> None:
    """Perhaps men here may be the same: the form asks who he is, and is sent again with the answer."""
    data = _referral(world, who, name, "24 3 1988", for_her) | {"sender": "court", "new_agency": "Regional court"}
    world.post(who, "/clients/add/", data, typed=for_her)
    answer = {"same": _man(man) if known else "another"}
    world.post(who, "/clients/add/", data | answer, typed=for_her)


@step(who=INTAKE, born=st.sampled_from(["31 2 1988", "1 1 2999", "12"]))
def refer_with_a_slip(world: Any, who: str, born: str, for_her: str) -> None:
    """A date that does not exist: the form comes back with what was typed."""
    world.post(who, "/clients/add/", _referral(world, who, "Anders Dahl", born, for_her), typed=for_her)


@step(who=INTAKE, name=st.sampled_from(["", "Lukas Brandner"]), comes_back=st.booleans())
def the_sign_in_ends(world: Any, who: str, name: str, comes_back: bool, for_her: str) -> None:
    """Idle for too long in the middle of the form, which perhaps held nothing but the box; sign in again, go on."""
    data = _referral(world, who, name, "24 3 1988" if name else "", for_her)
    data["programme"] = data["programme"] if name else ""
    world.wait(45)
    world.post(who, "/clients/add/", data)
    world.sign_in_again(who)
    if comes_back:
        world.get(who, "/clients/add/", typed=for_her)
        world.post(who, "/clients/add/", data, typed=for_her)


def _referral(world: Any, who: str, name: str, born: str, for_her: str) -> dict[str, str]:
    return {
        "once": world.once(who, "/clients/add/"),
        "name": name,
        "birth_date": born,
        "programme": world.programme("graz"),
        "for_her_service": for_her,
    }


@step(who=WHO, man=MEN)
def open_file(world: Any, who: str, man: int) -> None:
    for page in ("", "opened/"):
        world.get(who, f"/clients/{_man(man)}/{page}")


@step(who=WHO, man=MEN, whom=st.sampled_from(["ana", "peter"]))
def close_file(world: Any, who: str, man: int, whom: str) -> None:
    """Somebody knows the man privately."""
    address = f"/clients/{_man(man)}/close/"
    if world.get(who, address).status_code == 200:
        world.post(who, address, {"once": world.once(who, address), "person": world.staff_id(whom)})


@step(who=WHO, man=MEN, status=st.sampled_from(["contacted", "seen", "waiting"]))
def record_step(world: Any, who: str, man: int, status: str) -> None:
    """He was called, came, or waits for a place."""
    address = f"/episodes/{_episode(man)}/referral/step/"
    if world.get(who, address).status_code == 200:
        data = {"once": world.once(who, address), "status": status, "on": _today(world), "reason": "Called at noon."}
        world.post(who, address, data)


@step(who=WHO, man=MEN, what=st.sampled_from(["order", "deadline", "correct", "name"]))
def write_down(world: Any, who: str, man: int, what: str) -> None:
    """An order, a day that counts, a correction of the referral or of his name."""
    episode = _episode(man)
    address, data = {
        "order": (
            f"/episodes/{episode}/orders/add/",
            {"kind": "no-contact", "source": "court", "words": "For a year."},
        ),
        "deadline": (f"/episodes/{episode}/deadlines/add/", {"kind": "hearing", "due": "12 12 2190"}),
        "correct": (f"/episodes/{episode}/referral/correct/", {"sender": "probation", "reason": "The order came."}),
        "name": (f"/clients/{_man(man)}/correct/", {"name": "Łukasz Brandner", "reason": "Passport seen"}),
    }[what]
    if world.get(who, address).status_code == 200:
        world.post(who, address, data | {"once": world.once(who, address)})
        world.get(who, f"/episodes/{episode}/referral/")


@step(who=WHO, man=MEN, kind=st.sampled_from(["never-started", "not-suitable", "dropped-out", "died", "transferred"]))
def end_episode(world: Any, who: str, man: int, kind: str, for_her: str) -> None:
    """He leaves, in whatever way, perhaps to the prison programme with a sealed box of its own."""
    episode = _episode(man)
    address = f"/episodes/{episode}/end/?kind={kind}"
    page = world.get(who, address)
    if page.status_code == 200 and b'name="once"' in page.content:
        data = {"once": world.once(who, address), "decided_on": _today(world), "never_attended": "on"}
        data |= {"reasons": "Did not answer.", "to_programme": world.programme("prison")}
        world.post(who, address, data | ({"for_her_service": for_her} if kind == "transferred" else {}))
    world.get(who, f"/episodes/{episode}/course/")


@step(who=WHO, man=MEN, what=st.sampled_from(["suspend", "resume", "reopen"]))
def move_episode(world: Any, who: str, man: int, what: str) -> None:
    address = f"/episodes/{_episode(man)}/{what}/"
    if world.get(who, address).status_code == 200:
        data = {"once": world.once(who, address), "on": _today(world), "reason": "Talked it through."}
        world.post(who, address, data)


@step(who=INTAKE, man=MEN, other=MEN)
def merge(world: Any, who: str, man: int, other: int) -> None:
    """Two files are one man, or are said to be."""
    address = f"/clients/{_man(man)}/merge/"
    if world.get(who, address).status_code == 200:
        data = {"once": world.once(who, address), "code": f"C-{other + 1:03d}", "reason": "One passport"}
        world.post(who, address, data)


@step(who=INTAKE)
def part_again(world: Any, who: str) -> None:
    """They are two men after all: the latest merge is taken back."""
    from article16.casework.clients.models import Merge

    latest = Merge.objects.order_by("-written_at", "-pk").values_list("pk", flat=True).first()
    address = f"/merges/{latest or '00000000-0000-4000-8000-000000000000'}/take-back/"
    if world.get(who, address).status_code == 200:
        answer = world.post(who, address, {"once": world.once(who, address), "reason": "Two passports"})
        if answer.status_code == 302:
            world.get(who, answer.url)


def _today(world: Any) -> str:
    return f"{world.fate.now:%d %m %Y}"


def _episode(number: int) -> str:
    from article16.casework.clients.models import Episode

    found = list(Episode.objects.filter(client=_man(number)).order_by("-number").values_list("pk", flat=True))
    return str(found[0]) if found else "00000000-0000-4000-8000-000000000000"


def _man(number: int) -> str:
    from article16.casework.clients.models import Client

    men = list(Client.objects.order_by("code").values_list("pk", flat=True))
    return str(men[number % len(men)]) if men else "00000000-0000-4000-8000-000000000000"


@step(zone=st.sampled_from(["support", "none"]))
def choose_womens_service(world: Any, zone: str) -> None:
    """A programme with a women's service beside it, or without one."""
    address = f"/programmes/{world.programme('graz')}/support/"
    data = {"once": world.once("ida", address), "zone": zone, "alerts_to": world.staff_id("miriam")}
    world.post("ida", address, data)


@step(name=st.sampled_from(["Eva", "Jonas"]))
def add_person(world: Any, name: str) -> None:
    address = "/people/add/"
    data = {"once": world.once("ida", address), "name": f"{name} Lang", "email": f"{name.lower()}@example.org"}
    world.post("ida", address, data)


@step(minutes=st.sampled_from([1, 20, 600]))
def wait(world: Any, minutes: int) -> None:
    world.wait(minutes)


@step(answered=st.booleans())
def send(world: Any, answered: bool) -> None:
    """The sender's rounds until nothing is left to do; `answered`: whether an inbox is there at all, in both worlds."""
    from tests.worlds import commands

    commands.send(world, answered=answered)


@step()
def tick(world: Any) -> None:
    """The record is sealed."""
    from tests.worlds import commands

    commands.tick(world)


@step()
def doctor(world: Any) -> None:
    """The doctor's and the record's own commands."""
    from tests.worlds import commands

    commands.doctor(world)


# Each room has its steps in a module of its own, which registers them.
from tests.worlds import (  # noqa: E402  because they use what stands above
    access_steps,  # noqa: F401  it registers its steps
    family_steps,  # noqa: F401  it registers its steps
    group_steps,  # noqa: F401  it registers its steps
    intake_steps,  # noqa: F401  it registers its steps
    overview_steps,  # noqa: F401  it registers its steps
    panel_steps,  # noqa: F401  it registers its steps
    questionnaire_steps,  # noqa: F401  it registers its steps
    study_steps,  # noqa: F401  it registers its steps
    warning_steps,  # noqa: F401  it registers its steps
)

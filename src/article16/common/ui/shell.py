"""The frame round every page: which house, where one can go, who is signed in, what is locked."""

from dataclasses import dataclass
from enum import StrEnum

BAND = 5  # places that fit on casework's band beside search and the person


class House(StrEnum):
    """Whose page it is. A portal is nobody's house: no mark, no name, no colour of either service."""

    CASEWORK = "casework"
    SUPPORT = "support"
    PORTAL = "portal"


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation. `key` is the letter sequence that opens it, "g t" for Today."""

    label: str
    url: str
    icon: str
    count: int | None = None  # things waiting there; None: this place does not count
    current: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in, as the frame shows her: name, role line, her own pages, the way out."""

    name: str
    role: str
    links: tuple[Link, ...] = ()
    sign_out: str = ""  # address that takes the POST


@dataclass(frozen=True, slots=True)
class Search:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class LockLine:
    """Whether names and words are open in support, what that means, and the one button that changes it."""

    locked: bool
    words: str  # one sentence after "Locked." or "Unlocked."
    action: str = ""  # the button's words; empty: there is nothing to press yet
    url: str = ""  # address that takes the POST
    key: str = ""
    minutes: int = 0  # without a touch, after which an unlocked page leaves the screen; 0: it stays


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    name: str  # in its own language
    url: str


@dataclass(frozen=True, slots=True)
class Shell:
    """Everything the frame shows. Built for each request by the callable named in `settings.SHELL`."""

    house: House
    service: str  # "Casework", "Support"; empty in a portal
    home: str = "/"
    places: tuple[Place, ...] = ()
    person: Person | None = None
    search: Search | None = None
    lock: LockLine | None = None
    languages: tuple[Language, ...] = ()
    training: bool = True  # made-up people only; said on every page and in the head of every print
    synthetic: bool = False  # this service was filled with synthetic data
    way_out: str = ""  # portals only: address of "Leave this page"
    keys: str = ""  # address of the page with all keys; empty where there is none
    theme: str = ""  # "light", "dark", or empty: as the system has it
    letters: bool = True  # single-letter keys are on
    rtl: bool = False
    language: str = "en"

    @property
    def template(self) -> str:
        return f"ui/{self.house.value}.html"

    @property
    def direction(self) -> str:
        return "rtl" if self.rtl else "ltr"

    @property
    def bar_places(self) -> tuple[Place, ...]:
        """The three that fit beside "More" at the bottom of a phone."""
        return self.places[:3]

    @property
    def band_places(self) -> tuple[Place, ...]:
        """Those that stand on a wide band; with one more than fit, "More" takes the rest."""
        return self.places if len(self.places) <= BAND + 1 else self.places[:BAND]

    @property
    def band_more(self) -> tuple[Place, ...]:
        return self.places[len(self.band_places) :]

    @property
    def beyond_band(self) -> bool:
        """Whether the page shown is one of those behind "More"."""
        return any(place.current for place in self.band_more)

    @property
    def more_places(self) -> tuple[Place, ...]:
        return self.places[3:]

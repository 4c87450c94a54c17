"""Section by section of the rules on words: nothing that blames or hurries her, nothing that says what her pages are."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import reverse

from article16.common import channels
from article16.common.telling import WORDS as TELLING
from article16.instruments import library
from article16.support import portal
from article16.support.portal.policy import HERS, LANGUAGES
from tests.support.her_links import begin, open_hers, path, phone
from tests.support.holding import give_key, holding

SOURCE = Path(portal.__file__).parents[2]
ROOMS = (SOURCE / "support", SOURCE / "common" / "questionnaires", SOURCE / "common" / "ui")
ASKS = {"_", "_g", "_n", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}

# About her; about him; to people who answer. In each language in which she reads.
BLAMES = {
    "en": r"\b(refused|refuses|failed to engage|non-?compliant|uncooperative|allegedly|alleged|couple|conflict|provoked"
    r"|let him|low risk now|changed man|cured|rehabilitated|success\w*|good progress|oops|invalid|illegal|simply|brave"
    r"|courage)\b",
    "de": r"\b(verweiger\w*|angeblich\w*|provozier\w*|konflikt\w*|ehepaar\w*|paarkonflikt\w*|unkooperativ\w*|mitschuld\w*"
    r"|geheilt|geläutert|erfolgreich\w*|einfach nur|ungültig\w*|tapfer\w*|mutig\w*)\b",
    "es": r"\b(se neg[óo]|supuest[ao]s?|supuestamente|presunt\w*|provoc[óa]\w*|conflict\w*|no colabor\w*|curado|éxito"
    r"|simplemente|inválid\w*|ilegal\w*|valiente\w*|valentía)\b",
    "ar": r"(رفضت|تزعم|يُزعم|استفز|نزاع|شُفي|نجاح|ببساطة|شجاع)",
}
SHOUTS = re.compile(r"[!¡！]")
# What would say on her telephone what the page is. Of the English ones also those that a host must not carry.
SAYS = {
    "en": TELLING,
    "de": ("gewalt", "frauen", "opfer", "missbrauch", "schutz", "hilfe", "partner", "fragebogen"),
    "es": ("violencia", "mujer", "víctima", "maltrato", "ayuda", "pareja", "cuestionario"),
    "ar": ("عنف", "ضحية", "إساءة", "مساعدة", "حماية", "شريك", "استبيان", "نساء"),
}


def _texts_of(file: Path) -> Iterator[str]:
    """Every text of this module that is marked for translation."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in ASKS:
            found = (one.value for one in node.args if isinstance(one, ast.Constant))
            yield from (one for one in found if isinstance(one, str))


def _catalogue(file: Path) -> str:
    _head, _blank, entries = file.read_text().partition("\n\n")
    return "\n".join(re.findall(r'^(?:msgstr(?:\[\d\])? )?(".*")$', entries, re.MULTILINE))


def test_no_text_of_her_service_blames_praises_or_scolds():
    """Guidelines B.1 g."""
    modules = [file for room in ROOMS for file in room.rglob("*.py")]
    texts = [(file.name, text) for file in modules for text in _texts_of(file)]
    assert len(texts) > 1500
    wrong = [one for one in texts if re.search(BLAMES["en"], one[1], re.IGNORECASE) or SHOUTS.search(one[1])]
    assert wrong == []


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_no_catalogue_of_hers_blames_or_shouts(language):
    files = [file for room in ROOMS for file in room.rglob(f"locale/{language}/LC_MESSAGES/django.po")]
    assert files
    for file in files:
        words = _catalogue(file)
        assert re.findall(BLAMES[language], words, re.IGNORECASE) == [], file
        assert SHOUTS.findall(words) == [], file


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_question_of_hers_blames_or_shouts(language):
    """Guidelines B.1 g."""
    packs = [one for one in library.load_all() if "partner" in one.informants and language in one.texts]
    assert packs
    for pack in packs:
        # What is put to him, or to her worker, and what staff read of a score is not what she reads.
        hers = {key: text for key, text in pack.texts[language].items() if not key.endswith(("@client", "@worker"))}
        wrong = {key: text for key, text in hers.items() if re.search(BLAMES[language], text, re.IGNORECASE)}
        assert wrong == {}, pack.id
        assert [text for text in hers.values() if SHOUTS.search(text)] == [], pack.id


@pytest.fixture
def sara(db, cast, settings):
    return holding(give_key(cast.sara, settings), cast.sara)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_nothing_outside_the_page_itself_says_what_it_is(sara, language):
    """Address, title, icon, cookie, headers and the text that is sent: what stays in a history or on a locked screen."""
    made = open_hers(sara).link(language=language, wave="")
    browser = phone()
    told = [made.text.replace(made.address, ""), urlsplit(settings.PAGES_ORIGIN).hostname or ""]
    answers = [browser.get(path(made))]
    begin(made, browser)
    answers += [browser.get(url) for url in ("/p/", "/p/read/", "/p/write/", f"/p/over/done/{language}/", "/p/leave/")]
    for answer in answers:
        page = answer.content.decode()
        told += re.findall(r"<title>(.*?)</title>", page)
        told += re.findall(r'(?:href|src|action)="([^"]*)"', page)
        told += [f"{name}: {value}" for name, value in answer.items() if name != "Content-Security-Policy"]
        told += [str(one) for one in answer.cookies.values()]
        assert not re.search(r"<meta[^>]*(?:property|name)=\"(?:og:|twitter:|description|application-name)", page)
        assert not re.search(r'rel="(?:manifest|canonical|apple-touch-icon)', page)
    said = "\n".join(told).lower()
    assert [
        word for word in {*SAYS["en"], *SAYS[language]} if word in said.replace("/static/questionnaires/", "")
    ] == []


def test_no_address_of_hers_has_a_word_in_it_that_tells():
    kinds = {"token": "x", "how": "done", "language": "de"}
    for name in HERS:
        known = {"page-link": ["token"], "page-over": ["how", "language"]}.get(name, [])
        address = reverse(name, args=[kinds[one] for one in known])
        assert not [word for word in (*TELLING, "question", "safe") if word in address], address


def test_what_staff_get_on_their_telephones_says_nothing_either():
    for number in (1, 3):
        said = channels.words(number).lower()
        assert not [word for words in SAYS.values() for word in words if word in said]
        assert not SHOUTS.search(said)

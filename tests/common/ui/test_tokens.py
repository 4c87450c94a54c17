"""Every pair of the table in the design notes is measured again from the style sheet itself."""

import pytest

from tests.common.ui.colours import both, contrast, plain

TOKENS = both()

# text, ground, contrast in light, contrast in dark
PAIRS = [
    ("ink", "surface", 16.6, 14.5),
    ("ink", "page", 14.8, 15.9),
    ("ink2", "surface", 7.6, 8.3),
    ("ink2", "page", 6.8, 9.1),
    ("ink2", "sunken", 6.2, 7.4),
    ("edge", "surface", 4.4, 4.8),
    ("edge", "page", 3.9, 5.3),
    ("casework-accent", "surface", 9.8, 9.0),
    ("casework-accent", "page", 8.8, 9.9),
    ("casework-accent", "casework-soft", 8.2, 6.9),
    ("on-band", "casework-band", 9.8, 12.1),
    ("on-band", "casework-current", 6.8, None),
    ("support-accent", "surface", 10.7, 8.7),
    ("support-accent", "page", 9.5, 9.5),
    ("support-accent", "support-soft", 9.0, 7.3),
    ("on-band", "support-band", 10.7, 13.7),
    ("on-band", "support-current", 7.4, None),
    ("late", "surface", 8.0, 8.7),
    ("late", "late-soft", 6.8, 7.3),
    ("due", "surface", 7.8, 10.2),
    ("due", "due-soft", 6.8, 8.0),
    ("done", "surface", 8.0, 9.8),
    ("done", "done-soft", 6.8, 7.8),
    ("info", "surface", 8.5, 9.5),
    ("info", "info-soft", 7.2, 7.7),
    ("focus-ring", "focus-halo", 12.1, 13.5),
    ("portal-ink", "portal-page", 14.7, 16.0),
    ("portal-ink2", "portal-page", 6.9, 9.6),
    ("portal-accent", "portal-surface", 10.6, 9.9),
    ("portal-edge", "portal-surface", 4.3, 5.4),
]

# Grounds that a component puts under a text, beyond the table.
TEXTS = [
    ("on-accent", "casework-accent"),
    ("on-accent", "support-accent"),
    ("on-accent", "portal-accent"),
    ("on-band", "casework-current"),
    ("on-band", "support-current"),
    ("on-band", "portal-band"),
    ("ink", "late-soft"),
    ("ink", "due-soft"),
    ("ink", "done-soft"),
    ("ink", "info-soft"),
    ("ink", "sunken"),
    ("ink", "casework-soft"),
    ("ink", "support-soft"),
    ("ink2", "casework-soft"),
    ("ink2", "support-soft"),
    ("page", "ink"),
    ("portal-ink2", "portal-soft"),
    ("portal-accent", "portal-soft"),
    ("late", "page"),
]


@pytest.mark.parametrize(("text", "ground", "light", "dark"), PAIRS)
def test_a_pair_has_the_contrast_that_the_table_states(text, ground, light, dark):
    assert round(contrast(TOKENS[text][0], TOKENS[ground][0]), 1) == light
    if dark is not None:
        assert round(contrast(TOKENS[text][1], TOKENS[ground][1]), 1) == pytest.approx(dark, abs=0.11)


@pytest.mark.parametrize(("text", "ground"), TEXTS)
@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_text_on_any_ground_reaches_six(text, ground, mode):
    assert contrast(TOKENS[text][mode], TOKENS[ground][mode]) >= 6


@pytest.mark.parametrize("house", ["casework", "support"])
@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_lines_that_carry_meaning_reach_three(house, mode):
    assert contrast(TOKENS["band-mark"][mode], TOKENS[f"{house}-current"][mode]) >= 3
    assert contrast(TOKENS["edge"][mode], TOKENS["surface"][mode]) >= 3


def test_figure_colours_reach_five_on_white():
    tokens = plain()
    for informant, stated in (("man", 9.8), ("partner", 5.3), ("official", 6.2)):
        assert round(contrast(tokens[f"figure-{informant}"], "#FFFFFF"), 1) == stated


def test_an_old_browser_gets_the_light_values():
    assert {name: light for name, (light, _) in TOKENS.items()}.items() <= plain().items()


def test_the_two_houses_differ_in_grey_too():
    # A band and a rail are told apart by their place; their accents must still not be one colour.
    assert TOKENS["casework-accent"] != TOKENS["support-accent"]
    assert TOKENS["casework-band"] != TOKENS["support-band"]

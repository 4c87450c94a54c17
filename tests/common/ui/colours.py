"""Reads the tokens out of the style sheet and measures them, as WCAG 2 measures contrast."""

import re
from pathlib import Path

import article16.common.ui

ROOM = Path(article16.common.ui.__file__).parent
STYLES = ROOM / "static" / "ui"
TOKENS = (STYLES / "tokens.css").read_text()


def plain() -> dict[str, str]:
    """Each token as an old browser sees it."""
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-F]{6});", TOKENS))


def both() -> dict[str, tuple[str, str]]:
    """Each token in light and in dark."""
    return {
        name: (light, dark)
        for name, light, dark in re.findall(r"--([a-z0-9-]+): light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\);", TOKENS)
    }


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

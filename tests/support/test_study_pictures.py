"""A figure on a page: without styles, under names of its own, and nothing in it but a drawing."""

import pytest

from article16.common.ui.templatetags.ui import drawn
from article16.support.outcomes.pictures import plain

SVG = (
    '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-" "-"><svg width="10"><metadata>when</metadata><defs>'
    "<style>*{stroke-linejoin: round}</style></defs>"
    '<g id="axes"><path clip-path="url(#p1)" style="fill: none; stroke: #000; evil: x"/>'
    "<text style=\"font: bold 9px 'Noto Sans', 'Noto Sans Arabic'; text-anchor: start\">T0 &lt; T1</text></g></svg>"
)


def test_what_a_style_says_an_attribute_says():
    made = plain(SVG, name="a", alt='who "answered" <T0>')
    assert "style" not in made.replace("font-style", "")
    assert 'fill="none" stroke="#000"' in made
    assert "evil" not in made
    assert "font-size=\"9px\" font-family=\"'Noto Sans', 'Noto Sans Arabic'\"" in made
    assert 'id="a-axes"' in made
    assert "url(#a-p1)" in made
    assert 'aria-label="who &quot;answered&quot; &lt;T0>"' in made
    assert drawn(made) == made


@pytest.mark.parametrize(
    "bad",
    [
        "<svg><script>1</script></svg>",
        '<svg onload="x()"></svg>',
        '<svg><a href="https://example.org">T0</a></svg>',
        '<svg><use href="https://example.org/x.svg#y"/></svg>',
        "<svg><foreignObject/></svg>",
        '<svg><image href="data:image/png;base64,AA"/></svg>',
        "<svg><!-- hers --></svg>",
    ],
)
def test_what_is_no_drawing_becomes_plain_text(bad):
    assert "<" not in drawn(bad)

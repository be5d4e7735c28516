"""JSX elements, attributes, children."""

from __future__ import annotations

import pytest

from tests.syntax.show import statements


@pytest.mark.parametrize(
    "path, text, shown",
    [
        (
            "a.tsx",
            'const a = <A.B b="c" d={e} f {...g} h:i="&lt;" j=<k/>>l {m}{/* n */}{...o} &amp; <p/></A.B>',
            [
                (
                    "(Let const a (Jsx A.B [(Prop b 'c') (Prop d e) (Prop f #True) (Spread g) (Prop h:i '<') (Prop j "
                    "(Jsx 'k' [] []))] ['l ' m (Spread o) '&' (Jsx 'p' [] [])]))"
                )
            ],
        ),
        (
            "a.tsx",
            ("const a = <><div>{b ? <C /> : null}</div></>; const d = <T,>(e: T) => e; <this.f /> ; <g-h /> ; <_i />"),
            [
                "(Let const a (Jsx '' [] [(Jsx 'div' [] [(Cond b (Jsx C [] []) #None)])]))",
                '(Let const d (Func "" [(Param e -)] [(Return e)] is_arrow {}))',
                "(Do (Jsx (This).f [] []))",
                "(Do (Jsx 'g-h' [] []))",
                "(Do (Jsx _i [] []))",
            ],
        ),
        ("a.tsx", "const a = <p>\n    some text\n    more\n</p>", ["(Let const a (Jsx 'p' [] ['some text more']))"]),
        (
            "a.tsx",
            'const a = <a href="?b=1&c=2">A & B</a>; f()',
            ["(Let const a (Jsx 'a' [(Prop href '?b=1&c=2')] ['A & B']))", "(Do (Call f []))"],
        ),
        ("a.jsx", "const a = <b>IF(x >= 80, 1)</b>; f()", ["(Let const a (Jsx 'b' [] ['IF(x >= 80, 1)']))", "(Do (Call f []))"]),
    ],
)
def test_jsx(path: str, text: str, shown: list[str]):
    assert statements(text, path) == shown

"""Style sheets without comments and space say what they said with them."""

import pytest

from sitebuilder import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CSS = ROOT / "theme" / "static" / "css"
RULES = """async text => {
    const sheet = new CSSStyleSheet();
    await sheet.replace(text);
    return [...sheet.cssRules].map(rule => rule.cssText);
}"""


@pytest.mark.parametrize("name", sorted(path.name for path in CSS.glob("*.css")))
def test_a_browser_reads_the_same_rules(visit, published, name):
    written = (CSS / name).read_text("utf-8")
    served = (published.folder / "theme" / "css" / name).read_text("utf-8")
    page = visit("about/")
    # A browser keeps the space in the value of a custom property.
    before, after = (
        ["".join(rule.split()) for rule in page.evaluate(RULES, text)] for text in (written, served)
    )
    assert before == after
    assert before
    assert len(served) < 0.9 * len(written)

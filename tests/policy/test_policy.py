"""The hashes with which a page's policy allows the scripts of its head."""

from __future__ import annotations

import base64
import hashlib

import pytest

from policy import script_hashes


def hash_of(text):
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>No script.</p>", []),
        ("<script>a</script>", ["a"]),
        ('<script type="application/ld+json">{"a": "ä"}</script>', ['{"a": "ä"}']),
        ('<SCRIPT\ntype="module">\n1 < 2;\n</SCRIPT >', ["\n1 < 2;\n"]),
        ("<script>a</script><script>b</script><script>a</script>", ["a", "b"]),
        ('<script src="/a.js"></script><script defer src=/b.js></script>', []),
        ('<script data-src="x">a</script>', ["a"]),
    ],
)
def test_each_inline_script_is_allowed_once(html, texts):
    assert script_hashes(html) == [hash_of(text) for text in texts]


def test_the_hash_is_that_of_the_standards_example():
    # CSP Level 3, section 7.7.2 gives it for this script.
    wanted = "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="
    assert script_hashes("<script>alert('Hello, world.');</script>") == [wanted]

"""Links that leave the site, for readers on paper."""

from __future__ import annotations

__all__ = ["outside_links"]


def outside_links(html: str, site: str) -> list[tuple[str, str]]:
    """The words and the address of each link in a text that leads away from `site`, once each."""
    if "http" not in html:
        return []
    import lxml.html  # noqa: PLC0415 (takes a while)

    found: dict[str, str] = {}
    for link in lxml.html.fragment_fromstring(html, create_parent=True).iter("a"):
        address = link.get("href", "")
        at_home = bool(site) and f"{address}/".startswith(f"{site}/")
        if address.startswith(("http://", "https://")) and not at_home:
            words = " ".join(link.text_content().split())
            found.setdefault(address, words or address)
    return [(words, address) for address, words in found.items()]

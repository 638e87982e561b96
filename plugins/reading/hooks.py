"""What this plugin does at Pelican's signals."""

from __future__ import annotations

import logging
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from pelican.contents import Article, Page
from pelican.generators import ArticlesGenerator

from problems import tell

from . import settings as own_settings
from .ids import prefix_ids
from .kept import KeptCounts, kept_related
from .outline import words
from .posts import SimilarPosts, describe_text, link_posts, links_to_share
from .styles import without_styles

__all__ = ["describe", "link_articles", "look_through", "prepare"]

logger = logging.getLogger(__name__)

# What a process that builds again and again keeps (tools/serve/warm.py).
_MEMORY = "kept_in_memory"
# Pelican hands its settings to all contents: how many words the texts of the last build had.
_COUNTS = "reading_counts"
_EXTENSIONS = ("markdown.extensions.toc", "reading.markdown")


def prepare(pelican: Any) -> None:
    """`initialized`: the settings' defaults, and Markdown's extensions beside the site's own."""
    settings = pelican.settings
    own_settings.apply_defaults(settings)
    tell(settings, own_settings.check(settings))
    # Only pages ask for them, and all posts' would fill memory.
    Article.share_links = property(links_to_share)
    Article.similar_posts = SimilarPosts()
    memory = settings.get(_MEMORY)
    cache = Path(settings["CACHE_PATH"])
    settings[_COUNTS] = (
        KeptCounts(cache)
        if memory is None
        else memory.setdefault("reading_counts", KeptCounts(cache, stays=True))
    )
    markdown = settings.get("MARKDOWN")
    # What is no dictionary is told by others.
    if isinstance(markdown, dict):
        there = [*markdown.get("extensions", ()), *markdown.get("extension_configs", {})]
        more = [name for name in _EXTENSIONS if name not in there]
        extensions = [*markdown.get("extensions", ()), *more]
        settings["MARKDOWN"] = markdown | {"extensions": extensions}


def look_through(content: Any) -> None:
    """`content_object_init`: make a text fit to be shown, and say what it is like.

    A content with an `id_prefix` shares a page with others, and its ids begin with that.
    """
    if not content._content:  # noqa: SLF001 (links are not resolved before it is there)
        return
    if not content.settings["INLINE_STYLES"]:
        _take_styles_out(content)
    if prefix := getattr(content, "id_prefix", ""):
        content._content = prefix_ids(content._content, prefix)  # noqa: SLF001
    if isinstance(content, Article | Page):
        counts = content.settings.get(_COUNTS)
        describe_text(content, counts.words if counts else words)


def link_articles(generator: ArticlesGenerator) -> None:
    """`article_generator_finalized`: link the site's posts to each other."""
    problems = link_posts(
        generator.articles,
        generator.translations,
        _unlisted(generator),
        generator.settings["RELATED_POSTS"],
        generator.settings.get(_MEMORY),
        partial(kept_related, Path(generator.settings["CACHE_PATH"])),
    )
    tell(generator.context, problems)


def describe(generators: list[Any]) -> None:
    """`all_generators_finalized`: all texts are known."""
    if counts := generators[0].settings.get(_COUNTS):
        counts.save()


def _unlisted(generator: ArticlesGenerator) -> chain[Any]:
    return chain(
        generator.hidden_articles,
        generator.hidden_translations,
        generator.drafts,
        generator.drafts_translations,
    )


def _take_styles_out(content: Any) -> None:
    text = content._content  # noqa: SLF001 (as above)
    if "style" not in text.lower():
        return
    content._content, styles = without_styles(text)  # noqa: SLF001
    if not styles:
        return
    source = content.get_relative_source_path()
    lines = Path(content.source_path).read_text("utf-8-sig", "replace").splitlines()
    for style in styles:
        line = next((n for n, text in enumerate(lines, 1) if style in text), 0)
        place = f"{source}:{line}" if line else source
        logger.warning(
            "%s: “%s” is left out, since the site lets no style stand in a text. "
            "Give it a class, and write the style into a style sheet of yours.",
            place,
            style,
        )

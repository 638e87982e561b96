"""Who takes part, in which sites, and how all of it is called."""

from __future__ import annotations

from .eleventy import Eleventy
from .engines import Engine
from .hugo import Hugo
from .jekyll import Jekyll
from .pelicans import Jobshower, Searched, Unchecked, Unhurried
from .plain import Import, Plain

__all__ = ["ENGINES", "SITES", "WORDS"]

ENGINES: dict[str, type[Engine]] = {
    engine.name: engine
    for engine in (Jobshower, Unchecked, Unhurried, Searched, Plain, Hugo, Eleventy, Jekyll, Import)
}
SITES = {
    "posts": "{size} posts",
    "sample": "The sample site, {size} sources, with the shipped theme",
    "leads": "Leads, wishes and roundups, {size} sources, with the shipped theme",
    "start-up": "A site of {size} post",
    "serve": "invoke serve, {size} posts, with the shipped theme",
}
WORDS = {
    "cold": "cold",
    "unchanged": "unchanged",
    "edit": "one post edited",
    "template": "template edited",
    "memory": "peak memory",
    "save": "save to reload",
    "whole": "save to whole site",
}

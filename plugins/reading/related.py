"""Which posts are about the same: those that share tags, and rather tags that few have."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

__all__ = ["related"]

# Of a tag that hundreds have, the posts nearest in time are looked at.
_REACH = 50
_DIGITS = 6
_ROUNDED = 10**-_DIGITS


def related(
    tags: Sequence[Collection[str]], count: int, kin: Sequence[Collection[int]] = ()
) -> list[list[int]]:
    """For each post the indexes of at most `count` others, the nearest first.

    `tags` are those of each post, newest post first; `kin`, for each post, those that it is not
    to be given. Likeness is the cosine of the two posts' tags, weighted by inverse document
    frequency; of two that are equally like, the one nearer in time comes first.
    """
    shelves: dict[str, list[int]] = defaultdict(list)
    for post, own in enumerate(tags):
        for tag in own:
            shelves[tag].append(post)
    weights = {tag: math.log(1 + len(tags) / len(posts)) ** 2 for tag, posts in shelves.items()}
    lengths = [math.sqrt(sum(weights[tag] for tag in sorted(own))) for own in tags]
    found = []
    for post, own in enumerate(tags):
        shared: dict[int, float] = defaultdict(float)
        for tag in sorted(own):
            shelf = shelves[tag]
            place = bisect_left(shelf, post)
            for other in shelf[max(0, place - _REACH) : place + _REACH + 1]:
                shared[other] += weights[tag]
        for other in (post, *(kin[post] if kin else ())):
            shared.pop(other, None)
        found.append(_nearest(shared, post, lengths, count))
    return found


def _nearest(
    shared: Mapping[int, float], post: int, lengths: Sequence[float], count: int
) -> list[int]:
    """The others of which most is shared, as a part of what both have."""
    own = lengths[post]
    likeness = {other: weight / (own * lengths[other]) for other, weight in shared.items()}
    if len(likeness) > count > 0:
        # Only these can be among the first once they are rounded.
        least = sorted(likeness.values())[-count] - 2 * _ROUNDED
        likeness = {other: value for other, value in likeness.items() if value >= least}
    # Rounded, so that no two machines' last digits decide.
    rank = {
        other: (-round(value, _DIGITS), abs(other - post), other)
        for other, value in likeness.items()
    }
    return sorted(rank, key=rank.__getitem__)[:count]

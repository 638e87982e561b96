"""Work that processes share out is done, all of it, and once."""

from __future__ import annotations

import os
import time

import pytest

from fastbuild.crew import processors, share_out

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


@pytest.mark.parametrize("pieces", [0, 1, 7, 4096, 10_001])
@pytest.mark.parametrize("helpers", [0, 1, 2])
def test_every_piece_is_done_once(pieces, helpers):
    done: list[int] = []
    of_helpers = list(share_out(pieces, done.append, lambda: done, helpers))
    assert sorted([*done, *(piece for some in of_helpers for piece in some)]) == [*range(pieces)]
    assert len(of_helpers) == helpers


def test_a_helper_that_dies_gives_nothing(capfd):
    here = os.getpid()
    done = []

    def work(piece):
        if os.getpid() != here:
            raise ZeroDivisionError
        done.append(piece)
        time.sleep(0.005)  # leaves it some

    assert list(share_out(200, work, lambda: done, 1)) == []
    assert len(done) == 199
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_there_is_a_processor():
    assert processors() >= 1

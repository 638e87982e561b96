"""Work that processes share out is done, all of it, and once."""

from __future__ import annotations

import logging
import os
import time

import pytest

from fastbuild.aside import Aside
from fastbuild.crew import Crew, portions, processors, share_out

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


@pytest.mark.parametrize("pieces", [0, 1, 7, 60])
@pytest.mark.parametrize("processes", [1, 2, 3])
@pytest.mark.parametrize("life", [1, 4])
def test_every_piece_is_done_once_and_told_in_order(pieces, processes, life):
    here = os.getpid()

    def work(piece):
        time.sleep(0.002 * (piece % 3))  # a later one is done sooner
        yield from ([piece] * piece)
        yield os.getpid()

    done = list(share_out([1 / life] * pieces, work, processes))
    assert [some[:-1] for some in done] == [[piece] * piece for piece in range(pieces)]
    own = [some[-1] for some in done]
    assert here not in own
    assert all(own.count(one) <= life for one in own)


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_no_process_does_more_than_one_should(processes):
    sizes = [0.9, 0.8, 0.5, 0.3, 0.2, 0.1, 0.1, 1.0, 1.0, 0.6, 0.3, 0.1, 0.0, 0.0]

    def work(piece):
        time.sleep(0.002 * (piece % 3))
        yield os.getpid()

    own = [process for (process,) in share_out(sizes, work, processes)]
    for one in set(own):
        done = [size for size, process in zip(sizes, own, strict=True) if process == one]
        assert sum(done) <= 1
    # And none ends after one that was small.
    assert len(set(own)) < len(sizes)


@pytest.mark.parametrize("life", [1, 2, 5])
def test_a_process_that_dies_gives_nothing(capfd, life):
    def work(piece):
        yield piece
        if piece == 2:
            raise ZeroDivisionError
        if piece == 3:
            os._exit(1)

    assert list(share_out([1 / life] * 5, work, 2)) == [[0], [1], None, None, [4]]
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_there_can_be_more_later():
    def work(_):
        time.sleep(0.1)
        yield os.getpid()

    with Crew([0.1] * 6, work, 1) as crew:
        first = crew.wait_for(0)
        crew.grow(1)
        assert len({*first, *(crew.wait_for(piece)[0] for piece in range(1, 6))}) == 2


def test_where_no_process_can_be_forked_nothing_is_given(monkeypatch):
    def refuse():
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refuse)
    assert list(share_out([1] * 3, lambda piece: [piece], 2)) == [None] * 3


def test_whoever_stops_asking_leaves_no_process(monkeypatch):
    fork, children = os.fork, []

    def noted():
        child = fork()
        children.append(child)
        return child

    monkeypatch.setattr(os, "fork", noted)

    def work(piece):
        yield piece
        if piece:
            time.sleep(60)

    results = share_out([1] * 4, work, 2)
    assert next(results) == [0]
    results.close()
    assert len(children) >= 2
    for child in children:
        with pytest.raises(ProcessLookupError):
            os.kill(child, 0)


def test_one_thing_is_done_aside_and_what_it_logs_is_told_once(tmp_path, caplog):
    def work():
        (tmp_path / "process").write_text(str(os.getpid()))
        logging.getLogger("fastbuild").warning("no room for %s", "it")

    aside = Aside(work)
    aside.finish()
    aside.finish()
    assert int((tmp_path / "process").read_text()) != os.getpid()
    assert [record.getMessage() for record in caplog.records] == ["no room for it"]


def test_where_no_process_can_be_forked_it_is_done_here(monkeypatch):
    def refuse():
        raise BlockingIOError

    done = []
    monkeypatch.setattr(os, "fork", refuse)
    Aside(lambda: done.append(os.getpid())).finish()
    assert done == [os.getpid()]


def test_of_what_is_done_aside_by_a_process_that_dies_nothing_is_told(caplog):
    Aside(lambda: os._exit(1)).finish()
    assert not caplog.records


def test_what_nobody_waits_for_is_done_all_the_same(tmp_path):
    def work():
        time.sleep(0.05)
        (tmp_path / "done").touch()

    aside = Aside(work)
    del aside
    os.wait()
    assert (tmp_path / "done").exists()


def test_what_is_added_is_done_by_those_that_begin_later():
    """Who has begun knows nothing of it; who begins then takes it first."""
    order = []

    def work(piece):
        order.append(piece)
        yield os.getpid(), list(order)

    with Crew([0.5] * 4, work, 1) as crew:
        assert crew.add([0.25, 0.25]) == 4
        done = [crew.wait_for(piece)[0] for piece in range(6)]
    assert done[0][0] == done[1][0]
    assert done[1][1] == [0, 1]
    assert [done[piece][1] for piece in (4, 5, 2)] == [[4], [5], [2]]


def test_after_what_was_added_nobody_does_more_than_its_part():
    with Crew([1] * 6, lambda _: [os.getpid()], 1) as crew:
        crew.add([0.1] * 3)
        crew.add([1])
        done = [crew.wait_for(piece)[0] for piece in range(10)]
    assert len(set(done[:6] + done[9:])) == 7
    assert not set(done[6:9]) & {*done[:6], done[9]}


def test_what_is_added_when_all_have_ended_is_done():
    with Crew([1], lambda piece: [piece], 2) as crew:
        assert crew.wait_for(0) == [0]
        while crew.works:
            crew.go_on()
        crew.add([1, 1])
        assert [crew.wait_for(1), crew.wait_for(2)] == [[1], [2]]


def test_a_crew_of_nobody_does_nothing_until_it_grows():
    with Crew([], lambda piece: [piece], 0) as crew:
        crew.add([1, 1])
        assert not crew.works
        assert crew.wait_for(0) is None
        crew.grow(1)
        assert crew.wait_for(1) == [1]


@pytest.mark.parametrize("count", [0, 1, 5, 999])
def test_portions_hold_each_number_once(count):
    found = portions(count, 2, 100, 3)
    assert [number for piece in found for number in piece] == [*range(count)]
    sizes = [len(piece) for piece in found]
    assert sizes == sorted(sizes, reverse=True)
    assert all(size <= 100 for size in sizes)


def test_there_is_a_processor():
    assert processors() >= 1

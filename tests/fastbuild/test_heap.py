"""What is free goes back to the system."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

from fastbuild import heap

HELD = """
import ctypes, sys
sys.path.insert(0, sys.argv[1])
from fastbuild.heap import give_back

def resident():
    fields = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
    return int(fields["VmRSS"].split()[0])

small = [bytes(2000) for _ in range(20_000)]
kept = small[::100]
del small
before = resident()
give_back()
print(before - resident())
"""


def test_what_is_free_between_what_is_held_goes_back():
    if not hasattr(ctypes.CDLL(None), "malloc_trim"):
        pytest.skip("this C library has no malloc_trim")
    plugins = Path(heap.__file__).parents[1]
    given = subprocess.run(
        [sys.executable, "-c", HELD, plugins], capture_output=True, check=True, text=True
    )
    assert int(given.stdout) > 20_000  # KiB, of some 40,000


def test_another_c_library_is_let_alone(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    heap._trim.cache_clear()
    try:
        heap.give_back()
    finally:
        heap._trim.cache_clear()

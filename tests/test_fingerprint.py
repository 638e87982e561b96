"""What was kept holds as long as the code is the same."""

import pytest

from fingerprint import code_below


@pytest.mark.parametrize("name", ["guard.py", "guard_tlds.txt", "fonts/besley-600.ttf"])
def test_what_a_plugin_reads_is_a_part_of_its_code(tmp_path, name):
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("one")
    (tmp_path / "__pycache__").mkdir()
    before = code_below(tmp_path)
    for compiled in ("guard.cpython-311.pyc", "guard.cpython-311.pyc.140", "regexes.bin"):
        (tmp_path / "__pycache__" / compiled).write_text("compiled")
    assert code_below(tmp_path) == before
    file.write_text("two")
    assert code_below(tmp_path) != before

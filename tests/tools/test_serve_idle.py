"""What a preview's process does when nothing is saved, and when it must not be used again."""

import pytest

from tools.serve import warm


@pytest.fixture
def preview(tmp_path, monkeypatch):
    """A preview whose builds are only counted."""
    made = warm.Preview("pelicanconf.py", tmp_path / "report.json")
    made.builds = 0

    def build(**_):
        made.builds += 1
        return True

    monkeypatch.setattr(made, "build", build)
    return made


def test_a_new_day_is_built(preview, monkeypatch):
    day = "2009-08-28"
    monkeypatch.setattr(warm, "_day", lambda _: day)
    preview._day = day
    assert not preview.idle()
    day = "2009-08-29"
    assert preview.idle()
    assert preview.builds == 1


def test_what_can_wait_is_done_step_by_step(preview):
    class Later:
        steps, stopped = 0, False

        def step(self):
            self.steps += 1
            return self.steps == 2

        def stop(self):
            self.stopped = True

    one, other = Later(), Later()
    preview._memory["later"] = {"one": one}
    assert preview.busy
    assert not preview.idle()
    assert preview.busy
    preview.idle()
    assert not preview.busy
    preview._memory["later"] = {"other": other}
    preview.end()
    assert (one.steps, one.stopped) == (2, False)
    # It is stopped, and cleans up.
    assert (other.steps, other.stopped) == (1, True)


@pytest.mark.parametrize(
    ("settings", "spent"),
    [
        ({"PLUGINS": ["fastbuild", "safebuild"]}, False),
        ({"PLUGINS": ["fastbuild", "mine"]}, True),
        ({"PLUGINS": ["fastbuild", "mine"], "FAST_WARM": ["mine"]}, False),
        ({}, False),
    ],
)
def test_a_plugin_that_is_not_known_has_a_process_for_each_build(preview, settings, spent):
    preview._settings = settings
    assert preview.spent is spent

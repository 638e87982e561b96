"""The order of a deploy: wherever it breaks off, what readers see is whole."""

from deploysite import broken_links, site_files
from hypothesis import given
from hypothesis import strategies as st

from tools.deploy.plan import Difference, make_plan, name_hash


def difference(there, files):
    return Difference(
        new=frozenset(files.keys() - there.keys()),
        changed=frozenset(n for n in files.keys() & there.keys() if files[n] != there[n]),
        extra=frozenset(there.keys() - files.keys()),
        ours=frozenset(map(name_hash, there)),
    )


@given(st.integers(0, 5), st.integers(0, 5), st.sampled_from(["work", "a job"]))
def test_every_link_works_wherever_a_deploy_breaks_off(before, after, word):
    there, files = site_files(before), site_files(after, word)
    plan = make_plan(files, difference(there, files))
    for name in plan.uploads:
        there[name] = files[name]
        assert not broken_links(there)
    for name in plan.deleted:
        del there[name]
        assert not broken_links(there)
    assert there == files


def test_a_first_deploy_ends_with_the_home_page_and_then_the_feeds():
    files = site_files(2)
    plan = make_plan(files, difference({}, files))
    assert [step.title for step in plan.steps] == ["assets", "new pages", "feeds and lists"]
    assert plan.steps[1].names[-1] == "index.html"
    assert plan.unchanged == 0


def test_only_what_changed_goes_up():
    there, files = site_files(5), site_files(5)
    files["posts/post-1/index.html"] += "!"
    plan = make_plan(files, difference(there, files))
    assert plan.uploads == ("posts/post-1/index.html",)
    assert plan.unchanged == len(files) - 1


def test_what_is_not_ours_is_left_alone_unless_asked():
    files = site_files(1)
    there = files | {"webmail/index.html": "", "posts/old/index.html": ""}
    found = Difference(
        frozenset(),
        frozenset(),
        frozenset(there.keys() - files.keys()),
        frozenset({name_hash("posts/old/index.html")}),
    )
    plan = make_plan(files, found)
    assert plan.deleted == ("posts/old/index.html",)
    assert plan.kept == ("webmail/index.html",)
    assert make_plan(files, found, prune=True).deleted == (*plan.deleted, *plan.kept)


def test_a_deploy_that_would_empty_the_site_is_drastic():
    assert make_plan(site_files(1), difference(site_files(20), site_files(1))).drastic
    assert not make_plan(site_files(20), difference(site_files(21), site_files(20))).drastic
    assert not make_plan(site_files(1), difference(site_files(2), site_files(1))).drastic

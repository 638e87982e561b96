"""Templates that were compiled before are those that there are now."""

from __future__ import annotations

import jinja2
import pytest
from jinja2 import DictLoader, Environment

from fastbuild.store import Store
from fastbuild.templates import TemplateCache


@pytest.fixture
def kept(tmp_path):
    """Gives a cache as a build has it, and saves it as the end of one does."""
    caches = []

    def open_cache() -> TemplateCache:
        for cache in caches:
            cache.save()
        caches.append(TemplateCache(Store(tmp_path / "kept", 10**6)))
        return caches[-1]

    return open_cache


class Counted(Environment):
    compiled = 0

    def compile(self, *given, **named):
        type(self).compiled += 1
        return super().compile(*given, **named)


def rendered(cache: TemplateCache, source: str = "{{ 'a<'|loud }}", **options) -> tuple[str, int]:
    Counted.compiled = 0
    environment = Counted(loader=DictLoader({"it": source}), bytecode_cache=cache, **options)
    environment.filters["loud"] = str.upper
    return environment.get_template("it").render(), Counted.compiled


def test_one_compiles_for_all_and_for_later(kept):
    cache = kept()
    assert [rendered(cache), rendered(cache), rendered(kept())] == [
        ("A<", 1), ("A<", 0), ("A<", 0),
    ]  # fmt: skip


@pytest.mark.parametrize("options", [{"autoescape": True}, {"trim_blocks": True}])
def test_other_options_compile_anew(kept, options):
    rendered(kept())
    assert rendered(kept(), **options)[1] == 1
    assert rendered(kept(), "{{ '<' }}{% if 1 %}\nx{% endif %}", **options) == rendered(
        TemplateCache(None), "{{ '<' }}{% if 1 %}\nx{% endif %}", **options
    )


def test_another_source_compiles_anew(kept):
    rendered(kept())
    assert rendered(kept(), "{{ 'b'|loud }}") == ("B", 1)


def test_a_filter_that_is_not_there_is_an_error_even_so(kept):
    rendered(kept())
    environment = Counted(loader=DictLoader({"it": "{{ 'a<'|loud }}"}), bytecode_cache=kept())
    with pytest.raises(jinja2.TemplateAssertionError):
        environment.get_template("it")


def test_an_edited_template_shows_in_the_next_build(build):
    templates = build.folder / "templates"
    templates.mkdir()
    for word in ("first", "second"):
        (templates / "extend_footer.html").write_text(f"<p>{word} footer</p>")
        site = build({}, THEME_TEMPLATES_OVERRIDES=[str(templates)], TODAY="2009-08-28")
        assert site.status == 0, site.said
        assert f"<p>{word} footer</p>" in site.text("leads/index.html")
    assert (build.folder / "cache" / "fastbuild" / "templates.sqlite").exists()

"""A page's text is what Jinja's own `render` would give, whatever its template knows."""

from __future__ import annotations

import traceback

import pytest
from jinja2 import DictLoader, Environment, Template

from fastbuild.page import Page

SOURCES = {
    "names": "{{ a }} {{ b }} {{ c }} {{ d }} {{ range(2)|list }}",
    "child": "{% extends 'names' %}",
    "imports": "{% import 'macros' as it with context %}{{ it.say() }}",
    "macros": "{% macro say() %}{{ a }} {{ d }}{% endmacro %}",
    "broken": "one\n{{ a.b.c }}",
}


def page(template, **variables):
    shared = {"a": "shared a", "b": "shared b"}
    return Page("x.html", template, shared, variables, shared, None, "x.html")


@pytest.fixture
def environment():
    made = Environment(loader=DictLoader(SOURCES), autoescape=True)
    made.globals |= {"a": "global a", "c": "global c", "d": "global d"}
    return made


@pytest.mark.parametrize("name", ["names", "child", "imports"])
@pytest.mark.parametrize("variables", [{}, {"a": "<own>"}, {"d": None, "range": 1}])
def test_the_same_as_jinjas(environment, name, variables):
    template = environment.get_template(name, globals={"b": "template b", "d": "template d"})
    one = page(template, **variables)
    try:
        expected = template.render(one.context())
    except TypeError:
        with pytest.raises(TypeError):
            one.render()
    else:
        assert one.render() == expected
    # What a page knows is not left for the next.
    assert page(template).render() == template.render(page(template).context())


def test_the_same_error_in_the_same_line(environment):
    template = environment.get_template("broken")
    told = []
    for render in (page(template).render, lambda: template.render(page(template).context())):
        with pytest.raises(Exception, match="has no attribute") as caught:
            render()
        # Jinja puts the template's own line there, in the place of the code it was made into.
        lines = [it.lineno for it in traceback.extract_tb(caught.tb) if it.name.startswith("top")]
        told.append((caught.type, str(caught.value), lines))
    assert told[0] == told[1]
    assert told[0][2] == [2]


def test_a_template_of_another_kind_renders_itself():
    class Loud(Template):
        def render(self, *args, **kwargs):
            return super().render(*args, **kwargs).upper()

    class Loudly(Environment):
        template_class = Loud

    assert page(Loudly(autoescape=True).from_string("{{ b }}!")).render() == "SHARED B!"


def test_an_asynchronous_environment():
    template = Environment(enable_async=True, autoescape=True).from_string("{{ b }} {{ own() }}")

    async def own():
        return "later"

    assert page(template, own=own).render() == "shared b later"

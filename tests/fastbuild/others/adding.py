# A function in the context, which counts how often it is asked.
from pelican import signals

calls = []


def counted():
    calls.append(1)
    return f"WORD {len(calls)}"


def add(generators):
    generators[0].context["counted"] = counted


def register():
    signals.all_generators_finalized.connect(add)

"""What `invoke bench` does: the same sites for several engines, built in turn and measured.

    posts.py, leads.py ──> engines ──────> sites.py ─────> contests.py ──> results.py
    (texts, by seed)       (sources, and   (who builds)    (measure.py,    (one file)
                           a command)                      outputs.py)        │
                      docs <── paper.py <── tables.py, targets.py, chart.py ──┘

An engine is `pelicans.py`, `hugo.py`, `eleventy.py` or `jekyll.py`; `serving.py` is a preview with
its browser. `command.py` is the run. The engines' templates and settings are in `benchmarks/`.
"""

"""Carrying the published site to where people read it: only what changed, new before old.

`command.deploy` is what `invoke deploy` does: the output folder must be what the last publish
made (`checked.py`), the target is asked what it has (`target.py`, and a module for each kind),
and what is to be done is an ordered plan (`plan.py`), shown first and then done.
"""

"""What to follow up: `collect.py` finds it, `marks.py` remembers what was done or put off.

`command.py` is what `invoke followups` does.
"""

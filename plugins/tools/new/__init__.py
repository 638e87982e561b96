"""New content: `command.make` is what `invoke new` does.

`lead.py` and `other.py` ask for what each kind needs and put a draft (`draft.py`) together; a lead
may begin with its posting's address (`postings.py`) or its pasted text (`jobtext.py`).
"""

"""Leads from and to a spreadsheet.

    text.py ──> columns.py ──> leads.py (days.py, convert.py) ──> private.py ──> new.py
    (cells)     (what is what)  (a row as a lead, and back)       (no contacts)  (what is new)

`import_leads.py` and `export_leads.py` are what the commands of these names do.
"""

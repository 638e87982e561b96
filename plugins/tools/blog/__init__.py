"""Moving a blog here: the export of another program becomes posts and pages.

    source.py ──> wordpress.py, blogger.py, feed.py ──> export.py
    (is it one?)  (what each program writes)            (entries)
    export.py ──> cleaning.py, pictures.py, markdown.py ──> files.py

`command.import_blog` is what `invoke import-blog` does.
"""

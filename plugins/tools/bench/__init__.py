"""What `invoke bench` does: the same posts for several engines, built in turn and measured.

`posts` makes them, an engine (`engines`, `pelicans`, `hugo` …) writes its sources, `outputs` tells
what a build has written.
"""

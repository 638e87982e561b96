# What was written comes into a file of its own.
from pathlib import Path

from pelican import signals


def add(pelican):
    folder = Path(pelican.output_path)
    told = [f"{it.relative_to(folder)} {it.stat().st_size}" for it in folder.rglob("*.html")]
    (folder / "list.txt").write_text("\n".join(["WORD", *sorted(told)]), "utf-8")


def register():
    signals.finalized.connect(add)

"""Writing papers into a folder. Rules: what cannot be written is said before anything is worked out; the folder is
complete or as it was; only papers are replaced, and a folder that holds anything else is left alone."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from edgepersona.core.errors import LocalError

from .html import GENERATOR

HEAD = 1_000


def writable(folder: Path) -> None:
    """Raise LocalError if papers may not be written there."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise LocalError(f"{folder}: expected a folder, or a name that is free")
    strange = (
        next((path.name for path in sorted(folder.iterdir()) if not _ours(path)), None) if folder.exists() else None
    )
    if strange is not None:
        raise LocalError(f"{folder} holds {strange}, which audit did not write; name another folder")


def _ours(path: Path) -> bool:
    """Whether a file is a paper: HTML that says so, or Markdown beside it."""
    if path.is_symlink() or not path.is_file():
        return False
    if path.suffix == ".md":
        return _ours(path.with_suffix(".html"))
    with path.open("rb") as file:
        return path.suffix == ".html" and GENERATOR.encode() in file.read(HEAD)


def write(folder: Path, files: Mapping[str, str]) -> list[Path]:
    """Write the files, replacing what was written before. Returns their paths. Raises LocalError, OSError."""
    writable(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
        fresh = Path(scratch) / "papers"
        fresh.mkdir()
        for name, text in files.items():
            (fresh / name).write_text(text, encoding="utf-8", newline="\n")
        if folder.exists():
            os.replace(folder, Path(scratch) / "before")
        try:
            os.replace(fresh, folder)
        except OSError:  # bring back what was there
            if (Path(scratch) / "before").exists():
                shutil.move(Path(scratch) / "before", folder)
            raise
    return [folder / name for name in files]

"""Writing the HTML file. Rules: what cannot be written is said before anything runs; it is written whole or not
at all; only the file that was named is replaced, and never the persona file."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from edgepersona.core.errors import LocalError


def writable(path: Path, persona: str) -> None:
    """Raise LocalError or OSError if the file cannot be written."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if path.exists() and not path.is_file():
        raise LocalError(f"{path}: expected the name of an ordinary file")
    if path.exists() and os.path.exists(persona) and path.samefile(persona):
        raise LocalError(f"{path} is the persona file; --html would replace it")
    handle, name = _beside(path)
    os.close(handle)
    os.unlink(name)


def write(path: Path, text: str) -> None:
    """Write a text as UTF-8, replacing the file if there is one. Raises OSError."""
    handle, name = _beside(path)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _beside(path: Path) -> tuple[int, str]:
    """A new file in the same folder. Raises OSError that names the file that was asked for."""
    try:
        return tempfile.mkstemp(prefix=".edgepersona-", dir=path.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None

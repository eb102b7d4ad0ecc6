"""What `edgepersona new` writes: a small persona file, the questions of its privacy papers, the landing page it
belongs to, a visit, a scenario, the schema.

Rule: nothing that is there is touched. Either every file is written, or none was there to begin with.
"""

from __future__ import annotations

import json
from pathlib import Path

from edgepersona.core.errors import LocalError

_FOLDER = Path(__file__).parent
FILES = ("persona.yaml", "answers.yaml", "index.html", "visit.yaml", "scenarios/delayed-order.yaml")
SCHEMA = "persona.schema.json"


def write(directory: Path) -> list[Path]:
    """Write the starter. Returns the files written. Raises LocalError if one is there already, OSError."""
    from edgepersona.authoring.schema import persona_schema

    texts = {name: (_FOLDER / name).read_text(encoding="utf-8") for name in FILES}
    texts[SCHEMA] = json.dumps(persona_schema(), ensure_ascii=False, indent=2) + "\n"
    for name in texts:
        if (directory / name).exists() or (directory / name).is_symlink():
            raise LocalError(f"{directory / name} is there already; new overwrites nothing")
    for folder in dict.fromkeys((directory, *((directory / name).parent for name in texts))):
        if not folder.is_dir() and (folder.exists() or folder.is_symlink()):
            raise LocalError(f"{folder}: file exists and is no folder; new overwrites nothing")
        folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        with (directory / name).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return [directory / name for name in texts]

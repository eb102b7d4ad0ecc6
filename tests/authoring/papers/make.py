"""Writes the bakery's papers as they are read and committed.

    python -m tests.authoring.papers.make

`tests/authoring/test_audit.py` compares. Read the difference: it is what a privacy team would be given to sign.
"""

from __future__ import annotations

from pathlib import Path

from edgepersona.authoring import audit
from edgepersona.authoring.compile import load
from tests.core.personas import BAKERY

FOLDER = Path(__file__).parent
ANSWERS = FOLDER / "bakery-answers.yaml"


def written() -> dict[str, str]:
    """File name → Markdown."""
    bundle = load(BAKERY).bundle
    facts = audit.derive(bundle, audit.load_answers(ANSWERS, bundle))
    return {name: text for name, text in audit.files(audit.papers(facts)).items() if name.endswith(".md")}


def main() -> None:
    """Write every paper, and remove what is no longer one."""
    for path in FOLDER.glob("*.md"):
        path.unlink()
    for name, text in written().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

"""Running an earlier commit of the package beside this one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent


def checked_out(commit: str, folder: Path) -> Path:
    """The sources of a commit, written below a folder."""
    archive = subprocess.run(
        ["git", "-C", str(ROOT), "archive", "--format=tar", commit, "src", "examples"], check=True, capture_output=True
    )
    folder.mkdir()
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)
    return folder / "src"


def copied(folder: Path) -> Path:
    """The sources as they are now, written below a folder."""
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    return folder / "src"


def environment(sources: Path) -> Mapping[str, str]:
    """What a process needs to import the package from these sources, and to keep what it compiles."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(sources)}


def command(*arguments: object) -> Sequence[str]:
    """A command of this Python."""
    return [sys.executable, *map(str, arguments)]

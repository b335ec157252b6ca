"""Packages that come with an extra; if one is missing, the message names the extra."""

from __future__ import annotations

import importlib
from typing import Any

from balanced_edu.message import Message


def package(name: str, *, needed_by: str, extra: str = "") -> Any:
    """Import a package that comes with an extra, or, without one, that users install themselves.

    Raises
    ------
    ModuleNotFoundError
        If it is missing; the message names what needs it and what to install.

    Examples
    --------
    >>> package("no_such_package", extra="cli", needed_by="the HTML report")
    Traceback (most recent call last):
    ...
    ModuleNotFoundError: the HTML report needs no_such_package: pip install 'balanced-edu[cli]'
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        installed = f"'balanced-edu[{extra}]'" if extra else name
        message = Message(
            "{what} needs {package}: pip install {installed}", what=needed_by, package=name, installed=installed
        )
        raise ModuleNotFoundError(message, name=name) from error

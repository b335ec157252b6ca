"""Runs the Python examples in the README and the docs as tests; `pyproject.toml` names where tests are found."""

from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

collect_ignore = ["docs/conf.py", "tests/mutation", "tests/typing"]

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser()],
    patterns=["README.md", "docs/**/*.md", "docs/*.md"],
).pytest()

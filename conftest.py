"""Files that pytest does not look into; `pyproject.toml` names where it finds tests."""

collect_ignore = ["docs/conf.py", "tests/mutation", "tests/typing"]

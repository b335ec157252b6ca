"""Which reader a path has."""

from __future__ import annotations

from pathlib import Path

import pytest
from datasets import folder_with, problems_of

from balanced_edu import read_county
from balanced_edu.records.county import County
from balanced_edu.tables import reading


def test_a_path_that_no_reader_fits(tmp_path: Path) -> None:
    (missing,) = problems_of(tmp_path / "nowhere")
    assert missing.message == "there is no such folder; give the folder that holds schools.csv and county.toml"
    assert (missing.file, missing.row, missing.column) == (str(tmp_path / "nowhere"), 1, "-")
    (tmp_path / "county.xlsx").write_bytes(b"PK")
    (file,) = problems_of(tmp_path / "county.xlsx")
    assert file.message == "this is a file; give the folder that holds schools.csv and county.toml"
    (too_long,) = problems_of(Path("a" * 5000))
    assert "the folder cannot be opened (File name too long); give the folder that holds" in too_long.message


def test_a_further_format_is_one_more_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def name_only(path: Path) -> County:
        return County(name=path.read_text(encoding="utf-8"))

    names = reading.Reader(
        "a file that ends in .txt", lambda path: path.suffix == ".txt", lambda path: (path,), name_only
    )
    monkeypatch.setattr(reading, "READERS", (*reading.READERS, names))
    (tmp_path / "county.txt").write_text("县", encoding="utf-8")
    assert read_county(tmp_path / "county.txt") == County(name="县")
    assert read_county(str(folder_with(tmp_path))).name == "示例县"
    assert reading.files_of(tmp_path / "county.txt") == (tmp_path / "county.txt",)
    assert reading.files_of(str(tmp_path)) == (tmp_path / "schools.csv", tmp_path / "county.toml")
    (problem,) = problems_of(tmp_path / "county.xlsx")
    assert problem.message.endswith(
        "give the folder that holds schools.csv and county.toml or a file that ends in .txt"
    )

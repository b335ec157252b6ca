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
    expected = (
        "give the folder that holds schools.csv and county.toml (or 县级.csv) "
        "or a workbook (.xlsx, .xls, .ods) with the sheets 学校 and 县级"
    )
    assert missing.message == f"there is no such file or folder; {expected}"
    assert (missing.file, missing.row, missing.column) == (str(tmp_path / "nowhere"), 1, "-")
    (tmp_path / "county.doc").write_bytes(b"PK")
    (file,) = problems_of(tmp_path / "county.doc")
    assert file.message == f"this is another file; {expected}"
    (too_long,) = problems_of(Path("a" * 5000))
    assert "it cannot be opened (File name too long); give the folder that holds" in too_long.message


def test_a_further_format_is_one_more_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def name_only(path: Path, *, ignore_columns: bool) -> County:
        assert not ignore_columns
        return County(name=path.read_text(encoding="utf-8"))

    names = reading.Reader(
        "a file that ends in .txt", lambda path: path.suffix == ".txt", lambda path: (path,), name_only
    )
    monkeypatch.setattr(reading, "READERS", (*reading.READERS, names))
    (tmp_path / "county.doc").write_bytes(b"")
    (tmp_path / "county.txt").write_text("县", encoding="utf-8")
    assert read_county(tmp_path / "county.txt") == County(name="县")
    assert read_county(str(folder_with(tmp_path))).name == "示例县"
    assert reading.files_of(tmp_path / "county.txt") == (tmp_path / "county.txt",)
    names_of_files = ("schools.csv", "county.toml", "县级.csv", "监测.csv", "调查.csv")
    assert reading.files_of(str(tmp_path)) == tuple(tmp_path / name for name in names_of_files)
    (problem,) = problems_of(tmp_path / "county.doc")
    assert problem.message.endswith("with the sheets 学校 and 县级 or a file that ends in .txt")

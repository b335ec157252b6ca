"""Where standards are found: by name, in files, and in the files that they extend."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import pytest

from balanced_edu.errors import StandardError
from balanced_edu.standards import from_text, load, loading, names

LOCAL = Path(__file__).parent.parent / "cases" / "local.toml"


@pytest.mark.parametrize("name", ["national-2016", "a" * 5000, "no/such/file.toml"])
def test_a_name_of_no_standard_and_no_file_is_refused(name: str) -> None:
    with pytest.raises(StandardError) as error:
        load(name)
    (problem,) = error.value.problems
    hint = " (did you mean national-2017?)" if name == "national-2016" else ""
    assert problem.message.startswith(f"there is no standard and no file of this name{hint}; there are basic-2012, ")


def test_what_a_file_extends_must_be_there(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('extends = "national-2016"', encoding="utf-8")
    with pytest.raises(StandardError, match="did you mean national-2017"):
        load(file)
    file.write_text("extends = 3", encoding="utf-8")
    with pytest.raises(StandardError, match="give the name of a standard or a file"):
        load(file)
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(StandardError, match="cannot be read"):
        load(file)


def test_a_long_chain_of_files_is_reported_and_not_followed(tmp_path: Path) -> None:
    chain = ["national-2017", *(f"{n}.toml" for n in range(400))]
    for extended, name in pairwise(chain):
        (tmp_path / name).write_text(f'name = "n"\nedition = "1"\nextends = "{extended}"\n', encoding="utf-8")
    assert load(tmp_path / "19.toml").name == "n"
    message = r"380\.toml:3:extends: this is the 20th of the files that extend one another; write what they set"
    with pytest.raises(StandardError, match=message):
        load(tmp_path / "399.toml")


def test_a_circle_of_files_is_reported_and_not_followed(tmp_path: Path) -> None:
    city, district = tmp_path / "city.toml", tmp_path / "district.toml"
    city.write_text('name = "city"\nextends = "district.toml"\n', encoding="utf-8")
    district.write_text('name = "district"\nextends = "city.toml"\n', encoding="utf-8")
    with pytest.raises(StandardError, match=r"district.toml:2:extends: extends leads back to 'city.toml'; extend a"):
        load(city)


@pytest.mark.parametrize("name", ["/etc/passwd", "../secret.toml", "inner/secret.toml", "link.toml", ".."])
def test_a_standard_extends_no_file_elsewhere(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "plans"
    (folder / "inner").mkdir(parents=True)
    for secret in (tmp_path / "secret.toml", folder / "inner" / "secret.toml"):
        secret.write_text("password = 1\n", encoding="utf-8")
    (folder / "link.toml").symlink_to(tmp_path / "secret.toml")
    (folder / "mine.toml").write_text(f'extends = "{name}"', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StandardError, match=r"mine.toml:1:extends: .* no file of this name beside this one"):
        load(folder / "mine.toml")
    with pytest.raises(StandardError, match=r"standard.toml:1:extends: .* a text extends no file"):
        from_text(f'extends = "{name}"')


@pytest.mark.parametrize("name", ["a" * 5000, "\\u0000", "."])
def test_a_name_that_no_file_can_have_is_no_file(name: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f'extends = "{name}"', encoding="utf-8")
    with pytest.raises(StandardError, match=r"there is no standard .*, and no file of this name beside this one"):
        load(file)


def test_a_file_may_extend_one_beside_it(tmp_path: Path) -> None:
    (tmp_path / "city.toml").write_text(LOCAL.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "district.toml").write_text(
        'extends = "city.toml"\nname = "district"\nedition = "2"\n', encoding="utf-8"
    )
    district = load(tmp_path / "district.toml")
    assert (district.name, district.reached, district.cited) == ("district", 7, "district (2)")


def test_the_files_that_a_standard_is_read_from(tmp_path: Path) -> None:
    city, district = tmp_path / "city.toml", tmp_path / "district.toml"
    district.write_text('extends = "city.toml"\n', encoding="utf-8")
    assert loading.files_of(district) == (district, city)  # as far as they can be read
    city.write_text('extends = "shenyang"\n', encoding="utf-8")
    assert loading.files_of(str(district)) == (district, city)
    city.write_text("name = 'city'\n", encoding="utf-8")
    assert loading.files_of(district) == (district, city)
    city.write_text('extends = "district.toml"\n', encoding="utf-8")
    assert loading.files_of(district) == (district, city)
    city.write_text("extends = \n", encoding="utf-8")
    assert loading.files_of(district) == (district, city)
    assert loading.files_of("shenyang") == ()


def test_what_a_standard_may_extend_is_listed() -> None:
    known = "there are basic-2012, national-2017, procedure-2019, shenyang, wenling-2020"
    with pytest.raises(StandardError, match=f"there is no standard 'mine', and a text extends no file; {known}$"):
        from_text('extends = "mine"')


def test_what_comes_with_the_library() -> None:
    assert names() == ("basic-2012", "national-2017", "procedure-2019", "shenyang", "wenling-2020")
    assert load(load("national-2017")) is load("national-2017")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among the files of this system")
def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    with pytest.raises(StandardError, match="the file cannot be read: it is a folder, a pipe or a device"):
        load(tmp_path / "pipe.toml")
    (tmp_path / "zero.toml").symlink_to("/dev/zero")
    with pytest.raises(StandardError, match="it is a folder, a pipe or a device"):
        load(tmp_path / "zero.toml")
    (tmp_path / "latin.toml").write_bytes(b"\xff")
    with pytest.raises(StandardError, match="it is not in UTF-8"):
        load(tmp_path / "latin.toml")


def test_a_file_too_large_for_a_standard_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "LARGEST", 10)
    file = tmp_path / "large.toml"
    file.write_text('name = "large"', encoding="utf-8")
    with pytest.raises(StandardError, match=r"large.toml:1:-: the file has more than 10 bytes"):
        load(file)
    monkeypatch.setattr(loading, "LARGEST", len(file.read_bytes()))
    assert loading.source_of(file).text == 'name = "large"'


@pytest.mark.parametrize("given", [3, None, b"national-2017"])
def test_what_is_no_name_and_no_path_is_refused(given: object) -> None:
    with pytest.raises(TypeError) as error:
        load(given)  # type: ignore[arg-type]
    assert str(error.value) == (
        f"load: standard must be the name of a standard, such as 'national-2017', or a file's path; given {given!r}"
    )


def test_a_standard_that_comes_with_the_library_is_read_once() -> None:
    assert all(load(name) is load(name) for name in names())


def test_an_edition_and_its_days_are_not_those_of_the_standard_that_is_extended(tmp_path: Path) -> None:
    head = 'name = "city"\nedition = "3"\nextends = "national-2017"\nissued = 2024-03-01\nin_force = 2024-09-01\n'
    (tmp_path / "city.toml").write_text(head, encoding="utf-8")
    district = tmp_path / "district.toml"
    district.write_text('name = "district"\nextends = "city.toml"\n', encoding="utf-8")
    with pytest.raises(StandardError) as error:
        load(district)
    assert [problem.message for problem in error.value.problems] == [
        "edition is missing; give a text in quotation marks"
    ]
    district.write_text('name = "district"\nedition = "1"\nextends = "city.toml"\n', encoding="utf-8")
    found = load(district)
    assert (found.edition, found.issued, found.in_force, found.extends) == ("1", None, None, "city.toml")

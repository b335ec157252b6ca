"""The words: every language has all of them, with the same placeholders, and none of another language."""

from __future__ import annotations

import ctypes
import enum
import re
import string
from types import SimpleNamespace

import pytest

from balanced_edu.checks import Reason, Relation
from balanced_edu.indicators.declare import DIMENSIONS, every_measure
from balanced_edu.outcomes import Outcome
from balanced_edu.records.bands import Band
from balanced_edu.records.kinds import Affiliation, AreaType, Grade, Kind, Ownership, Sponsor, Stage
from balanced_edu.remarks import RemarkCode, RemarkKind
from balanced_edu.report.terms import FIELDS, figure_text
from balanced_edu.report.words import Words, english, language_of_locale, languages, words_of

LANGUAGES = languages()


def placeholders(text: str, *, plurals: bool) -> set[str]:
    """Names of the placeholders; those that only choose between singular and plural are another language's affair."""
    fields = [(name, spec) for _, name, spec, _ in string.Formatter().parse(text) if name is not None]
    return {name for name, spec in fields if plurals or "|" not in (spec or "")}


def test_english_and_chinese_are_there() -> None:
    assert {"en", "zh"} <= set(LANGUAGES)
    assert [words_of(lang).tag for lang in ("en", "zh")] == ["en", "zh-Hans"]
    assert repr(words_of("zh")) == "<words of zh>"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_all_texts_with_the_same_placeholders(lang: str) -> None:
    words = words_of(lang)
    assert words.texts.keys() == english().texts.keys()
    assert all(words.texts.values())
    for key, text in words.texts.items():
        for one, other in ((text, english().texts[key]), (english().texts[key], text)):
            assert placeholders(one, plurals=False) <= placeholders(other, plurals=True), key


def test_english_has_chinese_words_in_brackets_only() -> None:
    for key, text in english().texts.items():
        outside = re.sub(r"\([^()]*\)", "", text)
        assert not re.search("[\u3400-\u9fff]", outside), f"{key} = {text!r}"


# Files, keys of files, and the settings that say which language this is.
LATIN = re.compile(r"schools\.csv|county\.toml|\[local\]|local\.|\{\w+\}")


def test_chinese_has_no_english_words() -> None:
    for key, text in words_of("zh").texts.items():
        if key not in ("tag", "names", "compared.units"):
            assert not re.search("[A-Za-z]", LATIN.sub("", text)), f"{key} = {text!r}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_that_is_named_by_a_code_has_a_word(lang: str) -> None:
    texts = words_of(lang).texts
    units = {unit for measure in every_measure().values() for unit in (measure.unit, *measure.inputs.values())}
    units |= {field.unit for field in FIELDS.values()}
    choices = {choice for measure in every_measure().values() for one in measure.choices.values() for choice in one}
    keys = {
        *(f"measures.{name}" for name in every_measure()),
        *(f"units.{unit}" for unit in units),
        *(f"choices.{choice}" for choice in choices),
        *(f"stages.{stage}" for stage in Stage),
        *(f"outcomes.{outcome}" for outcome in Outcome),
        *(f"dimensions.{name}" for name, _ in DIMENSIONS.values()),
        *(f"reading.codes.{code.name.lower()}" for code in RemarkCode),
        *(f"reading.kinds.{kind.name.lower()}" for kind in RemarkKind),
        *(f"reasons.{reason.name.lower()}" for reason in list(Reason)[3:]),
        *(f"compared.{relation.name.lower()}.{outcome}" for relation in Relation for outcome in ("pass", "fail")),
    }
    assert keys <= texts.keys()


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        ("kinds", Kind),
        ("ownerships", Ownership),
        ("affiliations", Affiliation),
        ("sponsors", Sponsor),
        ("area_types", AreaType),
        ("grades", Grade),
    ],
)
def test_in_chinese_what_a_campus_is_has_the_words_of_the_tables(table: str, kind: type[enum.Enum]) -> None:
    texts = words_of("zh").texts
    assert {key: text for key, text in texts.items() if key.startswith(f"{table}.")} == {
        f"{table}.{member.name}": member.value for member in kind
    }


def test_singular_and_plural() -> None:
    words = Words("en", {"items": "{n:,} {n:item|items} of {name}"})
    assert words.text("items", n=1, name="one") == "1 item of one"
    assert words.text("items", n=2000, name="{n}") == "2,000 items of {n}"


def test_joining_leaves_out_what_is_empty() -> None:
    for lang, expected in (("en", ("a, b", "a, b", "a; b")), ("zh", ("a、b", "a，b", "a；b"))):
        words = words_of(lang)
        assert (words.listed(["a", "", "b"]), words.clauses(["a", "", "b"]), words.parts(["a", "", "b"])) == expected


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match=f"there are no reports in 'xx'; choose one of {', '.join(LANGUAGES)}"):
        words_of("xx")


LOCALES = [
    # LC_ALL, LC_MESSAGES, LANG, language
    ("zh_CN.UTF-8", "", "", "zh"),
    ("zh_TW", "en_US", "en_US", "zh"),
    ("", "zh_CN", "en_US", "zh"),
    ("", "", "zh", "zh"),
    ("", "", "ZH_cn", "zh"),
    ("en_US.UTF-8", "zh_CN", "zh_CN", "en"),
    ("C", "", "zh_CN", "en"),
    ("", "C.UTF-8", "zh_CN", "en"),
    ("", "", "xx_XX", "en"),
    ("", "", "", "en"),
]


@pytest.mark.parametrize(("lc_all", "lc_messages", "lang", "expected"), LOCALES)
def test_the_language_of_the_locale(
    lc_all: str, lc_messages: str, lang: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(ctypes, "windll", raising=False)
    for name, value in (("LC_ALL", lc_all), ("LC_MESSAGES", lc_messages), ("LANG", lang)):
        monkeypatch.setenv(name, value)
    assert language_of_locale() == expected


@pytest.mark.parametrize(
    ("langid", "lang", "expected"), [(2052, "", "zh"), (1033, "", "en"), (-1, "", "en"), (2052, "en_US", "en")]
)
def test_on_windows_the_display_language_counts_unless_the_environment_says_more(
    langid: int, lang: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: langid)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", lang)
    assert language_of_locale() == expected


BANDS = [
    # band, whether of whole numbers, in Chinese and in English
    (Band(73, 96), False, "73以上不足96", "73 to under 96"),
    (Band(0, 61), False, "不足61", "under 61"),
    (Band(96), False, "96以上", "96 or more"),
    (Band(66), True, "66以上", "66 or more"),
    (Band(46, 51), True, "46至50", "46 to 50"),
    (Band(0, 26), True, "不超过25", "at most 25"),
    (Band(1000, 2001), True, "1,000至2,000", "1,000 to 2,000"),
]


@pytest.mark.parametrize(("band", "whole", "chinese", "english_words"), BANDS)
def test_a_band_in_words(band: Band, whole: bool, chinese: str, english_words: str) -> None:
    assert figure_text(band, words_of("zh"), whole=whole) == chinese
    assert figure_text(band, english(), whole=whole) == english_words


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (1, "1 required item is empty and unknown: row 4"),
        (2, "2 required items are empty and unknown: rows 4"),
    ],
)
def test_a_number_of_required_items(rows: int, expected: str) -> None:
    assert english().text("reading.codes.empty", rows=rows, given="4") == expected
    items = "item" if rows == 1 else "items"
    assert (
        english().text("reading.codes.form", rows=rows, given="表", year=2021)
        == f"read as “表” of 2021, {rows} {items}"
    )

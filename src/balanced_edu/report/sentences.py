"""Findings and checks in words."""

from __future__ import annotations

from collections.abc import Iterable

from balanced_edu import checks
from balanced_edu.checks import Check, Finding, Reason, joins, judgements
from balanced_edu.exact import Number, comparable_texts, decimal_text
from balanced_edu.outcomes import Outcome
from balanced_edu.records.bands import Band, is_exact
from balanced_edu.report.places import cell_text
from balanced_edu.report.terms import band_text, decimals_of, measure_name, quantity, stage_name
from balanced_edu.report.words import Words, english

_LISTED = 10  # sentences of one finding
_FEW = 3  # cells or parts of a finding that is put in brief
_PLACES = 4  # decimals
_LONGEST_REPR = 200


def finding_sentence(finding: Finding, words: Words | None = None) -> str:
    """Why a finding has its outcome, in one sentence; in English by default.

    Examples
    --------
    >>> finding = checks.at_most(45, "pupil").finding(46)
    >>> finding_sentence(finding)
    '46 > 45 pupils (over by 1)'
    >>> from balanced_edu.report.words import words_of
    >>> finding_sentence(finding, words_of("zh"))
    '46人，超过45人（超出1人）'
    """
    words = words or english()
    if finding.reason is Reason.COMPARED:
        return _comparison(finding, words)
    if finding.reason is Reason.JUDGED:
        return words.text(f"judged.{finding.outcome}")
    if finding.reason is Reason.MISSING:
        return words.text(f"reasons.{_lack(finding)}", cells=_cells(finding, words))
    if finding.reason is Reason.PARTS:
        return _parts(finding, words)
    return words.text(f"reasons.{finding.reason.name.lower()}")


def in_brief(finding: Finding, words: Words) -> str:
    """The sentence where it is short, else how many things it is about."""
    if finding.outcome is Outcome.UNKNOWN and finding.missing:
        if len(finding.missing) > _FEW:
            return words.text("brief.cells", n=len(finding.missing))
        return words.text(f"brief.{_lack(finding)}", cells=_cells(finding, words))
    if finding.outcome is Outcome.FAIL and len(finding.deciding) > _FEW:
        return words.text("brief.parts", failed=len(finding.deciding), n=len(finding.parts))
    return finding_sentence(finding, words)


def _lack(finding: Finding) -> str:
    """Whether figures are missing, or given as bands that leave it open."""
    return (
        "in_bands" if any(value is not None and not is_exact(value) for value in finding.inputs.values()) else "missing"
    )


def _cells(finding: Finding, words: Words) -> str:
    return words.listed(cell_text(cell, words) for cell in finding.missing)


def _parts(finding: Finding, words: Words) -> str:
    if finding.outcome is Outcome.PASS:
        return finding_sentence(finding.parts[0], words) if len(finding.parts) == 1 else _count(finding, words)
    return joined_sentences((named_sentence(leaf, words) for leaf in finding.leaves()), words)


def joined_sentences(sentences: Iterable[str], words: Words) -> str:
    """Sentences as one, each once, and how many more there are than can be listed."""
    return words.parts(words.first(list(dict.fromkeys(sentences)), _LISTED))


def _count(finding: Finding, words: Words) -> str:
    n, passed = len(finding.parts), sum(part.outcome is Outcome.PASS for part in finding.parts)
    return words.text("reasons.all_parts", n=n) if n == passed else words.text("reasons.some_parts", passed=passed, n=n)


def named_sentence(finding: Finding, words: Words | None = None) -> str:
    """The sentence headed by what it is about: campus, subject, stage and measure."""
    words = words or english()
    subject = " ".join(filter(None, (finding.campus, finding.subject, stage_name(finding.stage, words))))
    about = words.clauses((subject, measure_name(finding.check, words)))
    sentence = finding_sentence(finding, words)
    return words.text("reasons.about", about=about, sentence=sentence) if about else sentence


def _comparison(finding: Finding, words: Words) -> str:
    sentence, relation, margin = compared_text(finding, words), finding.relation, finding.margin
    assert relation is not None
    assert margin is not None
    if margin >= 0 or band_of(finding, words):
        return sentence
    gap, _ = comparable_texts(-margin, 0, _places(finding, words))
    direction = "short" if relation.upwards else "over"
    return words.text(f"gaps.{direction}", sentence=sentence, gap=figure(gap, -margin, finding.unit, words))


def compared_text(finding: Finding, words: Words) -> str:
    """A value beside its limit, without how far apart they are."""
    value, limit, relation = finding.value, finding.limit, finding.relation
    assert value is not None
    assert limit is not None
    assert relation is not None
    number, bound = comparable_texts(value, limit, _places(finding, words))
    number = band_of(finding, words) or number
    holds = Outcome.FAIL if finding.outcome is Outcome.FAIL else Outcome.PASS
    return words.text(
        f"compared.{relation.name.lower()}.{holds}",
        value=figure(number, value, finding.unit, words),
        limit=quantity(bound, limit, finding.unit, words),
    )


def _places(finding: Finding, words: Words) -> int:
    """How many decimals figures of a finding have where no more are needed."""
    decimals = decimals_of(finding.unit) if words.as_in_tables else None
    return _PLACES if decimals is None else decimals


def band_of(finding: Finding, words: Words) -> str:
    """The band that a value is in, of which the finding has the end that decides; empty if the value is known."""
    (one, *others) = [*finding.inputs.values()] or [None]
    if not isinstance(one, Band) or others:
        return ""
    return band_text(one, words, whole=finding.unit == "pupil")


def figure(number: str, value: Number, unit: str, words: Words) -> str:
    """A number beside a limit: with its unit, in a language that repeats it."""
    return quantity(number, value, unit, words) if words.texts["compared.units"] == "every" else number


# Representations.


def finding_repr(finding: Finding) -> str:
    """A finding for a console, such as ``<R2: fail, 0.9 < 1>``."""
    about = finding.item or finding.check or "finding"
    return _bounded(f"{about}: {finding.outcome}, {finding_sentence(finding)}")


def check_repr(check: Check) -> str:
    """A check for a console, such as ``<R1 at least 4.2 teachers per 100 pupils>``."""
    text = check_text(check, english())
    return _bounded(f"{check.name}: {text}" if check.name else text)


def _bounded(text: str) -> str:
    return f"<{text}>" if len(text) <= _LONGEST_REPR - 2 else f"<{text[: _LONGEST_REPR - 3]}…>"


def check_text(check: Check, words: Words) -> str:
    """A check in words, with the names of its values as they are looked up.

    Examples
    --------
    >>> check_text(checks.any_of(checks.at_least(3, of="level"), checks.holds()), english())
    'any of: <level at least 3>, <holds>'
    """
    match check:
        case checks.Limit():
            return f"{check.of or ''} {limit_text(check, words)}".strip()
        case judgements.Holds():
            return words.text("checks.named_holds", name=check.of) if check.of else words.text("checks.holds")
        case judgements.OneOf():
            values = words.listed(map(str, check.values))
            return f"{check.of or words.text('checks.value')} {words.text('checks.one_of', values=values)}"
        case joins.Not():
            return words.text("checks.not", check=repr(check.check))
        case joins.AnyGiven():
            return words.text("checks.any_given", checks=_listed(check.checks, words))
        case checks.SectionRule():
            floor = decimal_text(check.floor)
            return words.text("checks.section_rule", k=check.k, n=len(check.limits), floor=floor)
        case checks.VariationAtMost():
            limit = words.text("limits.at_most", limit=decimal_text(check.limit, places=10))
            return words.text("checks.mean_variation" if check.mean else "checks.variation", limit=limit)
    assert isinstance(check, joins.AtLeastOf)
    how = {1: "any", len(check.checks): "all"}.get(check.k, "at_least")
    return words.text(f"checks.{how}", k=check.k, n=len(check.checks), checks=_listed(check.checks, words))


def _listed(parts: Iterable[Check], words: Words) -> str:
    return words.listed(map(repr, parts))


def limit_text(check: checks.Limit, words: Words) -> str:
    """A limit in words, such as at least 4.2 teachers per 100 pupils."""
    limit = quantity(decimal_text(check.limit, places=10), check.limit, check.unit, words)
    return words.text(f"limits.{check.relation.name.lower()}", limit=limit)

"""Figures of the declaration form: what they are, how they are rounded, and what is missing of them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

import attrs

from balanced_edu.checks import Cell, Finding
from balanced_edu.exact import Number, decimal_text, exact
from balanced_edu.outcomes import Outcome
from balanced_edu.report.declaration.form import form, pieces


@attrs.frozen(slots=True, kw_only=True)
class Gap:
    """What is missing: the empty cells of the data set, or in words what no cell of it has."""

    cells: tuple[Cell, ...] = ()
    text: str = ""


@attrs.frozen(slots=True, kw_only=True)
class Figure:
    """A figure or a text that the form asks for.

    Attributes
    ----------
    value
        The figure, exact, or the text; None if unknown.
    gap
        What is missing if it is unknown.
    findings
        The comparisons of the figure with its limits, as the assessment has them.
    limit_is_rounded
        Whether the limit stands in the form, too, rounded as the figure is.
    """

    value: Number | str | None = None
    gap: Gap | None = None
    findings: tuple[Finding, ...] = ()
    limit_is_rounded: bool = False


Source: TypeAlias = Callable[[str], Figure]
"""Gives a figure by its name."""


@attrs.frozen(slots=True, kw_only=True)
class Rounded:
    """A figure that, rounded as the form wants it, reads otherwise than it was decided."""

    shown: str
    finding: Finding


@attrs.frozen(slots=True, kw_only=True)
class Filled:
    """What is filled into a cell of the form.

    Attributes
    ----------
    value
        A number, rounded as the form wants it, or a text; None for a blank.
    places
        Decimals of a number.
    gaps
        What is missing.
    rounded
        The figures that read otherwise than they were decided.
    """

    value: int | float | str | None
    places: int = 0
    gaps: tuple[Gap, ...] = ()
    rounded: tuple[Rounded, ...] = ()


def fill(template: str, source: Source) -> Filled:
    """Fill in a template: a template of one figure is that figure, in a sentence unknown figures stay blanks.

    Examples
    --------
    >>> figures = {"rooms": Figure(value=Fraction(5, 2)), "areas": Figure(gap=Gap(text="…"))}
    >>> fill("{rooms:0}", figures.__getitem__).value, fill("{rooms:1}间，面积{areas:0}", figures.__getitem__).value
    (3, '2.5间，面积＿＿')
    """
    texts: list[str] = []
    gaps: list[Gap] = []
    rounded: list[Rounded] = []
    parts = list(pieces(template))
    alone = len(parts) == 1 and not parts[0][0] and parts[0][1]
    for literal, name, spec in parts:
        texts.append(literal)
        if not name:
            continue
        figure = source(name)
        if figure.value is None:
            gaps += [figure.gap] if figure.gap else []
            texts.append("" if alone else form().blank)
        elif isinstance(figure.value, str):
            texts.append(figure.value)
        else:
            shown = shown_text(figure.value, spec)
            texts.append(shown)
            limit_spec = spec if figure.limit_is_rounded else None
            rounded += [
                Rounded(shown=shown, finding=one) for one in figure.findings if _misread(shown, one, limit_spec)
            ]
            if alone:
                whole, _, decimals = shown.partition(".")
                number = float(shown) if decimals else int(whole)
                return Filled(value=number, places=len(decimals), rounded=tuple(rounded))
    return Filled(value="".join(texts) or None, gaps=tuple(dict.fromkeys(gaps)), rounded=tuple(rounded))


def shown_text(value: Number, spec: str) -> str:
    """A figure with the decimals of the form, rounded half up (四舍五入).

    Parameters
    ----------
    value
        The figure.
    spec
        The decimals, none if it is empty; after 万 those of the figure in ten thousands; ``*`` for the figure as it is.

    Examples
    --------
    >>> shown_text(Fraction("0.125"), "2"), shown_text(412000, "万2"), shown_text(0.118, "*"), shown_text(-9.1, "1")
    ('0.13', '41.20', '0.118', '-9.1')
    """
    if spec == "*":
        return decimal_text(value)
    places = int(spec.removeprefix("万") or 0)
    scaled = exact(value) * 10**places / (10_000 if spec.startswith("万") else 1)
    rounded = int(abs(scaled) + Fraction(1, 2))
    whole, part = divmod(rounded, 10**places)
    sign = "-" if scaled < 0 < rounded else ""
    return f"{sign}{whole}.{part:0{places}d}" if places else f"{sign}{whole}"


def _misread(shown: str, finding: Finding, limit_spec: str | None) -> bool:
    """Whether a figure as shown is on the other side of its limit, perhaps as shown too, than it was found to be."""
    if finding.value is None or finding.limit is None or finding.relation is None:
        return False
    limit = finding.limit if limit_spec is None else Fraction(shown_text(finding.limit, limit_spec))
    reads = Outcome.of(bool(finding.relation.holds(Fraction(shown), limit)))
    return finding.outcome is not Outcome.UNKNOWN and reads is not finding.outcome

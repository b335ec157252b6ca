"""An assessment as text, for a terminal or a mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from balanced_edu.report.content import NOTES, CoefficientCell, ItemLines, Report, report_of
from balanced_edu.report.layout import table, text_of, wrapped
from balanced_edu.report.words import OUTCOME_WORDS, things

if TYPE_CHECKING:
    from balanced_edu.assessment import Assessment

_LISTED = 10  # facts of one item; what concerns campuses is told again, in full, campus by campus


def as_text(assessment: Assessment) -> str:
    """A report for a person to read: the verdict, what fails and why, and what is missing.

    Parameters
    ----------
    assessment
        What `balanced_edu.assess` found; ``print(assessment)`` prints the same.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000)
    >>> for line in as_text(be.assess(be.County(name="示例县", campuses=[campus]))).splitlines()[:5]:
    ...     print(line)
    示例县
    县域义务教育优质均衡发展督导评估: high-quality balanced compulsory education
    Standard: 县域义务教育优质均衡发展督导评估办法, 教督〔2017〕6号 (national-2017, edition 1)
    <BLANKLINE>
    VERDICT: cannot be decided yet (无法判定)
    """
    report = report_of(assessment)
    parts = (
        _text_of_head(report),
        _text_of_dimensions(report),
        _text_of_failed(report),
        _text_of_unknown(report),
        _text_of_campuses(report),
        _text_of_variation(report),
        _text_of_groups(report),
        _text_of_passed(report),
        _text_beside("CONDITIONS FOR APPLYING (申报条件), beside the verdict", report.conditions),
        _text_beside("AIMS (努力目标), which never turn a verdict", report.aims),
    )
    blocks = map(text_of, parts)
    return "\n\n".join(block for block in blocks if block)


def _text_of_head(report: Report) -> Iterator[str]:
    standard = report.standard
    yield from wrapped(" ".join(word for word in (report.county, report.year) if word), hanging=4)
    yield "县域义务教育优质均衡发展督导评估: high-quality balanced compulsory education"
    cited = f"{standard.title_zh}, {standard.document} ({standard.name}, edition {standard.edition})"
    yield from wrapped(f"Standard: {cited}", hanging=4)
    yield ""
    yield f"VERDICT: {report.verdict} ({report.verdict_zh})"
    yield report.explanation
    if report.dates:
        yield from wrapped(report.dates, hanging=4)


def _text_of_dimensions(report: Report) -> Iterator[str]:
    yield from table(
        [(line.name_zh, line.name_en, " ".join(OUTCOME_WORDS[line.outcome]), line.count) for line in report.dimensions]
    )


def _text_of_failed(report: Report) -> Iterator[str]:
    if not report.failed:
        return
    yield f"WHAT FAILS (不达标) — {things(len(report.failed), 'item')}"
    for item in report.failed:
        yield ""
        yield from _text_of_item(item)
        yield from wrapped(f"“{item.applied}”", indent=4, hanging=2)
        if item.responsible:
            yield from wrapped(f"责任单位: {item.responsible}", indent=4, hanging=2)


def _text_of_item(item: ItemLines) -> Iterator[str]:
    yield from wrapped(f"{item.id:<3} {item.name_zh}  {item.name_en}", hanging=4)
    for fact in item.facts[:_LISTED]:
        yield from wrapped(f"- {fact.full_line}", indent=4, hanging=2)
    if len(item.facts) > _LISTED:
        yield f"    - and {len(item.facts) - _LISTED} more, listed by campus below"


def _text_of_unknown(report: Report) -> Iterator[str]:
    if not report.unknown:
        return
    yield f"WHAT IS NOT KNOWN (无法判定) — {things(len(report.unknown), 'item')}"
    yield ""
    for item in report.unknown:
        yield from _text_of_item(item)
    if report.empty_cells:
        yield ""
        yield "These empty cells settle it:"
    file = ""
    for cells in report.empty_cells:
        if cells.file != file:
            file = cells.file
            yield f"  {file}"
        places = f": {', '.join(cells.places)}" if cells.places else ""
        yield from wrapped(f"- {cells.column}{places} → {cells.decides}", indent=4, hanging=2)


def _text_of_campuses(report: Report) -> Iterator[str]:
    if not report.campuses:
        return
    yield f"CAMPUSES THAT FAIL — {len(report.campuses)} of {report.campuses_in_all}"
    for campus in report.campuses:
        yield ""
        yield from wrapped(" ".join(word for word in (campus.code, campus.name, f"({campus.kind})") if word), hanging=4)
        for section in campus.sections:
            yield f"    {section.stage}, {section.pupils} pupils: {section.summary}"
            for value in section.short:
                yield from wrapped(f"- {value.id} {value.fact}", indent=6, hanging=5)
        for id, name, fact in campus.facts:
            yield from wrapped(f"{id} {name}: {fact.line}", indent=4, hanging=4)


def _text_of_variation(report: Report) -> Iterator[str]:
    yield from wrapped(f"VARIATION COEFFICIENTS (校际差异系数){report.of_what}: {', '.join(report.limits)}", hanging=4)
    yield ""
    head = ["", *(word for stage in report.stages for word in (stage, "mean"))]
    rows = [
        (f"{line.id} {line.name_zh}", *(word for cell in line.cells for word in (_marked(cell), cell.mean)))
        for line in report.variation
    ]
    yield from table([head, *rows])
    notes = {cell.note for line in report.variation for cell in line.cells}
    for note, (mark, meaning) in NOTES.items():
        if note in notes:
            yield f"  {mark} {meaning}"


def _marked(cell: CoefficientCell) -> str:
    return f"{cell.text} {NOTES[cell.note][0]}" if cell.note else cell.text


def _text_of_groups(report: Report) -> Iterator[str]:
    if not report.groups:
        return
    yield "SATISFACTION BY GROUP (社会认可度)"
    yield from table([(group.name, group.rate, f"of {group.surveyed} asked") for group in report.groups])
    for note in report.notes:
        yield from wrapped(f"Note: {note}", indent=2, hanging=2)


def _text_of_passed(report: Report) -> Iterator[str]:
    yield "WHAT PASSES (达标)"
    for dimension in report.dimensions:
        if dimension.passed:
            names = " · ".join(f"{item.id} {item.name_zh}" for item in dimension.passed)
            yield from wrapped(f"{dimension.name_en} {dimension.name_zh}: {names}", indent=2, hanging=2)


def _text_beside(heading: str, items: Sequence[ItemLines]) -> Iterator[str]:
    if items:
        yield heading
    for item in items:
        told = f"{item.id} {item.name_zh}: {OUTCOME_WORDS[item.outcome][0]} ({item.reason})"
        yield from wrapped(told, indent=2, hanging=2)

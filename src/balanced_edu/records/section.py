"""Sections: a campus and one of its compulsory stages (学段) each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from balanced_edu.records.bands import is_exact
from balanced_edu.records.campus import OF_STAGE, SHARED, Campus
from balanced_edu.records.kinds import Stage
from balanced_edu.text import in_short

if TYPE_CHECKING:
    from balanced_edu.exact import Number
    from balanced_edu.records.bands import Band

TOTALS = (*OF_STAGE, *SHARED)
"""Names of the totals of a section."""

_OF_CAMPUS = ("largest_class", "intake", "zoned_intake", "zone_resident_pupils")


@attrs.frozen(slots=True, kw_only=True, repr=False)
class Section:
    """One campus and one of its compulsory stages (学段), with its part of what the stages share.

    Attributes
    ----------
    campus, stage
        The campus and the stage.
    pupils
        Pupils of the stage (在校生数); None if unknown.
    totals
        Totals by name, as in `TOTALS`, exact: integers, or rational parts of a shared total; None if unknown.
    members
        The sections that were merged into this one, if campuses are counted with their school.
    least
        What a total comes to at least where it is unknown because something that a standard adds to it is.
    lacking
        The empty fields because of which that is unknown, by the total's name.
    conceded
        The part of a total, or of what it is at least, that counts by a concession; by the total's name.
    """

    campus: Campus
    stage: Stage
    pupils: int | None
    totals: Mapping[str, Number | None] = attrs.field(hash=False)
    members: tuple[Section, ...] = ()
    least: Mapping[str, Number] = attrs.field(factory=dict, hash=False)
    lacking: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict, hash=False)
    conceded: Mapping[str, Number] = attrs.field(factory=dict, hash=False)

    def figure(self, name: str) -> Number | Band | None:
        """A figure of the section: its pupils, a total, or a figure that the school table gives for the stage."""
        if name == "pupils":
            return self.pupils
        if name == "largest_class":
            return self.campus.largest_class_of(self.stage)
        return self.totals[name] if name in self.totals else self.campus.of_stage(name, self.stage)

    def empty_fields(self, name: str) -> tuple[str, ...]:
        """The empty fields of the school table without which a figure of the section is unknown."""
        if name not in SHARED:
            needed = [f"{self.stage}_{name}"]
        else:
            needed = [name] if self.campus.shared_total(name) is None else []
            needed += [f"{stage}_pupils" for stage in self.campus.stages]
        needed += self.lacking.get(name, ())
        # What is lacking may be the county's year, which no campus has.
        return tuple(field for field in needed if not is_exact(getattr(self.campus, field, None)))

    def __repr__(self) -> str:
        known = sum(total is not None for total in self.totals.values())
        pupils = "unknown" if self.pupils is None else f"{self.pupils:,}"
        return (
            f"<section {in_short(self.campus.school_code, 60)} {self.stage}: pupils {pupils}, "
            f"{known} of {len(self.totals)} totals known>"
        )


FIGURES = frozenset({"pupils", *TOTALS, *_OF_CAMPUS})
"""Names of the figures that a section has."""

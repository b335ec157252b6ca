"""China's county-level indicators of high-quality balanced compulsory education (义务教育优质均衡发展).

>>> import balanced_edu as be
>>> round(be.variation_coefficient([279, 137, 935, 160, 402], [45, 37, 89, 76, 55]), 2)
0.52
>>> print(be.catalogue["R1"](teachers_above_required=42, pupils=1000))
4.2 teacher / hundred_pupils
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balanced_edu import checks, indicators, nation, standards, units
    from balanced_edu.assessment import (
        Assessment,
        Comparison,
        History,
        Progress,
        Task,
        TaskBoard,
        assess,
        compare_counties,
        compare_standards,
        history,
        split_shared,
    )
    from balanced_edu.checks import Cell, Check, Figure, Finding, Reason
    from balanced_edu.dispersion import between_school_share, coefficient_of_variation, variation_coefficient
    from balanced_edu.errors import CheckError, DataError, InputError, Problem, StandardError
    from balanced_edu.nation import assess_counties, assess_nation
    from balanced_edu.national import Indicator, catalogue
    from balanced_edu.outcomes import Outcome
    from balanced_edu.records.bands import Band
    from balanced_edu.records.campus import Campus
    from balanced_edu.records.county import County
    from balanced_edu.records.kinds import Kind, Stage
    from balanced_edu.records.section import Section
    from balanced_edu.standards import Standard
    from balanced_edu.tables import (
        counties_from_frames,
        county_from_frames,
        read_counties,
        read_county,
        write_county,
        write_template,
    )

__all__ = [
    "Assessment",
    "Band",
    "Campus",
    "Cell",
    "Check",
    "CheckError",
    "Comparison",
    "County",
    "DataError",
    "Figure",
    "Finding",
    "History",
    "Indicator",
    "InputError",
    "Kind",
    "Outcome",
    "Problem",
    "Progress",
    "Reason",
    "Section",
    "Stage",
    "Standard",
    "StandardError",
    "Task",
    "TaskBoard",
    "assess",
    "assess_counties",
    "assess_nation",
    "between_school_share",
    "catalogue",
    "checks",
    "coefficient_of_variation",
    "compare_counties",
    "compare_standards",
    "counties_from_frames",
    "county_from_frames",
    "history",
    "indicators",
    "nation",
    "read_counties",
    "read_county",
    "split_shared",
    "standards",
    "units",
    "variation_coefficient",
    "write_county",
    "write_template",
]

# Where each public name lives. A room is imported when something of it is first asked for, so that importing the
# package costs little more than importing numpy.
_ROOMS = {
    "assessment": (
        "Assessment",
        "Comparison",
        "History",
        "Progress",
        "Task",
        "TaskBoard",
        "assess",
        "compare_counties",
        "compare_standards",
        "history",
        "split_shared",
    ),
    "national": ("Indicator", "catalogue"),
    "checks": ("Cell", "Check", "Figure", "Finding", "Reason", "checks"),
    "dispersion": ("between_school_share", "coefficient_of_variation", "variation_coefficient"),
    "errors": ("CheckError", "DataError", "InputError", "Problem", "StandardError"),
    "indicators": ("indicators",),
    "nation": ("assess_counties", "assess_nation", "nation"),
    "outcomes": ("Outcome",),
    "records.bands": ("Band",),
    "records.campus": ("Campus",),
    "records.county": ("County",),
    "records.kinds": ("Kind", "Stage"),
    "records.section": ("Section",),
    "standards": ("Standard", "standards"),
    "tables": (
        "counties_from_frames",
        "county_from_frames",
        "read_counties",
        "read_county",
        "write_county",
        "write_template",
    ),
    "units": ("units",),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    room = importlib.import_module(f"{__name__}.{_ROOM_OF[name]}")
    value = room if name == _ROOM_OF[name] else getattr(room, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__

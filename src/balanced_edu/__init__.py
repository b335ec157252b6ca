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
    from balanced_edu.assessment import Assessment, assess
    from balanced_edu.campuses import Campus, DataError, Kind, Section, Stage, split_shared
    from balanced_edu.checks import Check, CheckError, Figure, Finding
    from balanced_edu.comparison import Comparison, compare_counties, compare_standards
    from balanced_edu.county import County
    from balanced_edu.dispersion import between_school_share, variation_coefficient
    from balanced_edu.indicators.catalogue import Indicator, catalogue
    from balanced_edu.nation import assess_nation
    from balanced_edu.outcomes import Outcome
    from balanced_edu.problems import InputError, Problem
    from balanced_edu.standards import Standard, StandardError
    from balanced_edu.tables import read_county, write_county, write_template
    from balanced_edu.tasks import Progress, Task, TaskBoard

__all__ = [
    "Assessment",
    "Campus",
    "Check",
    "CheckError",
    "Comparison",
    "County",
    "DataError",
    "Figure",
    "Finding",
    "Indicator",
    "InputError",
    "Kind",
    "Outcome",
    "Problem",
    "Progress",
    "Section",
    "Stage",
    "Standard",
    "StandardError",
    "Task",
    "TaskBoard",
    "assess",
    "assess_nation",
    "between_school_share",
    "catalogue",
    "checks",
    "compare_counties",
    "compare_standards",
    "indicators",
    "nation",
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
    "assessment": ("Assessment", "assess"),
    "campuses": ("Campus", "DataError", "Kind", "Section", "Stage", "split_shared"),
    "checks": ("Check", "CheckError", "Figure", "Finding", "checks"),
    "comparison": ("Comparison", "compare_counties", "compare_standards"),
    "county": ("County",),
    "dispersion": ("between_school_share", "variation_coefficient"),
    "indicators": ("Indicator", "catalogue", "indicators"),
    "nation": ("assess_nation", "nation"),
    "outcomes": ("Outcome",),
    "standards": ("Standard", "StandardError", "standards"),
    "problems": ("InputError", "Problem"),
    "tables": ("read_county", "write_county", "write_template"),
    "tasks": ("Progress", "Task", "TaskBoard"),
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

"""Standards as data: limits, clauses and sources of a published method, read from a file.

>>> from balanced_edu.records.kinds import Stage
>>> load(NATIONAL).limit("R1", Stage.PRIMARY)
<teachers_above_required_per_hundred at least 4.2 teachers per 100 pupils>
"""

from balanced_edu.standards.inheritance import inherited_clauses, inherited_marks, replaced_tables
from balanced_edu.standards.keys import differences, settings
from balanced_edu.standards.loading import NATIONAL, from_text, load, names
from balanced_edu.standards.marks import Choice, Mark
from balanced_edu.standards.model import Item, Standard

__all__ = [
    "NATIONAL",
    "Choice",
    "Item",
    "Mark",
    "Standard",
    "differences",
    "from_text",
    "inherited_clauses",
    "inherited_marks",
    "load",
    "names",
    "replaced_tables",
    "settings",
]

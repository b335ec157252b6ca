"""Reading and writing county data sets; a message names file, row and column, and all problems are reported at once.

A data set is a workbook, a folder with ``schools.csv``, one row per campus, and ``county.toml``, the county's facts, or
a folder of the forms that offices fill in.
"""

from balanced_edu.remarks import Reading, Remark, RemarkCode, RemarkKind, TableForm, TableRead
from balanced_edu.tables.counties import counties_from_frames, county_from_frames
from balanced_edu.tables.reading import read_counties, read_county
from balanced_edu.tables.writing import write_county, write_template

__all__ = [
    "Reading",
    "Remark",
    "RemarkCode",
    "RemarkKind",
    "TableForm",
    "TableRead",
    "counties_from_frames",
    "county_from_frames",
    "read_counties",
    "read_county",
    "write_county",
    "write_template",
]

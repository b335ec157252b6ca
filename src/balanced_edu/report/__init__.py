"""What is read of an assessment: JSON by programs, text and HTML by people.

What a report says is chosen once (`content`); text and page only lay it out, so they cannot say different things.
"""

from balanced_edu.report.data import SCHEMA, as_dict, as_json
from balanced_edu.report.page import as_fragment, as_html
from balanced_edu.report.standard import differences_as_text, standard_as_text, standard_in_brief
from balanced_edu.report.text import as_text
from balanced_edu.report.words import VERDICTS

__all__ = [
    "SCHEMA",
    "VERDICTS",
    "as_dict",
    "as_fragment",
    "as_html",
    "as_json",
    "as_text",
    "differences_as_text",
    "standard_as_text",
    "standard_in_brief",
]

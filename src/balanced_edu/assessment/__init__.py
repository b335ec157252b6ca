"""One county against one standard: a finding for every section, item and dimension, and the verdict."""

from balanced_edu.assessment.comparison import Comparison, compare_counties, compare_standards
from balanced_edu.assessment.concessions import Conceded
from balanced_edu.assessment.contributions import Contribution
from balanced_edu.assessment.doubts import Doubt, DoubtCode, doubts_of
from balanced_edu.assessment.result import AssessedSection, Assessment, Standing
from balanced_edu.assessment.sections import split_shared
from balanced_edu.assessment.shortfalls import Choice, Rooms, SectionShortfalls, Shortfall
from balanced_edu.assessment.sides import Sides
from balanced_edu.assessment.survey import Answers, Survey
from balanced_edu.assessment.tasks import Progress, State, Task, TaskBoard
from balanced_edu.assessment.verdict import assess
from balanced_edu.assessment.years import Cause, Change, History, Step, history

__all__ = [
    "Answers",
    "AssessedSection",
    "Assessment",
    "Cause",
    "Change",
    "Choice",
    "Comparison",
    "Conceded",
    "Contribution",
    "Doubt",
    "DoubtCode",
    "History",
    "Progress",
    "Rooms",
    "SectionShortfalls",
    "Shortfall",
    "Sides",
    "Standing",
    "State",
    "Step",
    "Survey",
    "Task",
    "TaskBoard",
    "assess",
    "compare_counties",
    "compare_standards",
    "doubts_of",
    "history",
    "split_shared",
]

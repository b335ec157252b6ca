"""What is reported of a standard's file that cannot be used, and that nothing unknown is accepted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from counties import mine

from balanced_edu.errors import Problem, StandardError
from balanced_edu.notes import Notes as FileNotes
from balanced_edu.standards import from_text, load, names
from balanced_edu.standards.reading import standard_of
from balanced_edu.standards.toml_table import Notes

DROPPED = f"[items]\n{''.join(f'R{n}.dropped = true{chr(10)}' for n in range(1, 8))}"
PROBLEMS = [
    ("[items.R1]\nlimits = 3\n", "3:items.R1.limits", "'limits' is not a key of this table"),
    ('[items.R1]\nrules = [{ measure = "desks", at_least = "1" }]\n', "3:items.R1.rules.measure", "no measure 'desks'"),
    ('[items.G5]\nrules = [{ at_most = "45", stages = ["primry"] }]\n', "3:items.G5.rules.stages", "'primry'"),
    ('[items.G5]\nrules = [{ at_most = "many" }]\n', "3:items.G5.rules.at_most", "'many' is not a decimal"),
    (
        "[items.G5]\nrules = [{ stages = [] }]\n",
        "3:items.G5.rules",
        "a rule needs one limit: at_least, at_most, below, above",
    ),
    ('[section]\nfloor = "0.8"\nat_leest = 5\n', "4:section.at_leest", "did you mean at_least?"),
    ('[items.X1]\nname = { zh = "一", en = "One" }\n', "2:items.X1.dimension", "dimension is missing"),
    ('[counted]\nby = "district"\n', "3:counted.by", "by must be one of campus, school; got 'district'"),
    ('[items.G7]\ndue = "soon"\n', "3:items.G7.due", "due must be a date"),
    (
        '[items.G7]\nrules = [{ at_least = [{ value = "1" }, { value = "2" }] }]\n',
        "3:items.G7.rules.at_least.since",
        ": since is missing, or not after the one before; limits must be in the order of time",
    ),
    (
        "[items.G7]\nrules = [{ at_least = [{ value = 1, since = 2030-01-01 }, { value = 2, since = 2030-01-01 }] }]\n",
        "3:items.G7.rules.at_least.since",
        "not after the one before",
    ),
    ("edition = 1\n", "2:edition", "edition must be a text"),
    ("[items.G4]\nrules = [{ any_of = [] }]\n", "3:items.G4.rules.any_of", "any_of has no alternatives"),
    (
        '[items.G4]\nrules = [{ item = "Q9" }]\n',
        "3:items.G4.rules.item",
        "only the rules of conditions can name",
    ),
    (
        '[conditions.C3]\nrules = [{ item = "Q99" }]\n',
        "3:conditions.C3.rules.item",
        "there is no item 'Q99' (did you",
    ),
    (
        '[conditions.C3]\nrules = [{ item = "variaton" }]\n',
        "3:conditions.C3.rules.item",
        "there is no item 'variaton' (did you mean variation?); name an item of the standard, or variation",
    ),
    ('[items.Q1]\nconstants = { formula = "graduates" }\n', "3:items.Q1.constants.formula", "graduates over entrants"),
    ('[items.G3]\nconstants = { smalest_art_room = "9" }\n', "3:items.G3.constants", "did you mean smallest_art_room?"),
    ('[items.G3]\nconstants = { smallest_art_room = "big" }\n', "3:items.G3.constants", "'big' is not a decimal"),
    ('[items.Q2]\nmeasure = "enrolment"\n', "3:items.Q2.measure", "there is no measure 'enrolment'"),
    (
        '[items.R3]\nadds = [{ field = "visitors" }]\n',
        "3:items.R3.adds.field",
        "the school table has no column 'visitors'",
    ),
    ('[items.G4]\nweights = { others = "1" }\n', "3:items.G4.weights", "they need each = 'group'"),
    ('[items.R4.plausible]\nfrom = "9"\nto = "8"\n', "3:items.R4.plausible.from", ": from is above to"),
    ('[items.R4.plausible]\nupto = "8"\n', "3:items.R4.plausible.upto", "'upto' is not a key of this table"),
    ("[items.R4.plausible]\nreason = '多'\n", "3:items.R4.plausible.reason", "'reason' is not a key of this table"),
    (
        "[items.R8]\nmeasure = 'books_per_pupil'\nplausible = { from = '1', to = '100' }\n",
        "4:items.R8.plausible",
        "no clause says what schools can have; say in marks what the range rests on",
    ),
    # Marks of single settings.
    (
        "[items.G4.marks]\npooled = { mark = 'stated', source = '县' }\n",
        "3:items.G4.marks.pooled",
        "'pooled' is not a key of these marks, since nothing of this name is set here",
    ),
    ("[items.G4.marks]\nrule = { mark = 'choice' }\n", "3:items.G4.marks.rule", "did you mean rules?"),
    ("[items.G4.marks]\nclause = { mark = 'choice' }\n", "3:items.G4.marks.clause", "'clause' is not a key of these"),
    ("[variation.marks]\ndue = { mark = 'choice' }\n", "3:variation.marks.due", "'due' is not a key of these marks"),
    (
        "[items.Q1.marks]\nconstants.formla = { mark = 'choice' }\n",
        "3:items.Q1.marks.constants.formla",
        "did you mean formula?",
    ),
    ("[items.G4]\nmarks = 'choice'\n", "3:items.G4.marks", "marks must be a table"),
    ("[items.G4.marks]\nrules = 'choice'\n", "3:items.G4.marks.rules", "rules must be a table"),
    ("[items.Q1.marks]\nconstants = { formula = 'choice' }\n", "3:items.Q1.marks.constants", "must be a table"),
    (
        "[items.G4.marks]\nrules = { source = '县' }\n",
        "3:items.G4.marks.rules.mark",
        "mark is missing; give one of stated, practice, choice",
    ),
    (
        "[items.G4.marks]\nrules = { mark = 'guess', source = '县' }\n",
        "3:items.G4.marks.rules.mark",
        "mark must be one of stated, practice, choice; got 'guess'",
    ),
    ("[items.G4.marks]\nrules = { mark = 'choice' }\n", "3:items.G4.marks.rules.note", "note is missing; give a table"),
    (
        "[items.G4.marks]\nrules = { mark = 'choice', note = { zh = '县' } }\n",
        "3:items.G4.marks.rules.note.en",
        "en is missing; give a text",
    ),
    ("[items.G4.marks]\nrules = { mark = 'practice' }\n", "3:items.G4.marks.rules.source", "source is missing"),
    ("[division.marks]\nweights = { mark = 'stated' }\n", "3:division.marks.weights.source", "source is missing"),
    (
        "[items.G4.marks]\nrules = { mark = 'stated', source = '县', clause = '县' }\n",
        "3:items.G4.marks.rules.clause",
        "'clause' is not a key of this table",
    ),
    ('[items.R4.plausible]\nto = "many"\n', "3:items.R4.plausible.to", "'many' is not a decimal"),
    (
        '[items.G5]\nplausible = { from = "1", to = "100" }\n',
        "3:items.G5.plausible",
        ": only resources have a plausible range",
    ),
    ('[items.G5]\neach = "county"\n', "2:items.G5.rules", "needs largest_class, which no county has"),
    (
        '[variation]\nall_zero = "zero"\n',
        "3:variation.all_zero",
        "must be one of pass, unknown, fail; got 'zero'",
    ),
    ('[sample]\ngroup = "家长"\n', "3:sample.group", "'group' is not a key of this table; correct its name or delete"),
    ('[sample]\nshare = "50"\n', "3:sample.share", "share must be a table"),
    ('[sample.returns]\nat_least = "70"\nsource = "县"\n', "2:sample.returns.clause", "clause is missing"),
    ('[sample.share]\ncounts = "visited"\n', "3:sample.share.counts", "must be one of surveyed, handed_out; got"),
    ('[sample.share]\nresidents_below = "9"\n', "3:sample.share.residents_below", "is not a key of this table"),
    ('[sample.per_mille]\nat_least = "some"\n', "3:sample.per_mille.at_least", "'some' is not a decimal"),
    ('[[passages]]\ntext = "2022"\n', "2:passages.about", "about is missing"),
    ('[items.G4]\nrules = [{ at_least = "1/0" }]\n', "3:items.G4.rules.at_least", "'1/0' is not a decimal"),
    (
        '[items.Q6]\nrules = [{ measure = "moral_education_grade", at_least = "9" }]\n',
        "3:items.Q6.rules.at_least",
        "at_least is not a grade; give one of 不合格, 合格, 良好, 优秀",
    ),
    (
        '[items.Q6]\nrules = [{ measure = "campus_culture_grade", at_least = [{ value = "2.5" }] }]\n',
        "3:items.Q6.rules.at_least.value",
        "value is not a grade",
    ),
    (
        '[items.R6]\nrules = [{ at_least = [{ value = "1" }, { value = "2", since = 2030-01-01 }] }]\n',
        "3:items.R6.rules",
        "limits of resources are those of the edition",
    ),
    ("[items.G4]\nrules = [{ at_least = inf }]\n", "3:items.G4.rules.at_least", "'Infinity' is not a decimal"),
    ("[items.G4]\nrules = [{ at_least = nan }]\n", "3:items.G4.rules.at_least", "'NaN' is not a decimal"),
    ("[items.G4]\nrules = [{ at_least = true }]\n", "3:items.G4.rules.at_least", "'True' is not a decimal"),
    ('[items.G4]\nrules = [{ at_least = "1e3" }]\n', "3:items.G4.rules.at_least", "'1e3' is not a decimal"),
    ("[items.G4]\nrules = [{ at_least = 1e999999 }]\n", "3:items.G4.rules.at_least", "is not a decimal"),
    (f"[items.G4]\nrules = [{{ at_least = {'9' * 301} }}]\n", "3:items.G4.rules.at_least", "is not a decimal"),
    (f"[items.G4]\nrules = [{{ at_least = 0x{'f' * 400} }}]\n", "3:1", "An integer has more than 400 digits"),
    (
        "[items.G4]\nrules = [{ at_least = [3] }]\n",
        "3:items.G4.rules.at_least",
        "at_least must be tables in brackets",
    ),
    (
        "[items.G5]\nrules = [{ at_most = '9', pupils_below = inf }]\n",
        "3:items.G5.rules.pupils_below",
        "give a finite one",
    ),
    (
        "[items.G5]\nrules = [{ at_most = '9', boarding = 'no' }]\n",
        "3:items.G5.rules.boarding",
        "it must be true or false",
    ),
    ("[items.G7]\ndue = 2022-09-30T00:00:00\n", "3:items.G7.due", "without a time of day"),
    (
        "[items.G7]\nrules = [{ at_least = [{ value = '1' }, { value = '2', since = 2022-01-01T00:00:00 }] }]\n",
        "3:items.G7.rules.at_least.since",
        "without a time of day",
    ),
    (
        "[items.G13]\npooled = false\n",
        "2:items.G13.rules",
        ": zoned_share_as_given needs zoned_percent, which the county gives for all sections of a stage; "
        "set pooled = true, or leave the measure out",
    ),
    ("[items.G5]\nsubjects = ['语文']\n", "3:items.G5.subjects", "set each = 'subject', or subjects = []"),
    ("[items.Q9]\nsubjects = ['语文', '语 文']\n", "3:items.Q9.subjects", "the subject '语 文' is named twice"),
    ("[items.Q9]\nsubjects = ['语文', ' ']\n", "3:items.Q9.subjects", "write the name by which counties give it"),
    ("[items.Q9]\nsubjects = '语文'\n", "3:items.Q9.subjects", "subjects must be texts in brackets"),
    ("[items.G5]\neach = 'village'\n", "3:items.G5.each", "each must be one of county, campus, section"),
    ("[items.G4]\nrules = [{ any_given = [] }]\n", "3:items.G4.rules.any_given", "any_given has no alternatives"),
    (
        "[items.G4]\nrules = [{ any_of = [{ item = 'Q9' }] }]\n",
        "3:items.G4.rules.any_of.item",
        "only the rules of conditions",
    ),
    (
        "[conditions.C3]\nrules = [{ any_of = [{ item = 'Q9' }] }]\n",
        "3:conditions.C3.rules.any_of.item",
        "not their alternatives",
    ),
    ("[section]\nat_least = 8\n", "3:section.at_least", "at_least is '8', and the standard has 7 resource indicators"),
    ("[section]\nat_least = 0\n", "3:section.at_least", "give 1 to 7"),
    ("[section]\nat_least = -1\n", "3:section.at_least", "give 1 to 7"),
    ("[section]\nat_least = '6'\n", "3:section.at_least", "at_least must be an integer"),
    ("[items]\nR1.dropped = true\nR2.dropped = true\n", "1:section.at_least", "give 1 to 5"),
    (
        DROPPED,
        "1:section.at_least",
        ": at_least is '6', and the standard has 0 resource indicators; keep some of them, or extend no standard with "
        "a [section]",
    ),
    (f"{DROPPED}[variation]\nof = 'mean'\n", "11:variation.of", "keep some, or set of to 'each'"),
    ("[items.R7]\nrules = []\n", "3:items.R7.rules", "counts R7, which has no limit for primary and junior"),
    (
        "[items.R7]\nrules = [{ stages = ['primary'], at_least = '2' }]\n",
        "3:items.R7.rules",
        "counts R7, which has no limit for junior",
    ),
    (
        "[items.R7]\nrules = [{ kinds = ['小学'], at_least = '2' }]\n",
        "3:items.R7.rules",
        "; give a rule with a limit, and with no scope but stages",
    ),
    (
        "[items.R7]\nrules = [{ measure = 'books_per_pupil', at_least = '2' }]\n",
        "3:items.R7.rules",
        "limits of what it measures, multimedia_rooms_per_hundred; make another item for other measures",
    ),
    (
        "[items.G3]\ndimension = 'resources'\n",
        "2:items.G3.measure",
        ": a resource is a total of each section by its pupils, such as books_per_pupil; name one such measure, or "
        "give G3 another dimension",
    ),
    ("[items.G1]\ndimension = 'resources'\n", "2:items.G1.measure", "name one such measure"),
    (
        "[division]\nweights = { primary = '0', junior = '-1', senior = '1' }\n",
        "3:division.weights.primary",
        "primary must be above 0",
    ),
    (
        "[items.G4]\nrules = [{ fact = 'halls', unit = 'room', at_least = '1' }]\n",
        "3:items.G4.rules",
        "no campus has 'halls', and facts are the county's; set each to 'county'",
    ),
    ("[items.Q6]\npooled = true\n", "3:items.Q6.pooled", "moral_education cannot be summed"),
    (
        "[items.G2]\npooled = true\n",
        "3:items.G2.pooled",
        "unified_funding_standard, unified_equipment_standard cannot be summed",
    ),
    ("[items.G1]\npooled = true\n", "3:items.G1.pooled", "layout_compliant cannot be summed"),
    ("[items.S1.weights]\n'家长' = '-1'\n", "3:items.S1.weights.家长", "家长 is negative; give 0 or more"),
    (
        "[items.S1]\nweights = { others = '1' }\nrules = [{ any_of = [{ at_least = '85' }] }]\n",
        "3:items.S1.weights",
        "weights are those of one rate",
    ),
    (
        "[items.R7]\nadds = [{ field = 'sports_arts_teachers' }]\n",
        "3:items.R7.adds.field",
        "no column 'sports_arts_teachers' that can be added to multimedia_rooms (did you mean junior_sports",
    ),
    (
        "[items.G9]\nadds = [{ field = 'visitors' }]\n",
        "3:items.G9.adds.field",
        "that can be added to trained_teachers, full_time_teachers; correct its name or delete it",
    ),
    (
        "[items.X1]\nadds = [{ field = 'visitors' }]\n",
        "3:items.X1.adds.field",
        "that can be added to nothing; correct its name or delete it",
    ),
    (
        "[items.R3]\nadds = [{ field = 'visiting_sports_arts_teachers', stages = ['primary'] }]\n",
        "3:items.R3.adds.stages",
        "stages does not apply to a campus",
    ),
    ("[items.R7]\nadds = [{ field = 'kind' }]\n", "3:items.R7.adds.field", "no column 'kind' that can be added"),
    (
        "[items.G4]\nrules = [{ stages = ['primary'], at_most = '9' }]\n",
        "3:items.G4.rules.stages",
        "stages does not apply to a campus; delete it",
    ),
    (
        "[items.G4]\nrules = [{ any_of = [{ at_most = '9' }], stages = ['primary'] }]\n",
        "3:items.G4.rules.stages",
        "stages does not apply to a campus",
    ),
    (
        "[items.G4]\nrules = [{ any_of = [{ at_most = '9', stages = ['primary'] }] }]\n",
        "3:items.G4.rules.any_of.stages",
        "stages does not apply to a campus",
    ),
    (
        "[items.G4]\nrules = [{ measure = 'nothing', stages = ['primary'] }]\n",
        "3:items.G4.rules.stages",
        "stages does not apply to a campus",
    ),
    (
        "[items.Q6]\nrules = [{ measure = 'digital_management', stages = ['primary'] }]\n",
        "3:items.Q6.rules.stages",
        "stages does not apply to a campus",
    ),
    (
        "[conditions.C3]\nrules = [{ item = 'Q9', stages = ['primary'] }]\n",
        "3:conditions.C3.rules.stages",
        "stages does not apply to a county",
    ),
    (
        "[items.G1]\nrules = [{ fact = 'halls', kinds = ['小学'] }]\n",
        "3:items.G1.rules.kinds",
        "kinds does not apply to a county",
    ),
    ("[items.G1.where]\nkinds = ['小学']\n", "3:items.G1.where.kinds", "kinds does not apply to a county"),
    (
        "[items.G13]\nrules = [{ kinds = ['小学'], at_least = '9' }]\n",
        "3:items.G13.rules.kinds",
        "kinds does not apply to a sum of sections",
    ),
    (
        "[items.G9]\nrules = [{ kinds = ['小学'], at_least = '9' }]\n",
        "3:items.G9.rules.kinds",
        "kinds does not apply to a sum of campuses",
    ),
    (
        "[counted]\nleaves_out = [{ stages = ['junior'] }]\n",
        "3:counted.leaves_out.stages",
        "stages does not apply to a campus",
    ),
    # Concessions and spans of time.
    (
        "[items.G4]\nrules = [{ any_of = [{ at_most = '9' }, { at_most = '10', concession = true }] }]\n",
        "3:items.G4.rules.any_of.concession",
        "the item has no concession; give the table concession, with its clause and source",
    ),
    (
        "[items.R5]\nadds = [{ field = 'extra_sports_area', concession = true }]\n",
        "3:items.R5.adds.concession",
        "the item has no concession",
    ),
    ("[items.G4.concession]\nclause = '-'\n", "2:items.G4.concession.source", "source is missing; give a text"),
    (
        "[items.G4.concession]\nclause = '-'\nsource = '-'\nduty = '-'\n",
        "5:items.G4.concession.duty",
        "a duty needs the years within which it is due, and years need a duty",
    ),
    (
        "[items.G4.concession]\nclause = '-'\nsource = '-'\nyears = 3\n",
        "2:items.G4.concession.duty",
        "a duty needs the years within which it is due, and years need a duty",
    ),
    (
        "[items.G4.concession]\nclause = '-'\nsource = '-'\nduty = '-'\nyears = 0\n",
        "6:items.G4.concession.years",
        "years must be from 1 to 100",
    ),
    (
        "[items.G4.concession]\nclause = '-'\nsource = '-'\nkinds = ['小学']\n",
        "5:items.G4.concession.kinds",
        "'kinds' is not a key of a concession",
    ),
    (
        "[items.G4]\nrules = [{ any_of = [{ at_most = '9', concession = true }] }]\n"
        "[items.G4.concession]\nclause = '-'\nsource = '-'\n",
        "3:items.G4.rules.any_of",
        "any_of has concessions only; give the alternative that they ease",
    ),
    (
        "[items.G4]\nrules = [{ at_most = '9', concession = true }]\n",
        "3:items.G4.rules.concession",
        "'concession' is not a key of a rule",
    ),
    (
        "[items.G4]\nrules = [{ at_most = '9', since = '2019' }]\n",
        "3:items.G4.rules.since",
        "since cannot be read: it must be a date, such as 2022-09-30",
    ),
    (
        "[items.G4]\nrules = [{ at_most = '9', until = 2019-01-01T00:00:00 }]\n",
        "3:items.G4.rules.until",
        "until cannot be read: it must be a date",
    ),
    ("= 3\n", "2:", ""),
    ("[items.R1]\nresponsible = [1]\n", "3:items.R1.responsible", "responsible must be texts in brackets"),
    ("[counted]\nleaves_out = [1]\n", "3:counted.leaves_out", "leaves_out must be tables in brackets"),
    ("items = 3\n", "2:items", "items must be a table"),
    ("[items]\nG1 = 3\n", "3:items.G1", "G1 must be a table"),
    (
        '[items.R6]\nrules = [{ stages = ["primary"], at_least = [] }]\n',
        "3:items.R6.rules.at_least",
        "at_least has no figures",
    ),
    # What a key says, and the rule that it stands in does not ask for.
    ("[items.G1]\nrules = [{ at_least = '1' }]\n", "3:items.G1.rules.at_least", "not a key of a rule on a judgement"),
    (
        "[items.G4]\nrules = [{ holds = true }]\n",
        "3:items.G4.rules.holds",
        "not a key of a rule with a limit of a measure",
    ),
    (
        "[items.G4]\nrules = [{ measure = 'pupils_on_campus', unit = 'class', at_most = '9' }]\n",
        "3:items.G4.rules.unit",
        "'unit' is not a key of a rule with a limit of a measure",
    ),
    (
        "[items.G1]\nrules = [{ fact = 'halls', measure = 'pupils_on_campus', at_most = '9' }]\n",
        "3:items.G1.rules.measure",
        "'measure' is not a key of a rule with a limit of a fact",
    ),
    ("[items.G1]\nrules = [{ fact = 'halls', unit = '', at_most = '9' }]\n", "3:items.G1.rules.at_most", "a judgement"),
    (
        "[items.V7]\nrules = [{ fact = 'x', unit = 'room' }]\n",
        "3:items.V7.rules.unit",
        "'unit' is not a key of a rule on a judgement",
    ),
    (
        "[items.G4]\nrules = [{ at_most = '9', any_of = [{ at_most = '8' }] }]\n",
        "3:items.G4.rules.at_most",
        "'at_most' is not a key of a rule with any_of",
    ),
    (
        "[conditions.C3]\nrules = [{ item = 'Q9', holds = true }]\n",
        "3:conditions.C3.rules.holds",
        "'holds' is not a key of a rule with item",
    ),
    ("[items.G4]\nrules = [{ at_most = '9', below = '8' }]\n", "3:items.G4.rules", "a rule needs one limit"),
    ("[items.G5]\nrules = [{ at_most = '9', stages = [] }]\n", "3:items.G5.rules.stages", "give one or more"),
    ("[items.G1]\nrules = []\n", "3:items.G1.rules", "an item without rules would always be met"),
    ("[items.G1]\nconstants = { layout_compliant = '1' }\n", "3:items.G1.constants", "'layout_compliant' is not a key"),
    ("[items.Q1]\nconstants = { formula = 1 }\n", "3:items.Q1.constants", "formula must be a text"),
    ("[items.Q1]\nmark = 'guess'\n", "3:items.Q1.mark", "mark must be one of stated, practice, choice; got 'guess'"),
    ("[section]\nmark = 'guess'\n", "3:section.mark", "mark must be one of stated, practice, choice; got 'guess'"),
    ("[division]\nsource = 7\n", "3:division.source", "source must be a text in quotation marks"),
    ("[covers]\nzh = '一部分'\n", "2:covers.en", "en is missing; give a text in quotation marks"),
    ("[covers]\nzh = '一部分'\nen = 'a part'\nfr = 'une partie'\n", "5:covers.fr", "'fr' is not a key of this table"),
    (
        "[items.G4.where]\nsponsors = ['县级']\n",
        "3:items.G4.where.sponsors",
        "'县级' is not one of 中央教育部门, 中央其他, ",
    ),
    (
        "[items.G7]\nrules = [{ at_least = [{ value = '1', mark = 'guess' }] }]\n",
        "3:items.G7.rules.at_least.mark",
        "mark must be one of",
    ),
    ("[[milestones]]\nname = 'a'\nclause = 'b'\nmark = 'c'\n", "5:milestones.mark", "mark must be one of"),
    # Facts are what their rules need.
    (
        "[items.G4]\nrules = [{ fact = 'school_name', unit = 'room', at_least = '1' }]\n",
        "3:items.G4.rules",
        "the rule on school_name needs a number, which school_name is not",
    ),
    (
        "[items.G4]\nrules = [{ fact = 'stages', unit = 'room', at_least = '1' }]\n",
        "3:items.G4.rules",
        "no campus has 'stages'",
    ),
    (
        "[items.G4]\nrules = [{ fact = 'books' }]\n",
        "3:items.G4.rules",
        "the rule on books needs true or false, which books is not",
    ),
    (
        "[items.G1]\nrules = [{ measure = 'books_per_pupil', constants = { books = '5' }, at_least = '1' }]\n",
        "3:items.G1.rules",
        "books_per_pupil needs pupils, which no county has",
    ),
    (
        "[items.G1]\nrules = [{ fact = 'digital_teaching', at_least = '1' }]\n",
        "3:items.G1.rules",
        "the rule on digital_teaching needs a number",
    ),
    # Resources are measured of every section alike.
    (
        "[items.R7]\nwhere = { kinds = ['小学'] }\n",
        "3:items.R7.where",
        "a resource is measured of every section alike; delete where",
    ),
    ("[items.R7]\nconstants = { pupils = '5' }\n", "3:items.R7.constants", "delete constants"),
    ("[items.R7]\nvacuous = true\n", "3:items.R7.vacuous", "delete vacuous"),
    ("[items.R7]\npooled = true\n", "3:items.R7.pooled", "delete pooled"),
    (
        "[items.R7]\neach = 'campus'\n",
        "3:items.R7.each",
        "each: a resource is measured of each section; set each = 'section'",
    ),
    ("[items.R7]\nweights = { others = '1' }\n", "3:items.R7.weights", "delete weights"),
    (
        "[items.R7]\nmeasure = 'nothing'\n",
        "3:items.R7.measure",
        "measure: a resource is a total of each section by its pupils, such as books_per_pupil; name one such measure",
    ),
    (
        "[items.R7]\nrules = [{ at_least = [{ value = '2.3' }, { value = '2.4', since = 2026-01-01 }] }]\n",
        "3:items.R7.rules",
        "rules: limits of resources are those of the edition, at all times; give one figure, and later ones in a later "
        "edition",
    ),
]


@pytest.mark.parametrize(("text", "place", "words"), PROBLEMS)
def test_problems_of_a_file_are_reported_with_their_line(text: str, place: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f'extends = "national-2017"\n{text}', encoding="utf-8")
    with pytest.raises(StandardError) as error:
        load(file)
    lines = [str(problem) for problem in error.value.problems]
    assert any(line.startswith(f"mine.toml:{place}") and words in line for line in lines), lines


MISTAKES = [
    ("[sample.share]\ngroup = 3\n", ["5:sample.share.group: group must be a text in quotation marks"]),
    ("[variation]\nall_zero = 3\n", ["5:variation.all_zero: all_zero must be a text in quotation marks"]),
    ("[section]\nmark = 3\n", ["5:section.mark: mark must be a text in quotation marks"]),
    ("[section]\nfloor = []\n", ["5:section.floor: floor must be a decimal as text"]),
    ("[section]\nfloor = false\n", ["5:section.floor: floor must be a decimal as text"]),
    ("[section]\nat_least = true\n", ["5:section.at_least: at_least must be an integer"]),
    ("[section]\nat_least = 5.0\n", ["5:section.at_least: at_least must be an integer"]),
    ("[items.G5]\nvacuous = 'yes'\n", ["5:items.G5.vacuous: vacuous must be true or false"]),
    (
        "[items.G4.concession]\nclause = '-'\nsource = '-'\nduty = '-'\nyears = '3'\n",
        ["8:items.G4.concession.years: years must be an integer"],
    ),
    (
        "[items.G4.concession]\nclause = '-'\nsource = '-'\nduty = 3\n",
        ["7:items.G4.concession.duty: duty must be a text in quotation marks"],
    ),
    (
        "[items.R4.plausible]\nfrom = 'x'\nto = '1'\n",
        ["5:items.R4.plausible.from: 'x' is not a decimal; write it as text, such as '0.50'"],
    ),
    ("[items.G7]\ndue = 2022\n", ["5:items.G7.due: due must be a date, such as 2022-09-30"]),
    ("[items.Q9]\nsubjects = '语文'\n", ["5:items.Q9.subjects: subjects must be texts in brackets"]),
    ("[items.R1]\nresponsible = ['教育局', 1]\n", ["5:items.R1.responsible: responsible must be texts in brackets"]),
    ("milestones = 3\n", ["4:milestones: milestones must be tables in brackets"]),
    ("title = 3\n", ["4:title: title must be a table"]),
    ("[variation]\nat_most = '0.5'\n", ["5:variation.at_most: at_most must be a table"]),
    ("[division]\nweights = 1\n", ["5:division.weights: weights must be a table"]),
    ("[items.R1]\nname = '教师'\n", ["5:items.R1.name: name must be a table"]),
    (
        "covers = {}\n",  # a table without its texts lacks them
        [f"4:covers.{key}: {key} is missing; give a text in quotation marks" for key in ("zh", "en")],
    ),
    (
        "[counted]\nleaves_out = [\n  1,\n  { boarding = true },\n  '2',\n]\n",  # an array has one line
        ["5:counted.leaves_out: leaves_out must be tables in brackets"],
    ),
    ("[[passages]]\ntext = '2022'\n", ["4:passages.about: about is missing; give a text in quotation marks"]),
    (
        "[items]\nR1.dropped = 'yes'\nR2.dropped = 1\n",  # five resources would be too few for [section]
        [
            "5:items.R1.dropped: dropped must be true or false",
            "6:items.R2.dropped: dropped must be true or false",
        ],
    ),
    (
        "[items.Q1.marks]\nconstants.formla = { mark = 'choice' }\n",
        [
            "5:items.Q1.marks.constants.formla: 'formla' is not a key of these marks, since nothing of this name is "
            "set here (did you mean formula?); correct its name or delete it"
        ],
    ),
    (
        "[items.R4.plausible]\nfrom = '9'\nto = 'many'\n",
        ["6:items.R4.plausible.to: 'many' is not a decimal; write it as text, such as '0.50'"],
    ),
    (
        "[items.R4.plausible]\nfrom = true\nto = '0.5'\n",
        ["5:items.R4.plausible.from: from must be a decimal as text"],
    ),
    (
        "[items.R4.plausible]\nfrom = 'x'\nto = '-1'\n",
        ["5:items.R4.plausible.from: 'x' is not a decimal; write it as text, such as '0.50'"],
    ),
    ("[items.G4]\ndimension = 3\n", ["5:items.G4.dimension: dimension must be a text in quotation marks"]),
    ("[items.G5]\nmeasure = 3\n", ["5:items.G5.measure: measure must be a text in quotation marks"]),
    (
        "[items.G5]\nrules = [{ measure = 3, at_most = '45' }]\n",
        ["5:items.G5.rules.measure: measure must be a text in quotation marks"],
    ),
    (
        "[items.G4]\nrules = [{ fact = 3, unit = 'pupil', at_least = '3' }]\n",
        ["5:items.G4.rules.fact: fact must be a text in quotation marks"],
    ),
    (
        "[items.G1]\nrules = [{ fact = 'x', unit = 3, at_least = '3' }]\n",
        ["5:items.G1.rules.unit: unit must be a text in quotation marks"],
    ),
    ("[items.R3]\nadds = [{ field = 3 }]\n", ["5:items.R3.adds.field: field must be a text in quotation marks"]),
    (
        "[items.G4.concession]\nclause = '款'\nsource = '文'\nduty = 3\nyears = 3\n",
        ["7:items.G4.concession.duty: duty must be a text in quotation marks"],
    ),
    (
        "[items.R7]\nrules = [{ any_of = [{ at_least = '2' }, { at_least = '3' }] }]\n",
        [
            "5:items.R7.rules: [section] counts R7, which has no limit for primary and junior; give a rule with a "
            "limit, and with no scope but stages"
        ],
    ),
]


@pytest.mark.parametrize(("text", "lines"), MISTAKES)
def test_of_one_mistake_nothing_else_is_reported(text: str, lines: list[str]) -> None:
    with pytest.raises(StandardError) as error:
        mine(text)
    assert [str(problem) for problem in error.value.problems] == [f"standard.toml:{line}" for line in lines]


HEAD_ALONE = """name = "alone"
edition = "1"
authority = "测试"
document = "测试"
"""
TITLE = "[title]\nzh = '单独'\nen = 'Alone'\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [(TITLE, "items is missing; give a table"), ("[items]\n", "title is missing; give a table")],
)
def test_a_standard_that_extends_none_needs_a_title_and_items(text: str, message: str) -> None:
    with pytest.raises(StandardError) as error:
        from_text(HEAD_ALONE + text)
    assert error.value.problems[0].message == message


@pytest.mark.parametrize(("table", "key"), [("variation", "at_most"), ("division", "weights")])
def test_a_table_of_figures_by_stage_that_is_missing_is_one_problem(table: str, key: str) -> None:
    text = f"[{table}]\nclause = '条款'\nsource = '来源'\nmark = 'stated'\n"
    with pytest.raises(StandardError) as error:
        from_text(f"{HEAD_ALONE}{text}")
    (found,) = [problem for problem in error.value.problems if problem.column.startswith(table)]
    assert (found.column, found.message) == (f"{table}.{key}", f"{key} is missing; give a table")


@pytest.mark.parametrize(
    "text",
    ["[section]\nat_least = 1\n", "[section]\nat_least = 7\n", "[sample.share]\ndropped = false\n"],
)
def test_what_a_file_may_say(text: str) -> None:
    standard = mine(text)
    assert "share" in standard.sample
    assert 1 <= standard.reached <= 7


def test_what_a_standard_covers_is_said_in_both_languages() -> None:
    standard = mine("[covers]\nzh = '一部分'\nen = 'a part'\n")
    assert (standard.covers_zh, standard.covers_en) == ("一部分", "a part")


FILES = {name: Path(str(resources.files("balanced_edu.standards") / f"{name}.toml")) for name in names()}
FILES["local"] = Path(__file__).parent.parent / "cases" / "local.toml"

Place: TypeAlias = tuple[str, ...]


def changed(value: Any, place: Place, change: Callable[[Any, Place], Any], changes: list[Place]) -> Any:
    """The settings of a file with each value changed, and the places at which it is another."""
    if isinstance(value, dict) and not value.get("dropped"):
        value = {key: changed(inner, (*place, key), change, changes) for key, inner in value.items()}
    elif isinstance(value, list):
        value = [changed(inner, place, change, changes) for inner in value]
    new = change(value, place)
    if new != value:
        changes.append(place)
    return new


def reported(name: str, change: Callable[[Any, Place], Any]) -> tuple[Counter[str], list[Problem]]:
    """Where the settings of a standard's file are changed, and what is reported then."""
    notes, changes = Notes("", FileNotes(f"{name}.toml")), list[Place]()
    standard_of(changed(dict(load(FILES[name]).data), (), change, changes), notes)
    return Counter(map(".".join, changes)), notes.in_order


@pytest.mark.parametrize("name", FILES)
def test_no_table_takes_an_unknown_key(name: str) -> None:
    def with_one_more(value: Any, place: Place) -> Any:
        if not isinstance(value, dict) or "dropped" in value or place in {("items",), ("conditions",)}:
            return value
        return {**value, f"unheard_of_{len(place)}": "1"}  # a table and its marks get different ones

    places, problems = reported(name, with_one_more)
    assert len(places) > 20
    assert Counter(re.sub(r"\.?unheard_of_\d$", "", problem.column) for problem in problems) == places
    assert all(re.match(r"'unheard_of_\d' is not a key of", problem.message) for problem in problems)


WORDS = ("each", "by", "of", "mark", "measure", "field", "formula", "item")
SCOPES = ("stages", "kinds", "ownership", "affiliations", "sponsors", "area_types")


@pytest.mark.parametrize("key", [*WORDS, *SCOPES])
@pytest.mark.parametrize("name", FILES)
def test_no_word_is_taken_for_another(name: str, key: str) -> None:
    def misspelt(value: Any, place: Place) -> Any:
        return f"{value}?" if isinstance(value, str) and place[-1] == key else value

    places, problems = reported(name, misspelt)
    assert set(places) <= {problem.column for problem in problems if "?'" in problem.message}


def test_every_word_stands_in_some_file() -> None:
    data = [load(file).data for file in FILES.values()]
    assert {key for key in (*WORDS, *SCOPES) if f"'{key}'" in str(data)} == {*WORDS, *SCOPES}


@pytest.mark.parametrize("key", ["holds = true", "constants = {}", "at_least = '1'", "stages = ['primary']"])
def test_of_a_rule_on_no_measure_nothing_else_is_reported(key: str) -> None:
    with pytest.raises(StandardError) as error:
        mine(f"[items.G5]\nrules = [{{ measure = 'nothing', {key} }}]\n")
    (problem,) = error.value.problems
    assert problem.message.startswith("there is no measure 'nothing'")


def test_a_measure_that_is_not_named_or_misspelt() -> None:
    name = "name = { zh = '一', en = 'One' }\nclause = '-'\nsource = '-'\n"
    for text, message in (
        (f"[items.X1]\ndimension = 'guarantee'\n{name}rules = [{{ at_least = '1' }}]\n", "there is no measure ''"),
        (
            "[items.G5]\nrules = [{ measure = 'books_per_pupils', at_least = '1' }]\n",
            "there is no measure 'books_per_pupils' (did you mean books_per_pupil?); "
            "the item has pupils_in_largest_class",
        ),
    ):
        with pytest.raises(StandardError) as error:
            mine(text)
        assert [problem.message for problem in error.value.problems] == [message]


@pytest.mark.parametrize("id", ["verdict", "variation", "composite", "resources", "guarantee", "veto"])
def test_an_item_has_no_name_of_what_reports_list_beside_it(id: str) -> None:
    item = f'[items.{id}]\nname = {{ zh = "岗位", en = "Posts" }}\ndimension = "guarantee"\n'
    with pytest.raises(StandardError, match=f"5:items.{id}: {id} is the name of something else in reports; give the"):
        mine(f'\n{item}rules = [{{ fact = "posts" }}]\nclause = "岗位"\nsource = "示例"\nmark = "choice"\n')


def test_the_unit_of_a_fact_is_one() -> None:
    with pytest.raises(
        StandardError, match=r"rules.unit: 'smoots' is not a unit; write a unit of the field or of pint"
    ):
        mine('[items.G2]\nrules = [{ fact = "length", unit = "smoots", at_least = "3" }]\n')


def test_the_first_thousand_problems_are_reported_and_near_names_of_the_first_fifty() -> None:
    keys = "".join(f"rule{n} = 1\n" for n in range(2000))
    with pytest.raises(StandardError) as error:
        mine(f"[items.G1]\n{keys}")
    problems = error.value.problems
    assert len(problems) == 1001
    assert problems[-1].message == "there are more than 1,000 problems; correct these and read the file again"
    assert sum("did you mean rules?" in problem.message for problem in problems) == 50

"""Which rows of wide tables count as schools (是否计校数), and to which school the others belong as campuses."""

from __future__ import annotations

import attrs

from balanced_edu.identity import identity
from balanced_edu.message import Message
from balanced_edu.records.fields import Field, Form
from balanced_edu.remarks import RemarkCode
from balanced_edu.tables.forms.entries import Entry, Place
from balanced_edu.text import quoted

COUNTED = Field("是否计校数", "", Form.JUDGEMENT)
"""The column that says it."""


@attrs.frozen(slots=True)
class Schools:
    """The schools of a workbook, and the campuses that do not count as schools, in all its tables.

    Attributes
    ----------
    codes
        The codes of the schools by name.
    campuses
        The campuses whose school is not given.
    """

    codes: dict[str, set[str]] = attrs.field(factory=dict)
    campuses: list[Entry] = attrs.field(factory=list)

    def take(self, entry: Entry, counted: bool | None, place: Place | None) -> None:
        """Take a row that counts as a school, or does not; without a place where it says so every row does."""
        if counted is None and place is not None:
            if not place.is_faulty:
                what = "{heading} is missing; write 1 for a school, and 0 for one of its campuses"
                place.add(Message(what, heading=COUNTED.heading))
        elif counted is False:
            self.campuses.extend([] if "parent_code" in entry.values else [entry])
        elif (name := entry.values.get("school_name")) and (code := entry.values.get("school_code")):
            self.codes.setdefault(identity(str(name)), set()).add(str(code))

    def give_parents(self) -> None:
        """Give each campus the school whose name its own begins with, or note that there is none, or several."""
        for entry in self.campuses:
            name = identity(str(entry.values.get("school_name", "")))
            school = max((one for one in self.codes if name.startswith(one)), key=len, default="")
            codes = self.codes.get(school, set())
            if codes == {entry.values.get("school_code")}:
                continue  # attached classes of the school, in the table of another stage
            if len(codes) != 1:
                what = (
                    "{name} does not count as a school (是否计校数), and begins with the name of no one school; give "
                    "所属学校标识码, the code of its school, in a column of its own"
                )
                entry.home.add(Message(what, name=quoted(name)))
                continue
            entry.put("parent_code", next(iter(codes)), entry.home)
            notes, home = entry.home.notes, entry.home
            notes.remark(RemarkCode.PARENT, home.row, home.label, home.position, given=name, read=school)

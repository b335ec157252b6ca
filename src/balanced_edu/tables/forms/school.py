"""What the figures of a school form say of its campus: sums, figures of the whole school, what is in bands, claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import attrs

from balanced_edu.exact import exact
from balanced_edu.message import Message
from balanced_edu.records.bands import Band
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import Quality
from balanced_edu.records.fields import fields_of
from balanced_edu.records.kinds import COMPULSORY, Kind, Stage
from balanced_edu.remarks import RemarkCode
from balanced_edu.tables.building import build
from balanced_edu.tables.cells import cell_text
from balanced_edu.tables.forms.entries import Entry, Place
from balanced_edu.tables.forms.figures import Figure
from balanced_edu.tables.forms.maps import FormMap, Item, Role

MOST_ROOMS = 1000
"""Rooms of one kind of the largest school whose form is read; the largest schools have some dozens."""


def entry_of(form: FormMap, figures: Sequence[Figure], home: Place) -> Entry:
    """The figures of the campus of a form.

    Parameters
    ----------
    form
        What the items are.
    figures
        The figures of the form.
    home
        Where the form begins.
    """
    school = _School(form, {figure.item: figure for figure in figures}, Entry(home))
    for figure in figures:
        if figure.item.role is Role.FIELD:
            school.entry.put(figure.item.name, figure.value, figure.place)
    school.take_sums()
    school.take_figures_of_the_school()
    school.take_classes()
    school.take_rooms()
    school.take_claims()
    school.take_parts_of_the_county()
    return school.entry


def stages_of(entry: Entry) -> tuple[Stage, ...]:
    """The stages of a campus by its kind; none if that is not known."""
    kind, attached = entry.values.get("kind"), entry.values.get("attached_classes")
    return kind.stages_with(bool(attached)) if isinstance(kind, Kind) else ()


@attrs.frozen(slots=True)
class _School:
    """A form that is being read.

    Attributes
    ----------
    form
        What the items are.
    figures
        The figures by item.
    entry
        What they say of the campus so far.
    """

    form: FormMap
    figures: Mapping[Item, Figure]
    entry: Entry

    def take_sums(self) -> None:
        """Take the fields that are sums of items."""
        for name in self.form.names(Role.PART):
            self._take_sum(Role.PART, name, [name])

    def take_figures_of_the_school(self) -> None:
        """Take the figures of the whole school for its stages: for its only one, or for each if they are 0."""
        for name in self.form.names(Role.SCHOOL):
            self._take_sum(Role.SCHOOL, name, [f"{stage}_{name}" for stage in self._taught() if stage in COMPULSORY])

    def _take_sum(self, role: Role, name: str, fields: Sequence[str]) -> None:
        items = self.form.group(role, name)
        first = next((self.figures[item] for item in items if item in self.figures), None)
        if first is None:
            return
        total = _sum(self._values(items))
        if total and role is Role.SCHOOL and len(self._taught()) > 1:
            # Nobody knows whose they are.
            self._remark_undivided(first.place, _FIELDS[f"{Stage.PRIMARY}_{name}"].heading.removeprefix("小学"), total)
            total = None
        for field in fields:
            self.entry.put(field, total, first.place)

    def _values(self, items: Sequence[Item]) -> list[Any]:
        return [self.figures[item].value if item in self.figures else None for item in items]

    def _taught(self) -> list[Stage]:
        """The stages that have pupils, or may have; the first one if nobody is taught."""
        stages = stages_of(self.entry)
        taught = [stage for stage in stages if self.entry.values.get(f"{stage}_pupils") != 0]
        return taught or list(stages[:1])

    def _remark_undivided(self, place: Place, what: str, value: object) -> None:
        at = (place.row, place.label, place.position)
        place.notes.remark(RemarkCode.UNDIVIDED, *at, given=what, read=cell_text(value))

    # What is in bands.

    def take_classes(self) -> None:
        """Take the number of classes, and the band of the largest one: the highest band that has any.

        Of a school with a senior stage too, the largest class may be a senior one. No other is larger.
        """
        counts = self._counts("classes")
        taught = self._taught()
        compulsory = [stage for stage in taught if stage in COMPULSORY]
        if counts is None or not compulsory:
            return
        if counts.exceed or (counts.complete and counts.known != counts.total):
            counts.note(Message("the classes by size"))
            return
        self._compare_pupils(counts, taught)
        whose = str(compulsory[0]) if len(compulsory) == 1 else "compulsory"
        largest, place = counts.largest()
        largest = self._below_claim(largest)
        classes = counts.total
        if Stage.SENIOR in taught and classes:
            self._remark_undivided(counts.whole.place, counts.whole.item.text, classes)
            classes = None
            largest = attrs.evolve(largest, least=1) if largest and largest.below is not None else None
        self.entry.put(f"{whose}_classes", classes, counts.whole.place)
        self.entry.put(f"{whose}_largest_class", largest, place)

    def _compare_pupils(self, counts: _Counts, taught: Sequence[Stage]) -> None:
        """Note that the classes by size cannot have the pupils of the stages, which are few or many."""
        pupils = _sum([self.entry.values.get(f"{stage}_pupils") for stage in taught])
        if pupils is None or not counts.complete or not counts.total:
            return
        least, most = counts.least_together, counts.most_together
        if pupils < least or (most is not None and pupils > most):
            what = (
                "the classes by size have {from_to} pupils together, but the school has {pupils}; correct the figures"
            )
            counts.whole.place.add(Message(what, from_to=_from_to(least, most), pupils=pupils))

    def _below_claim(self, largest: Band | None) -> Band | None:
        """The band of the largest class, in which a claim leaves what is below its limit."""
        for claim in self._claims("largest_class"):
            limit = claim.band.below
            if not claim.holds or limit is None:
                continue
            if largest and largest.least >= limit:
                claim.note(Message("there are classes of {from_to} pupils", from_to=_in_words(largest)))
            elif largest is None or largest.below is None or largest.below > limit:
                largest = attrs.evolve(largest or claim.band, below=limit)
        return largest

    def take_rooms(self) -> None:
        """Take the rooms of each kind, each as the band of its area; those in no band are below all of them."""
        for name in self.form.names(Role.COUNT):
            counts = self._counts(name) if name != "classes" else None
            if counts is None:
                continue
            place, rooms = counts.whole.place, None
            if counts.exceed:
                counts.note(Message("the rooms by area"))
            elif counts.total is not None and counts.total > MOST_ROOMS:
                what = "{item} is {n:,}, more than {most:,}; correct it"
                place.add(Message(what, item=counts.whole.item.text, n=counts.total, most=MOST_ROOMS))
            elif counts.total is not None:
                rooms = counts.each()
            self.entry.put(name, rooms, place)

    def _counts(self, name: str) -> _Counts | None:
        items = self.form.group(Role.COUNT, name)
        (whole,) = (item for item in items if item.band is None)
        bands = [(item.band, self.figures.get(item)) for item in items if item.band is not None]
        if whole not in self.figures:
            return None
        return _Counts(self.figures[whole], sorted(bands, key=lambda each: -each[0].least))

    # Claims.

    def take_claims(self) -> None:
        """Compare what is claimed with the figures, and take what follows from it."""
        for item, figure in self.figures.items():
            if item.area_type is not None and figure.value:
                self.entry.implied.setdefault("area_type", (item.area_type, figure.place))
        self._compare_years()
        pupils = [self.entry.values.get(f"{stage}_pupils") for stage in stages_of(self.entry) if stage in COMPULSORY]
        total = _sum(pupils) if pupils else None
        for claim in self._claims("pupils"):
            if claim.holds and total is not None and not claim.band.includes(total):
                claim.note(Message("it has {pupils} pupils", pupils=total))

    def _compare_years(self) -> None:
        year, claims = self.entry.values.get("built_year"), list(self._claims("built_year"))
        if isinstance(year, int):
            for claim in claims:
                if claim.band.includes(year) != claim.holds:
                    place = self.entry.places["built_year"].text
                    what = "the year in which the school as it is was built is {year} in {place}"
                    claim.note(Message(what, year=year, place=place))
            return
        for earlier, later in pairwise(claims):
            if earlier.holds and not later.holds:
                later.note(Message("{item} is 是", item=earlier.figure.item.text))

    def _claims(self, name: str) -> Iterator[_Claim]:
        for item in self.form.group(Role.CLAIM, name):
            if item.band is not None and item in self.figures and self.figures[item].value is not None:
                yield _Claim(self.figures[item], item.band)

    # The county.

    def take_parts_of_the_county(self) -> None:
        """Take the school's parts of facts of the county."""
        stages = stages_of(self.entry)
        parts = [figure for item, figure in self.figures.items() if item.role is Role.COUNTY]
        places = {figure.item.name: figure.place for figure in parts}
        for figure in parts:
            if figure.value is None:
                if figure.item.stage in self._taught():
                    self.entry.gaps[figure.item.name] = figure.place
            elif figure.value and not figure.item.applies_to(stages):
                what = (
                    "{item} is {value}, but {kind} has no such stage; leave the cell empty, or correct the kind of "
                    "school"
                )
                kind = self.entry.values["kind"]
                figure.place.add(Message(what, item=figure.item.text, value=figure.value, kind=kind))
            elif figure.item.stage in stages:
                self.entry.of_county[figure.item.name] = (figure.value, figure.place)
        build(
            Quality,
            {name: value for name, (value, _) in self.entry.of_county.items()},
            lambda name, message: places[name].add(message),
        )


_FIELDS = fields_of(Campus)


@attrs.frozen(slots=True)
class _Claim:
    """A claim that a figure is in a band, or is not."""

    figure: Figure
    band: Band

    @property
    def holds(self) -> bool:
        return bool(self.figure.value)

    def note(self, but: str) -> None:
        """Note that the figures say something else."""
        claim = {"item": self.figure.item.text, "value": cell_text(self.figure.value)}
        self.figure.place.add(Message("{item} is {value}, but {but}; correct one of the two", **claim, but=but))


@attrs.frozen(slots=True)
class _Counts:
    """How many there are, and how many of them in each band, the highest first."""

    whole: Figure
    bands: Sequence[tuple[Band, Figure | None]]

    @property
    def total(self) -> int | None:
        total: int | None = self.whole.value
        return total

    @property
    def given(self) -> list[int | None]:
        """The number in each band; if the others are all there are, the band has none."""
        values = [figure.value if figure else None for _, figure in self.bands]
        return [0 if value is None and self.known == self.total else value for value in values]

    @property
    def known(self) -> int:
        """How many are in bands, as far as it is given."""
        return sum(figure.value for _, figure in self.bands if figure and figure.value is not None)

    @property
    def exceed(self) -> bool:
        """Whether there are more in the bands than there are."""
        return self.total is not None and self.known > self.total

    @property
    def complete(self) -> bool:
        """Whether all numbers are given."""
        return self.total is not None and None not in self.given

    def note(self, parts: str) -> None:
        """Note that the numbers do not agree."""
        what = "{item} is {n}, but {parts} are {known} together; correct the figures"
        self.whole.place.add(Message(what, item=self.whole.item.text, n=self.total, parts=parts, known=self.known))

    @property
    def least_together(self) -> int:
        """What those in bands come to at least."""
        return int(sum(band.least * (given or 0) for (band, _), given in zip(self.bands, self.given, strict=True)))

    @property
    def most_together(self) -> int | None:
        """What those in bands come to at most; None if one has no bound."""
        numbers = [(band.below, given) for (band, _), given in zip(self.bands, self.given, strict=True) if given]
        if any(below is None for below, _ in numbers):
            return None
        return int(sum((below - 1) * given for below, given in numbers if below is not None))

    def largest(self) -> tuple[Band | None, Place]:
        """What is known of the largest, and where that is said, if every one is in a band; None if nothing is known.

        It is in the highest band that has any, or in one above of which that is not given. Those that are in no band
        that is given are in the others.
        """
        several = list(zip(self.bands, self.given, strict=True))
        filled = [band for (band, _), given in several if given]
        empty = [band for (band, _), given in several if given is None]
        place = next((figure.place for (_, figure), given in several if given != 0 and figure), self.whole.place)
        possible = [*filled, *empty]
        if not possible:
            return None, place
        certain = [*filled, *(empty[-1:] if (self.total or 0) > self.known else [])]
        least = max((band.least for band in certain), default=0)
        below = max(possible, key=lambda band: band.least).below
        return (None if least <= 1 and below is None else Band(least, below)), place

    def each(self) -> tuple[Band, ...]:
        """The band of each; what is in no band that is given may be in any other, or below all of them."""
        rest = (self.total or 0) - self.known
        open_above = next(
            (band for (band, _), given in zip(self.bands, self.given, strict=True) if given is None), None
        )
        below = open_above.below if open_above else self.bands[-1][0].least
        known = [band for (band, _), given in zip(self.bands, self.given, strict=True) for _ in range(given or 0)]
        return (*known, *(Band(0, below) for _ in range(rest)))


def _sum(values: Sequence[Any]) -> Any:
    """The sum of figures; None if one of them is unknown."""
    if any(value is None for value in values):
        return None
    total = sum(map(exact, values))
    return int(total) if total.denominator == 1 else float(total)


def _in_words(band: Band) -> str:
    return _from_to(band.least, None if band.below is None else band.below - 1)


def _from_to(least: float, most: float | None) -> str:
    if most is None:
        return Message("{least} and more", least=least)
    return Message("{least} to {most}", least=least, most=most)

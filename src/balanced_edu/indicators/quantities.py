"""What the formulas take: kinds of figures, each with the unit in which a plain number is read.

A parameter is annotated with its kind, and so its unit is stated once, where the parameter is. To a type checker every
kind is a `Measured`: a number, an array, or a quantity of any unit that fits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias

if TYPE_CHECKING:
    from balanced_edu import units

# A text, because the types of pint are known to type checkers only: pint is imported with the first unit.
Measured: TypeAlias = "units.Measured"

Pupils: TypeAlias = Annotated[Measured, "pupil"]
Teachers: TypeAlias = Annotated[Measured, "teacher"]
Persons: TypeAlias = Annotated[Measured, "person"]
Classes: TypeAlias = Annotated[Measured, "class"]
Rooms: TypeAlias = Annotated[Measured, "room"]
Computers: TypeAlias = Annotated[Measured, "computer"]
Books: TypeAlias = Annotated[Measured, "book"]
Events: TypeAlias = Annotated[Measured, "event"]
Area: TypeAlias = Annotated[Measured, "m²"]
Money: TypeAlias = Annotated[Measured, "yuan"]
Percent: TypeAlias = Annotated[Measured, "percent"]
Dimensionless: TypeAlias = Annotated[Measured, "dimensionless"]

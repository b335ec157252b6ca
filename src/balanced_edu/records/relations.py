"""Which figures of a record are parts of others, as one table: a part above its whole cannot be true."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from balanced_edu.records.kinds import COMPULSORY


@attrs.frozen(slots=True)
class Relation:
    """Parts that together cannot exceed their whole.

    Attributes
    ----------
    parts
        The fields that are added.
    whole
        The fields whose product they cannot exceed; mostly one.
    reason
        Why no honest figures break it.
    """

    parts: tuple[str, ...]
    whole: tuple[str, ...]
    reason: str


# Relations of each compulsory stage; "*" stands for the stage.
_OF_STAGE = (
    *(
        Relation((f"*_{part}",), (whole,), f"{each} is a full-time teacher of the stage, so of the campus")
        for part, each in (
            ("teachers_above_required", "A teacher with more than the required education"),
            ("backbone_teachers", "A backbone teacher"),
            ("sports_arts_teachers", "A full-time teacher of sports or arts"),
            ("middle_rank_teachers", "A full-time teacher of middle rank"),
        )
        for whole in ("*_teachers", "full_time_teachers")
    ),
    # Only each stage by itself: a teacher of two stages may be counted in both.
    Relation(("*_teachers",), ("full_time_teachers",), "A stage's teachers are teachers of the campus"),
    Relation(("*_zoned_intake",), ("*_intake",), "Pupils admitted by zone are admitted"),
    Relation(("*_intake",), ("*_pupils",), "Pupils admitted are counted among those enrolled, in the same statistics"),
    Relation(("*_zone_resident_pupils",), ("*_pupils",), "They are pupils of the stage"),
    Relation(("*_largest_class",), ("*_pupils",), "A class has no pupils but those of its stage"),
    Relation(("*_classes",), ("*_pupils",), "A class has a pupil at least"),
    Relation(("*_pupils",), ("*_classes", "*_largest_class"), "No class has more pupils than the largest"),
)


DERIVED: Mapping[str, str] = MappingProxyType({"pupils": "义务教育阶段在校生数"})
"""Wholes that are no field of the record but follow from several, and what they are called."""


def _of(stage: str, relation: Relation) -> Relation:
    parts, whole = (tuple(n.replace("*", stage) for n in names) for names in (relation.parts, relation.whole))
    return attrs.evolve(relation, parts=parts, whole=whole)


RELATIONS: Mapping[str, tuple[Relation, ...]] = MappingProxyType(
    {
        "Campus": (
            *(_of(stage, relation) for stage in COMPULSORY for relation in _OF_STAGE),
            *(
                Relation((f"{stage}_classes",), ("compulsory_classes",), "They are classes of a compulsory stage")
                for stage in COMPULSORY
            ),
            Relation(("compulsory_classes",), ("pupils",), "A class has a pupil at least"),
            *(
                Relation((f"{stage}_largest_class",), ("compulsory_largest_class",), "It is a class of the stages")
                for stage in COMPULSORY
            ),
            Relation(("compulsory_largest_class",), ("pupils",), "A class has no pupils but those of the stages"),
            Relation(("certified_teachers",), ("full_time_teachers",), "Only full-time teachers are counted"),
            Relation(("trained_teachers",), ("full_time_teachers",), "Only full-time teachers are counted"),
            Relation(("training_budget",), ("public_funds_budget",), "Training is paid from the public funds"),
            Relation(("training_final",), ("public_funds_final",), "Training is paid from the public funds"),
            Relation(("migrant_pupils",), ("pupils",), "Only pupils of the compulsory stages are counted"),
            Relation(("indoor_sports_area",), ("teaching_area_gross",), "The gross area includes indoor sports"),
        ),
        "Guarantee": (
            Relation(("rotated_backbone_teachers",), ("rotated_teachers",), "They are teachers who rotated"),
            Relation(("quality_senior_places_allocated",), ("quality_senior_places",), "They are some of the places"),
            Relation(
                ("quality_senior_places_rural",), ("quality_senior_places_allocated",), "They are places allocated"
            ),
            Relation(
                ("migrant_children_in_public", "migrant_children_in_purchased_private"),
                ("migrant_children",),
                "A child attends one school",
            ),
        ),
        "Quality": (
            Relation(("junior_deaths",), ("junior_entrants",), "They are deaths of entrants"),
            Relation(("disabled_children_enrolled",), ("disabled_children",), "They are some of the children"),
            Relation(
                ("disabled_children_in_special_schools",), ("disabled_children_enrolled",), "They count as enrolled"
            ),
            Relation(("disabled_children_taught_at_home",), ("disabled_children_enrolled",), "They count as enrolled"),
        ),
        "Group": (
            Relation(("surveyed",), ("handed_out",), "Only a questionnaire that was handed out comes back"),
            *(
                Relation(("satisfied", "basically_satisfied"), (whole,), "A person gives one answer")
                for whole in ("surveyed", "handed_out")
            ),
            Relation(("visit_satisfied",), ("visited",), "They are some of the people visited"),
        ),
        "LocalPlan": (
            Relation(("junior_age_children_on_time",), ("junior_age_children",), "They are some of the children"),
        ),
    }
)
"""The relations of each record, by the name of its class."""


def relations_of(record: type) -> tuple[Relation, ...]:
    """The relations of a record."""
    return RELATIONS.get(record.__name__, ())

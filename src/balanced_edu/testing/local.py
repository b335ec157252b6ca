"""What local standards may set, as parts of their files: of each item one part at most is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "R3": (
            'adds = [{ field = "visiting_sports_arts_teachers", area_types = ["乡村"], pupils_below = "100" }]',
            'adds = [{ field = "visiting_sports_arts_teachers", concession = true }]\n'
            '[items.R3.concession]\nsince = 2020-01-01\nuntil = 2025-12-31\nclause = "-"\nsource = "-"',
            "aim = true",
        ),
        "R5": (
            'adds = [{ field = "extra_sports_area", inner_city = true }, '
            '{ field = "indoor_sports_area", until = 2021-12-31 }]',
            "aim = true",
        ),
        "G3": (
            'constants = { classes_per_room = "10", smallest_music_room = "73" }',
            'rules = [{ any_of = [{ measure = "art_room_surplus", at_least = "0" }, '
            '{ measure = "music_room_surplus", at_least = "1", area_types = ["乡村"] }] }]',
        ),
        "G4": (
            'rules = [{ any_of = [{ at_most = "800" }, { at_most = "1000", built_by = "2010" }, '
            '{ at_most = "1500", migrant_share_above = "50" }] }]',
            'rules = [{ any_of = [{ at_most = "800" }, { at_most = "1000", concession = true, built_by = "2010" }] }]\n'
            '[items.G4.concession]\nsince = 2020-01-01\nclause = "-"\nsource = "-"\nduty = "-"\nyears = 3',
        ),
        "G6": ("dropped = true", 'where = { pupils_at_least = "1", pupils_below = "50" }'),
        "G7": (
            'rules = [{ at_least = [{ value = "6000" }, { value = "7000", since = 2025-03-01 }] }]',
            'rules = [{ at_least = "8000", since = 2024-01-01 }]',
            "vacuous = false",
        ),
        "G9": ("pooled = false",),
        "G13": ('where = { ownership = ["公办"] }', "aim = true"),
        "Q1": ('constants = { formula = "graduates over entrants" }', "due = 2022-12-31"),
        "Q4": ('rules = [{ at_least = "5" }, { measure = "training_final_share", at_least = "5" }]',),
        "S1": ("pooled = false", 'weights = { "家长" = "3", others = "1" }'),
        "V7": (
            'name = { zh = "试验", en = "Drawn" }\nrules = [{ fact = "drawn", holds = false }]\n'
            'clause = "-"\nsource = "-"\nmark = "choice"',
        ),
    }
)
"""Parts of a file by the item that they change."""

"""What is English in a Chinese sentence, and does not belong there."""

from __future__ import annotations

import re

from balanced_edu.indicators.declare import every_measure

# Names: of files and formats, encodings, commands and options, packages, keys and words of TOML, units, ids of items.
NAMES = frozenset(
    [
        *("balanced-edu", "template", "pip", "install", "click", "cli", "xlsx", "read_county", "counties_from_frames"),
        *(
            "csv",
            "CSV",
            "toml",
            "TOML",
            "UTF",
            "UTF-8",
            "UTF-16",
            "GB18030",
            "Unicode",
            "HTML",
            "text",
            "declaration",
            "format",
        ),
        *(
            "output",
            "schools",
            "G1",
            "national-2017",
            "pint",
            "yuan",
            "pupil",
            "pupils",
            "books_per_pupil",
            "true",
            "false",
        ),
        *(
            "any_of",
            "any_given",
            "item",
            "each",
            "pooled",
            "section",
            "campus",
            "county",
            "group",
            "subject",
            "subjects",
        ),
        *(
            "stages",
            "rules",
            "marks",
            "mark",
            "source",
            "since",
            "from",
            "to",
            "dimension",
            "duty",
            "years",
            "concession",
        ),
        *("resources", "assess", "variation", "extends", "of", "mean", "at_most", "at_least", "constants", "weights"),
    ]
)


def english_in(text: str) -> list[str]:
    """The English words of a text that are no names."""
    return [word for word in re.findall(r"[A-Za-z][A-Za-z0-9_]*(?:-[A-Za-z0-9]+)*", text) if word not in NAMES]


# Readings of a clause, which a standard's file chooses by their names.
_READINGS = [word for one in every_measure().values() for words in one.choices.values() for word in words]
_NAMES_OF_SEVERAL = (*_READINGS, "balanced-edu template", "--format declaration", "CSV UTF-8")
_NAMES = re.compile("|".join(map(re.escape, sorted(_NAMES_OF_SEVERAL, key=len, reverse=True))))
_QUOTED = re.compile("“[^”]*”|\"[^\"]*\"|'[^']*'")
_SENTENCE = re.compile(r"[A-Za-z]{2,}[,;:]? [A-Za-z]{2,}")


def english_sentence_in(text: str) -> str:
    """What is an English sentence in a Chinese text, beside what is quoted; empty if there is none."""
    found = _SENTENCE.search(_QUOTED.sub("", _NAMES.sub("", text)))
    return found[0] if found else ""

"""Texts of TOML, most of them broken."""

from __future__ import annotations

from hypothesis import strategies as st

STATEMENTS = st.lists(
    st.sampled_from(
        [
            'name = "县"',
            "name = 1",
            "[quality]",
            "[[quality.monitoring]]",
            "[quality.monitoring]",
            "[quality.monitoring.more]",
            "[[recognition.groups]]",
            "recognition.groups = [{group = 'a'}, {group = 'a'}]",
            "recognition = []",
            "[[veto]]",
            "[veto.fraud]",
            "fraud = [1, [2, '''\n]''']]",
            "group = [\n1, # ]\n2]",
            'a."b.c".\'d\' = """\n[veto]\n"""',
            "surveyed = 1e999999999",
            "satisfied = -nan",
            "year = 1e-400",
            f"level = {'9' * 5000}",
            "subject = 2022-01-01",
            "x = " + "[" * 2000 + "]" * 2000,
        ]
    )
).map("\n".join)

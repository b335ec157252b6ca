"""The 32 indicators and 6 grounds of veto as pure functions, and the catalogue of them.

One module a dimension: `resources` (资源配置), `guarantee` (政府保障程度), `quality` (教育质量), `recognition`
(社会认可度), `veto` (一票否决). Of other standards: `basic`, what the method of 2012 measured, and `plan`, what city
plans ask besides.
"""

from balanced_edu.indicators import basic, guarantee, plan, quality, recognition, resources, veto
from balanced_edu.indicators.catalogue import Indicator, Measure, catalogue

__all__ = [
    "Indicator",
    "Measure",
    "basic",
    "catalogue",
    "guarantee",
    "plan",
    "quality",
    "recognition",
    "resources",
    "veto",
]

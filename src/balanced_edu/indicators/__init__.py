"""The 32 indicators and 6 grounds of veto as pure functions.

One module per dimension: `resources` (资源配置), `guarantee` (政府保障程度), `quality` (教育质量), `recognition`
(社会认可度), `veto` (一票否决). For other standards `basic` has the measures of the method of 2012, and `wenling`
those of city plans.
"""

from balanced_edu.indicators import basic, guarantee, quality, recognition, resources, veto, wenling

__all__ = ["basic", "guarantee", "quality", "recognition", "resources", "veto", "wenling"]

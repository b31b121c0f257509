"""Business process re-engineering for administrative procedures.

The public face: names from the rooms behind it, each imported when it is first used.

>>> import bprkit
>>> sorted(bprkit.__all__)[:3]
['EventLog', 'InputError', 'Inventory']
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "read_log": "bprkit.log.reading",
    "EventLog": "bprkit.log.eventlog",
    "convert": "bprkit.log.writing.logs",
    "anonymize": "bprkit.log.anonymizing.logs",
    "from_pm4py": "bprkit.log.pm4py_bridge",
    "quality": "bprkit.log.quality",
    "mine": "bprkit.mining.mined",
    "Mined": "bprkit.mining.mined",
    "overview": "bprkit.mining.overview",
    "start_activities": "bprkit.mining.overview",
    "end_activities": "bprkit.mining.overview",
    "lead_times": "bprkit.mining.lead_times",
    "case_durations": "bprkit.mining.lead_times",
    "activities": "bprkit.mining.activities",
    "transitions": "bprkit.mining.transitions",
    "bottlenecks": "bprkit.mining.bottlenecks",
    "variants": "bprkit.mining.variants",
    "rework": "bprkit.mining.rework",
    "returns": "bprkit.mining.rework",
    "handovers": "bprkit.mining.handovers",
    "handover_totals": "bprkit.mining.handovers",
    "workload": "bprkit.mining.workload",
    "backlog": "bprkit.mining.workload",
    "backlog_by_activity": "bprkit.mining.workload",
    "attributes": "bprkit.mining.attributes",
    "Procedure": "bprkit.procedure.model",
    "open_procedure": "bprkit.procedure.files",
    "save_procedure": "bprkit.procedure.yaml",
    "convert_procedure": "bprkit.procedure.converting",
    "procedures": "bprkit.procedure.library",
    "check": "bprkit.procedure.checks",
    "compare": "bprkit.procedure.comparing",
    "expected": "bprkit.procedure.expecting",
    "simulate": "bprkit.simulation.simulating",
    "Simulated": "bprkit.simulation.simulated",
    "estimate_savings": "bprkit.savings.estimating",
    "Savings": "bprkit.savings.answers",
    "load_costs": "bprkit.savings.loading",
    "write_costs_template": "bprkit.savings.template",
    "draw": "bprkit.drawing.picture",
    "draw_comparison": "bprkit.drawing.picture",
    "Picture": "bprkit.drawing.picture",
    "draw_map": "bprkit.report.maps",
    "draw_chart": "bprkit.report.charts",
    "Inventory": "bprkit.inventory.model",
    "read_inventory": "bprkit.inventory.folder",
    "answer_inventory": "bprkit.inventory.answers",
    "OfficeCalendar": "bprkit.calendar",
    "load_calendar": "bprkit.calendar",
    "write_template": "bprkit.templates.kinds",
    "read_stamps": "bprkit.templates.stamps",
    "stamps_log": "bprkit.templates.stamps_log",
    "enough_documents": "bprkit.mining.sampling.sample_size",
    "read_times": "bprkit.templates.stopwatch",
    "step_times": "bprkit.templates.applying",
    "apply_times": "bprkit.templates.applying",
    "read_log_request": "bprkit.templates.log_request",
    "InputError": "bprkit.errors",
    "OutputError": "bprkit.errors",
}

__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'bprkit' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


if TYPE_CHECKING:
    from bprkit.calendar import OfficeCalendar, load_calendar
    from bprkit.drawing.picture import Picture, draw, draw_comparison
    from bprkit.errors import InputError, OutputError
    from bprkit.inventory.answers import answer_inventory
    from bprkit.inventory.folder import read_inventory
    from bprkit.inventory.model import Inventory
    from bprkit.log.eventlog import EventLog
    from bprkit.log.quality import quality
    from bprkit.log.reading import read_log
    from bprkit.mining.activities import activities
    from bprkit.mining.attributes import attributes
    from bprkit.mining.bottlenecks import bottlenecks
    from bprkit.mining.handovers import handover_totals, handovers
    from bprkit.mining.lead_times import case_durations, lead_times
    from bprkit.mining.mined import Mined, mine
    from bprkit.mining.overview import end_activities, overview, start_activities
    from bprkit.mining.rework import returns, rework
    from bprkit.mining.sampling.sample_size import enough_documents
    from bprkit.mining.transitions import transitions
    from bprkit.mining.variants import variants
    from bprkit.mining.workload import backlog, backlog_by_activity, workload
    from bprkit.procedure.checks import check
    from bprkit.procedure.comparing import compare
    from bprkit.procedure.converting import convert_procedure
    from bprkit.procedure.expecting import expected
    from bprkit.procedure.files import open_procedure
    from bprkit.procedure.library import procedures
    from bprkit.procedure.model import Procedure
    from bprkit.procedure.yaml import save_procedure
    from bprkit.report.charts import draw_chart
    from bprkit.report.maps import draw_map
    from bprkit.savings.answers import Savings
    from bprkit.savings.estimating import estimate_savings
    from bprkit.savings.loading import load_costs
    from bprkit.savings.template import write_costs_template
    from bprkit.simulation.simulated import Simulated
    from bprkit.simulation.simulating import simulate
    from bprkit.templates.applying import apply_times, step_times
    from bprkit.templates.kinds import write_template
    from bprkit.templates.log_request import read_log_request
    from bprkit.templates.stamps import read_stamps
    from bprkit.templates.stamps_log import stamps_log
    from bprkit.templates.stopwatch import read_times

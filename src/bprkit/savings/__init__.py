"""What a change saves, and what it costs: `estimate_savings(as_is, to_be, costs)` gives `Savings`."""

from bprkit.savings.answers import Savings
from bprkit.savings.estimating import estimate_savings
from bprkit.savings.loading import load_costs
from bprkit.savings.prices import (
    Benefit,
    ChangeCosts,
    ChangeItem,
    Charge,
    ContractCut,
    Conversions,
    Costs,
    OvertimeCut,
    PostCut,
    Price,
    Ramp,
    Ranged,
)
from bprkit.savings.template import write_costs_template
from bprkit.savings.uses import Simulated
from bprkit.savings.validating import CostsError

__all__ = [
    "Benefit",
    "ChangeCosts",
    "ChangeItem",
    "Charge",
    "ContractCut",
    "Conversions",
    "Costs",
    "CostsError",
    "OvertimeCut",
    "PostCut",
    "Price",
    "Ramp",
    "Ranged",
    "Savings",
    "Simulated",
    "estimate_savings",
    "load_costs",
    "write_costs_template",
]

"""What a change saves, and what it costs: `estimate_savings(as_is, to_be, costs)` gives `Savings`."""

from bprkit.savings.answers import Savings
from bprkit.savings.changing import ChangeCosts, ChangeItem, Ramp
from bprkit.savings.conversions import ContractCut, Conversions, OvertimeCut, PostCut
from bprkit.savings.estimating import estimate_savings
from bprkit.savings.figures import Ranged
from bprkit.savings.loading import load_costs
from bprkit.savings.prices import Benefit, Charge, Costs, Price
from bprkit.savings.template import write_costs_template
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
    "estimate_savings",
    "load_costs",
    "write_costs_template",
]

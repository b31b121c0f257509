"""The inventory of all the work (業務量調査): the form, what sections sent back merged, and what it says."""

from bprkit.inventory.confirming import read_judgements
from bprkit.inventory.folder import read_inventory
from bprkit.inventory.form import write_form
from bprkit.inventory.model import Inventory, Repair, Task

__all__ = ["Inventory", "Repair", "Task", "read_inventory", "read_judgements", "write_form"]

"""Small inventories for tests, made of tasks and headcounts rather than files."""

from __future__ import annotations

from typing import Any

from bprkit.inventory.model import Inventory, Place, Staff, Table, Task


def task(name: str, section: str = "市民課", hours: float | None = None, **more: Any) -> Task:
    """Return a task of a section; hours are those told."""
    return Task(
        Place(f"{section}.xlsx", "業務量調査票", "E6"), "", section, "", name, told_hours=hours, **more
    )


def inventory(*tasks: Task, **people: tuple[float, float]) -> Inventory:
    """Return an inventory; `people` are regular and fiscal-year staff by section."""
    staff = [
        Table(Place(section), (), Staff(section, "", Place(section), regular, fiscal))
        for section, (regular, fiscal) in people.items()
    ]
    return Inventory("調査票", (), (Table(Place("all"), tasks), *staff), ())

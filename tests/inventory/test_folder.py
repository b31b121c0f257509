"""A folder that forty sections sent back: merged with every repair listed, and totals exact."""

from __future__ import annotations

from math import fsum
from pathlib import Path

import pytest

from bprkit.inventory.folder import read_inventory
from bprkit.inventory.model import Inventory
from section_forms import SECTIONS, Truth, write_folder

pytest.importorskip("xlwt")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    place = tmp_path_factory.mktemp("forms")
    return place, write_folder(place)


@pytest.fixture(scope="module")
def inventory(folder: tuple[Path, Truth]) -> Inventory:
    return read_inventory(folder[0])


def test_forty_sections_come_back_with_more_than_thirty_kinds_of_disorder(folder: tuple[Path, Truth]) -> None:
    assert len(SECTIONS) == 40
    assert len(folder[1].disorders) >= 30


def test_the_hours_of_every_task_are_those_that_were_written(
    inventory: Inventory, folder: tuple[Path, Truth]
) -> None:
    read = {(task.section, task.name): task.hours for task in inventory.tasks}
    assert len(read) == len(inventory.tasks)
    assert read == pytest.approx(folder[1].hours, rel=1e-12)


def test_the_total_is_exact(inventory: Inventory, folder: tuple[Path, Truth]) -> None:
    assert inventory.hours == pytest.approx(fsum(folder[1].hours.values()), rel=1e-12)


def test_every_repair_is_listed_with_its_file_and_cell_and_no_other(
    inventory: Inventory, folder: tuple[Path, Truth]
) -> None:
    listed = {(repair.code, repair.place.file, repair.place.cell) for repair in inventory.repairs}
    assert sorted(folder[1].repairs - listed) == []
    assert sorted(listed - folder[1].repairs) == []

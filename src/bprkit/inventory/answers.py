"""All answers of an inventory as one object: what pages paint and what --json prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bprkit.inventory.checks import Doubt, doubts
from bprkit.inventory.confirming import Judged, Judgement, judged
from bprkit.inventory.hours import (
    Group,
    Month,
    hours_by,
    hours_by_month,
    hours_by_post,
    kind_of,
    months_by_section,
)
from bprkit.inventory.model import Inventory, Task
from bprkit.inventory.review import Placement, Score, placements, scores
from bprkit.inventory.settings import Settings, default_settings
from bprkit.inventory.similar import Pair, Sprout, similar_pairs, sprouts
from bprkit.inventory.website import Seen, website


@dataclass(frozen=True)
class Answers:
    """What an inventory says; hours are hours a year."""

    inventory: Inventory
    settings: Settings
    sections: tuple[Group, ...]
    kinds: tuple[Group, ...]
    media: tuple[Group, ...]
    posts: tuple[Group, ...]
    months: tuple[Month, ...]
    section_months: dict[str, dict[int, float]]
    scores: tuple[Score, ...]
    matrix: tuple[Placement, ...]
    sprouts: tuple[Sprout, ...]
    judged: Judged
    website: tuple[Seen, ...]
    doubts: tuple[Doubt, ...]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Pairs of similar tasks that are still to be confirmed."""
        return self.judged.open

    @property
    def months_told(self) -> float:
        """The share of all hours that is told by month, from 0 to 1."""
        told = sum(task.hours for task in self.inventory.tasks if task.months)
        return told / self.inventory.hours if self.inventory.hours else 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain mappings and lists, messages in the language in use."""
        inventory = self.inventory
        return {
            "folder": inventory.folder,
            "files": list(inventory.files),
            "hours": inventory.hours,
            "settings": {
                "weights": dict(self.settings.weights),
                "estimate": True,
                "source": self.settings.source,
            },
            "tasks": [_whole(task) for task in inventory.tasks],
            "repairs": [
                {
                    "code": each.code,
                    "done": each.done,
                    **_place(each.place),
                    "before": each.before,
                    "after": each.after,
                    "message": each.message,
                }
                for each in inventory.repairs
            ],
            "repairs_by_code": dict(Counter(each.code for each in inventory.repairs).most_common()),
            "sections": [asdict(each) for each in self.sections],
            "kinds": [asdict(each) for each in self.kinds],
            "media": [asdict(each) for each in self.media],
            "posts": [asdict(each) for each in self.posts],
            "months": [asdict(each) for each in self.months],
            "months_told": self.months_told,
            "section_months": {
                name: {str(month): hours for month, hours in months.items()}
                for name, months in self.section_months.items()
            },
            "scores": [{**_short(each.task), "score": each.score, **each.parts} for each in self.scores],
            "matrix": [
                {
                    **_short(each.task),
                    "effect": each.effect,
                    "effort": each.effort,
                    "points": each.points,
                    "why": list(each.why),
                    "effort_told": each.told,
                }
                for each in self.matrix
            ],
            "sprouts": [
                {
                    **_short(each.model),
                    "system": each.model.system,
                    "hours_elsewhere": each.hours,
                    "others": [{**_short(task), "likeness": likeness} for likeness, task in each.others],
                }
                for each in self.sprouts
            ],
            "pairs_to_confirm": list(map(_pair, self.judged.open)),
            "shared_work": list(map(_pair, self.judged.shared)),
            "pairs_refused": list(map(_pair, self.judged.refused)),
            "answers_not_used": [
                {"one": list(each.one), "other": list(each.other), "same": each.same, **_place(each.place)}
                for each in self.judged.unmet
            ],
            "website": [
                {
                    **_short(each.task),
                    "cases": each.task.cases,
                    "web": each.task.web,
                    "phone": each.task.phone,
                    "online": each.task.online,
                    "lacks": list(each.lacks),
                }
                for each in self.website
            ],
            "doubts": [
                {
                    "code": each.code,
                    "message": each.message,
                    "sections": list(each.sections),
                    "tasks": [_short(task) for task in each.tasks],
                }
                for each in self.doubts
            ],
        }


def answer_inventory(
    inventory: Inventory, settings: Settings | None = None, judgements: Sequence[Judgement] = ()
) -> Answers:
    """Answer all questions of an inventory; `settings` are those that come along if not given.

    judgements: what was answered about similar tasks (`read_judgements`); confirmed pairs are told as shared work, refused
    ones not shown, here and among what is digital already. Raises InputError where they contradict each other.

    >>> answer_inventory(Inventory("", (), (), ())).scores
    ()
    """
    settings = settings or default_settings()
    tasks = inventory.tasks
    found = judged(similar_pairs(inventory, settings), judgements, settings)
    return Answers(
        inventory,
        settings,
        hours_by(inventory, lambda task: task.section),
        hours_by(inventory, kind_of),
        hours_by(inventory, lambda task: task.medium),
        hours_by_post(inventory),
        hours_by_month(tasks),
        months_by_section(tasks),
        scores(inventory, settings),
        placements(inventory, settings),
        sprouts(inventory, settings, found.are_apart()),
        found,
        website(inventory),
        doubts(inventory, settings, found.apart(settings)),
    )


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "likeness": pair.likeness,
        "hours": pair.hours,
        "one": [_short(task) for task in pair.one],
        "other": [_short(task) for task in pair.other],
    }


def _place(place: Any) -> dict[str, str]:
    return {"file": place.file, "sheet": place.sheet, "cell": place.cell}


def _short(task: Task) -> dict[str, Any]:
    return {"section": task.section, "unit": task.unit, "task": task.name, "hours": task.hours} | _place(
        task.place
    )


def _whole(task: Task) -> dict[str, Any]:
    whole = asdict(task)
    place = whole.pop("place")
    months = {str(month): hours for month, hours in whole.pop("months").items()}
    return {**place, **whole, "months": months, "hours": task.hours, "hours_from": task.hours_from}

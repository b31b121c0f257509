"""One step of a compact circulation: what may be said of it, and the fields of the task that it becomes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

from bprkit.errors import InputError
from bprkit.procedure.circulation_plan import RouteError, Step, known_role
from bprkit.procedure.estimates import with_estimates_marked
from bprkit.procedure.model import Materials

if TYPE_CHECKING:
    from pydantic import TypeAdapter

STEP_KEYS = (
    *(
        "title",
        "touch",
        "wait",
        "medium",
        "materials",
        "systems",
        "mandatory",
        "recorded_as",
        "value",
        "type",
    ),
    *("delegated", "estimate", "source", "note"),
)
_AMOUNTS = ("sheets", "copies", "letters", "seals")


def step_in(entry: Mapping[str, Any], key: str, roles: Collection[str]) -> Step:
    """Return the step that a mapping with a `role` describes; raises RouteError."""
    only_keys(entry, ("id", "role", *STEP_KEYS), key)
    entry = with_estimates_marked(entry)
    role = known_role(entry.get("role"), roles, key if key == "draft" else f"{key}.role")
    fields = {
        name: _field(name, value, f"{key}.{name}")
        for name, value in entry.items()
        if name in STEP_KEYS and value is not None
    }
    wanted = entry.get("id")
    return Step(role, None if wanted is None else str(wanted), fields)


def only_keys(written: Mapping[str, Any], known: Collection[str], key: str) -> None:
    """Refuse keys that mean nothing here."""
    for name in written:
        if name in known:
            continue
        near = get_close_matches(str(name), known, n=1)
        hint_en, hint_ja = (
            (f" (did you mean '{near[0]}'?)", f"（「{near[0]}」でしょうか）") if near else ("", "")
        )
        raise RouteError(
            en=f"There is no key '{name}' here{hint_en}. Keys: {', '.join(known)}. Write more as steps of their own.",
            ja=f"ここに「{name}」という項目はありません{hint_ja}。使えるのは {'、'.join(known)} です。"
            "ほかは steps に書いてください。",
            key=f"{key}.{name}" if key else str(name),
        )


def share_in(written: Any, key: str) -> float:
    """Return a share between 0 and 1, written as 40% or 0.4; raises RouteError."""
    from bprkit.procedure.units import read_share

    try:
        return read_share(written)
    except InputError as error:
        raise RouteError(en=error.en, ja=error.ja, key=key) from None


def _field(name: str, value: Any, key: str) -> Any:
    if name == "materials":
        return _materials(value, key)
    if name == "delegated":
        return _kind_and_stage(value, key)
    return _as_in_steps(name, value, key)


def _as_in_steps(name: str, value: Any, key: str) -> Any:
    """Read a value by the rules for steps that are written in full."""
    from pydantic import ValidationError

    try:
        if name in ("medium", "systems", "recorded_as"):
            listed = value if isinstance(value, list | tuple) else [value]
            return tuple(_readers()[name].validate_python(one) for one in listed)
        return _readers()[name].validate_python(value)
    except ValidationError as error:
        raise _told(error.errors()[0], value, key) from None


@cache
def _readers() -> Mapping[str, TypeAdapter[Any]]:
    from pydantic import TypeAdapter

    from bprkit.procedure.yaml import leaves

    kinds: Mapping[str, Any] = {
        "title": leaves.TitleValue,
        "touch": leaves.Touch,
        "wait": leaves.WaitValue,
        "medium": leaves.MediumWord,
        "mandatory": leaves.Citation,
        "value": leaves.ValueWord,
        "type": leaves.TaskTypeWord,
        "estimate": leaves.Flag,
        **dict.fromkeys(("systems", "recorded_as", "source", "note"), leaves.Text),
    }
    return {name: TypeAdapter(kind) for name, kind in kinds.items()}


def _told(error: Any, value: Any, key: str) -> RouteError:
    context = error.get("ctx", {})
    if "en" in context and "ja" in context:
        return RouteError(en=context["en"], ja=context["ja"], key=key)
    expected = str(context.get("expected", "")).replace(" or ", ", ") or "a text"
    return RouteError(
        en=f"'{value}' does not stand here. Write {expected}.",
        ja=f"ここに「{value}」は書けません。{expected} のように書いてください。",
        key=key,
    )


def _materials(value: Any, key: str) -> Materials:
    from bprkit.procedure.units import read_amount

    if not isinstance(value, Mapping):
        raise RouteError(
            en="Materials are written as {sheets: 4, copies: 2, letters: 1, seals: 1}.",
            ja="materials は {sheets: 4, copies: 2, letters: 1, seals: 1} のように書いてください。",
            key=key,
        )
    only_keys(value, _AMOUNTS, key)
    amounts = {}
    for name, amount in value.items():
        try:
            amounts[name] = read_amount(amount)
        except InputError as error:
            raise RouteError(en=error.en, ja=error.ja, key=f"{key}.{name}") from None
    return Materials(**amounts)


def _kind_and_stage(value: Any, key: str) -> tuple[str, str]:
    if isinstance(value, list | tuple) and len(value) == 2:
        return str(value[0]), str(value[1])
    raise RouteError(
        en="'delegated' is the kind and the stage of the delegation table, such as [goods, decision].",
        ja="delegated には、専決表の種類と段階を [goods, decision] のように書いてください。",
        key=key,
    )

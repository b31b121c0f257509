"""The procedures that come along: as they are in a model city, as they can be, and as they are to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import cast, get_args

from bprkit.errors import InputError
from bprkit.procedure.model import State

_REPOSITORY = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Bundled:
    """A procedure by its name, with the file of each state that there is, as_is first."""

    name: str
    files: Mapping[State, Path]

    @property
    def states(self) -> tuple[State, ...]:
        """The states that there are."""
        return tuple(self.files)

    @property
    def path(self) -> Path:
        """The file of the first state."""
        return next(iter(self.files.values()))


def procedures() -> tuple[Bundled, ...]:
    """Return the bundled procedures by name.

    >>> "approval-circulation" in {bundled.name for bundled in procedures()}
    True
    """
    folder = _folder()
    folders = sorted(place for place in folder.iterdir() if place.is_dir()) if folder.is_dir() else []
    found = (Bundled(place.name, _states(place)) for place in folders)
    return tuple(bundled for bundled in found if bundled.files)


def find_procedure(name: str) -> Path:
    """Return the file of a bundled procedure: "payment-order/to_be", or "payment-order" for its first state.

    Raises InputError for a name that there is not, with the nearest that there is.

    >>> find_procedure("payment-order/to_be").name
    'to_be.yaml'
    """
    bare, _, state = name.strip("/").partition("/")
    known = {bundled.name: bundled for bundled in procedures()}
    if bare not in known:
        listed = ", ".join(known)
        en, ja = _near(bare, known)
        raise InputError(
            en=f"There is no procedure '{bare}'.{en} Those that come along are {listed}; for one of your own give its file.",
            ja=f"「{bare}」という手続はありません。{ja}付属の手続：{listed}。自分の手続はファイル名で指定してください。",
        )
    bundled = known[bare]
    if not state:
        return bundled.path
    wanted = state.removesuffix(".yaml").replace("-", "_")
    for each, path in bundled.files.items():
        if each == wanted:
            return path
    listed = ", ".join(f"{bare}/{each}" for each in bundled.states)
    en, ja = _near(wanted, bundled.states)
    raise InputError(
        en=f"'{bare}' has no state '{state}'.{en} There are {listed}.",
        ja=f"「{bare}」に「{state}」という状態はありません。{ja}次から選んでください：{listed}。",
    )


def _folder() -> Path:
    installed = Path(str(resources.files("bprkit").joinpath("processes")))
    return installed if installed.is_dir() else _REPOSITORY / "processes"


def _states(folder: Path) -> Mapping[State, Path]:
    order = ("as_is", "can_be", "to_be")
    files = {path.stem: path for path in folder.glob("*.yaml") if path.stem in get_args(State)}
    return MappingProxyType({cast(State, state): files[state] for state in order if state in files})


def _near(word: str, known: Iterable[str]) -> tuple[str, str]:
    found = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return (f" Did you mean '{found[0]}'?", f"「{found[0]}」でしょうか。") if found else ("", "")

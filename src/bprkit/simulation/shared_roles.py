"""A role that several procedures name: the same people, so what is said of them has to be the same in each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bprkit.errors import InputError
from bprkit.language import tell
from bprkit.procedure.code_words import ROLE_KINDS, word
from bprkit.procedure.model import Procedure, Role, Title

UNLIMITED = ("applicant", "system", "outside")


@dataclass(frozen=True)
class Held:
    """A role as a procedure describes it, and the calendar by which its people work there."""

    procedure: Procedure
    role: Role
    calendar: str


@dataclass(frozen=True)
class _Said:
    what_en: str
    what_ja: str
    first: str
    other: str


def agreed(first: Held, other: Held, sections: Sequence[str]) -> Held:
    """Return a role on which two procedures agree; raise InputError that tells what they say differently."""
    for said in _differences(first, other, sections):
        role = first.role.id
        one, two = _name(first.procedure), _name(other.procedure)
        raise InputError(
            en=f"The role {role} is not the same in {one} and {two}: {said.what_en} {said.first} and {said.other}. A role of "
            "one id is the same people in both. Say the same of them in both files, or give the roles different ids.",
            ja=f"役割 {role} の{said.what_ja}が、{one}では{said.first}、{two}では{said.other}です。"
            "同じ id の役割は同じ人たちとみなします。両方のファイルで揃えるか、別の id にしてください。",
        )
    title = Title(first.role.title.ja or other.role.title.ja, first.role.title.en or other.role.title.en)
    return replace(first, role=replace(first.role, title=title))


def _differences(first: Held, other: Held, sections: Sequence[str]) -> Iterator[_Said]:
    one, two = first.role, other.role
    if one.kind != two.kind:
        yield _Said("kinds", "種別", word(ROLE_KINDS, one.kind), word(ROLE_KINDS, two.kind))
    if first.calendar != other.calendar:
        yield _Said("calendars", "カレンダー", first.calendar, other.calendar)
    if one.kind in UNLIMITED:
        return  # residents of one procedure need not be those of another: nobody waits for them to be free
    for mine, theirs in ((one.title.ja, two.title.ja), (one.title.en, two.title.en)):
        if mine and theirs and mine != theirs:
            yield _Said("titles", "名称", mine, theirs)
    if _each(one, sections) != _each(two, sections):
        yield _Said("headcounts", "人数", _count(one), _count(two))
    if one.pooled != two.pooled:
        pooled, apart = tell(en="pooled", ja="全課共通（pooled）"), tell(en="by section", ja="課ごと")
        yield _Said("people", "置き方", *(pooled if each.pooled else apart for each in (one, two)))
    if one.section != two.section:
        nowhere = tell(en="none", ja="なし")
        yield _Said("sections", "所属", one.section or nowhere, two.section or nowhere)
    if one.rate and two.rate and one.rate != two.rate:
        yield _Said("rates", "単価", one.rate, two.rate)


def _each(role: Role, sections: Sequence[str]) -> object:
    """Return the people of each section, however they are written."""
    if isinstance(role.headcount, int):
        return [role.headcount for _ in sections]
    return [role.headcount.get(name, 0) for name in sections]


def _count(role: Role) -> str:
    if isinstance(role.headcount, int):
        return tell(en=f"{role.headcount}", ja=f"{role.headcount}人")
    joint = tell(en=", ", ja="、")
    return joint.join(
        tell(en=f"{name} {count}", ja=f"{name} {count}人") for name, count in role.headcount.items()
    )


def _name(procedure: Procedure) -> str:
    shown = str(procedure.title)
    where = f"{procedure.id}/{procedure.state}"
    return tell(en=f"{shown} ({where})", ja=f"「{shown}」（{where}）") if shown else where

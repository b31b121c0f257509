"""English of sources, networks, notes and systems that files hold in one language: one table, data/translations.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from bprkit.procedure.model import Title


def in_both(text: str | None) -> Title:
    """Return a text with its English where the table has it; without, the text stands for both.

    >>> in_both("編集可能な推計（bprkit の初期値）").en, in_both("当課で計測").en
    ("editable estimate (bprkit's initial value)", None)
    """
    return Title(text or "", _table().get(text or "")) if text else Title()


def spoken(text: str | None) -> str:
    """Return a text in the language in use, as far as the table has it; none is empty.

    >>> from bprkit import language
    >>> language.use("en"); spoken("電子申請"), spoken("当課の台帳"), spoken(None)
    ('online applications', '当課の台帳', '')
    >>> language.use("ja"); spoken("電子申請")
    '電子申請'
    >>> language.use(None)
    """
    return str(in_both(text))


@lru_cache(maxsize=1)
def _table() -> Mapping[str, str]:
    from ruamel.yaml import YAML

    file = resources.files("bprkit").joinpath("data", "translations.yaml")
    return {
        str(ja): str(en)
        for ja, en in YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8")).items()
    }

"""What single values of a procedure file may look like, for pydantic: quantities, titles, words with synonyms, short lists."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError, core_schema

from bprkit.errors import InputError
from bprkit.procedure import units
from bprkit.procedure.code_words import DAYS, state_words
from bprkit.procedure.conditions import Condition
from bprkit.procedure.distributions import AnyDistribution, Constant, Empirical, LogNormal, Triangular
from bprkit.procedure.model import (
    Act,
    Attribute,
    Categories,
    ClosedDay,
    DayKind,
    Logic,
    Mandate,
    Medium,
    NeedKind,
    Outcome,
    RoleKind,
    State,
    TaskType,
    Title,
    Trigger,
    ValueKind,
    Wait,
)
from bprkit.procedure.quantities import folded

T = TypeVar("T")
Schema = dict[str, Any]
NUMBER: Schema = {"type": ["number", "string"]}
_DISTRIBUTION: Schema = {
    "anyOf": [
        NUMBER,
        *(
            {"type": "object", "properties": dict.fromkeys(keys, NUMBER), "required": list(keys), "additionalProperties": False}
            for keys in (("low", "likely", "high"), ("mean", "sd"), ("value",))
        ),
        {"type": "object", "properties": {"values": {"type": "array", "items": NUMBER}}, "required": ["values"],
         "additionalProperties": False},
        {"type": "array", "items": NUMBER},
    ]
}  # fmt: skip
_TITLE: Schema = {
    "anyOf": [
        {"type": ["string", "number", "null"]},
        {
            "type": "object",
            "properties": {"ja": {"type": ["string", "number"]}, "en": {"type": ["string", "number"]}},
            "additionalProperties": False,
        },
    ]
}
ROUNDING = 0.0051


def told(read: Callable[[Any], T]) -> Callable[[Any], T]:
    """Return the reader, its refusal as pydantic collects it."""

    def reading(value: Any) -> T:
        try:
            return read(value)
        except InputError as error:
            raise refusal(en=error.en, ja=error.ja) from None

    return reading


def refusal(*, en: str, ja: str, at: tuple[str | int, ...] = ()) -> PydanticCustomError:
    """Return an error in both languages, `at` a place within the value."""
    return PydanticCustomError("bprkit", "{en}", {"en": en, "ja": ja, "at": list(at)})


class Listed:
    """A list in which a single item may stand without brackets, and items have a short form."""

    def __init__(self, short: Callable[[Any], Any] | None = None, schema: Schema | None = None) -> None:
        self.short, self.schema = short or (lambda item: item), schema

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        def listed(value: Any) -> Any:
            return [self.short(item) for item in (value if isinstance(value, list) else [value])]

        return core_schema.no_info_before_validator_function(listed, handler(source))

    def __get_pydantic_json_schema__(
        self, core: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> Schema:
        items: Schema = dict(handler(core)).get("items", {})
        one = {"anyOf": [items, self.schema]} if self.schema else items
        return {"anyOf": [one, {"type": "array", "items": one}]}


class Short:
    """A mapping that may be shortened to one value."""

    def __init__(self, full: Callable[[Any], Any], schema: Schema) -> None:
        self.full, self.schema = full, schema

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        def lengthened(value: Any) -> Any:
            return value if isinstance(value, dict) else self.full(value)

        return core_schema.no_info_before_validator_function(lengthened, handler(source))

    def __get_pydantic_json_schema__(
        self, core: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> Schema:
        return {"anyOf": [dict(handler(core)), self.schema]}


class Synonyms:
    """Words of which some have synonyms, Japanese ones above all."""

    def __init__(self, **words: str) -> None:
        self.words = {synonym: word for word, synonyms in words.items() for synonym in synonyms.split()}

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        known = get_args(source)

        def canonical(value: Any) -> Any:
            if not isinstance(value, str):
                return value
            word = value.strip()
            plain = re.sub(r"[-\s]+", "_", word.lower())
            return self.words.get(word, plain if plain in known else word)

        return core_schema.no_info_before_validator_function(canonical, handler(source))

    def __get_pydantic_json_schema__(
        self, core: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> Schema:
        return {"enum": [*dict(handler(core)).get("enum", []), *self.words]}


def read_title(value: Any) -> Title:
    """Return a title: one text, or {ja, en}."""
    if value is None:
        return Title()
    if isinstance(value, str):
        return Title(value)
    if isinstance(value, dict):
        for key, text in value.items():
            if key not in ("ja", "en"):
                raise refusal(
                    en=f"A title has the keys ja and en, not '{key}'.",
                    ja=f"題名の項目は ja と en です（「{key}」は使えません）。",
                    at=(key,),
                )
            if not isinstance(text, str | None):
                raise refusal(
                    en="A title is a text. Put it in quotes.",
                    ja="題名は文字列です。引用符で囲んでください。",
                    at=(key,),
                )
        return Title(value.get("ja") or "", value.get("en"))
    raise refusal(
        en="A title is a text, or {ja: 起案, en: Drafting}.",
        ja="題名は、文字列か {ja: 起案, en: Drafting} の形で書いてください。",
    )


def _mandate(value: Any) -> Mandate:
    if isinstance(value, str) and value.strip():
        return Mandate(value)
    raise refusal(
        en="'mandatory' is the citation of what demands it, such as 地方自治法232条の4.",
        ja="mandatory には、義務づけている規定を書いてください（例：地方自治法232条の4）。",
    )


def _condition(value: Any) -> Condition:
    try:
        return Condition.parse(value if isinstance(value, str) else "")
    except ValueError as error:
        raise refusal(
            en=f"'{error}' is no condition. Write one such as \"amount < 500,000 and kind = 物品\", in quotes.",
            ja=f'「{error}」は条件として読めません。"amount < 500,000 and kind = 物品" のように引用符で囲んで書いてください。',
        ) from None


def _shares(value: dict[str, Any]) -> dict[str, float]:
    found: dict[str, float] = {}
    for key, share in value.items():
        try:
            found[key] = units.read_share(share)
        except InputError as error:
            raise refusal(en=error.en, ja=error.ja, at=(key,)) from None
    if not found or abs(sum(found.values()) - 1) > ROUNDING:
        total = units.write_share(round(sum(found.values()), 4))
        raise refusal(
            en=f"The shares sum to {total}, not 100%. Correct them.",
            ja=f"割合の合計が {total} です。100%にしてください。",
        )
    return found


def _whole_or_by_section(value: Any) -> int | dict[str, int]:
    if not isinstance(value, dict):
        return units.read_whole(value)
    found: dict[str, int] = {}
    for key, count in value.items():
        try:
            found[key] = units.read_whole(count)
        except InputError as error:
            raise refusal(en=error.en, ja=error.ja, at=(key,)) from None
    return found


def _sections(value: Any) -> int | dict[str, float]:
    return _shares(value) if isinstance(value, dict) else units.read_whole(value)


def _attribute(value: Any) -> Attribute:
    distributions = ({"low", "likely", "high"}, {"mean", "sd"}, {"values"}, {"value"})
    if isinstance(value, dict):
        words = all("%" in folded(part) for part in value.values() if not isinstance(part, dict | list))
        if (words and "values" not in value) or not any(set(value) <= keys for keys in distributions):
            return Categories(_shares(value))
    return units.read_values(value)


def _weekday(value: Any) -> int:
    text = folded(value).casefold().removesuffix("曜日").removesuffix("曜")
    for place, (en, ja) in enumerate(DAYS):
        if text == ja or (len(text) >= 3 and f"{en.casefold()}{_ENDINGS[place]}".startswith(text)):
            return place
    raise InputError(
        en=f"'{value}' is no weekday. Write Mon, Tue, Wed, Thu, Fri, Sat or Sun.",
        ja=f"「{value}」は曜日として読めません。月、火、水、木、金、土、日 か Mon のように書いてください。",
    )


_ENDINGS = ("day", "sday", "nesday", "rsday", "day", "urday", "day")


def _time(value: Any) -> dt.time:
    text = folded(value)
    if found := re.fullmatch(r"(\d{1,2})時(?:(\d{1,2})分?)?", text):
        text = f"{found[1]}:{int(found[2] or 0):02}"
    try:
        return dt.time.fromisoformat(text if text[1:2] != ":" else f"0{text}")
    except ValueError:
        raise InputError(
            en=f"'{text}' is no time of day. Write one such as 9:00 or 13:30.",
            ja=f"「{text}」は時刻として読めません。9:00 や 13:30 のように書いてください。",
        ) from None


def _date(value: Any) -> dt.date:
    text = folded(value)
    found = re.fullmatch(r"(\d{4})(?:-|/|年)(\d{1,2})(?:-|/|月)(\d{1,2})日?", text)
    try:
        return dt.date(*(int(part) for part in found.groups())) if found else dt.date.fromisoformat(text)
    except ValueError:
        raise InputError(
            en=f"'{text}' is no date. Write one such as 2026-07-01.",
            ja=f"「{text}」は日付として読めません。2026-07-01 のように書いてください。",
        ) from None


_ANY_OF_NUMBERS: Schema = {"anyOf": [NUMBER, {"type": "object", "additionalProperties": NUMBER}]}
_Text = WithJsonSchema({"type": ["string", "number"]})
_Optional = WithJsonSchema({"type": ["string", "number", "null"]})

Text = Annotated[str, _Text]
OptionalText = Annotated[str | None, _Optional]
Texts = Annotated[list[Text], Listed()]
TitleValue = Annotated[Title, PlainValidator(read_title), WithJsonSchema(_TITLE)]
Whole = Annotated[
    int, PlainValidator(told(units.read_whole)), WithJsonSchema({"type": ["integer", "string"]})
]
Number = Annotated[float, PlainValidator(told(units.read_number)), WithJsonSchema(NUMBER)]
Amount = Annotated[float, PlainValidator(told(units.read_amount)), WithJsonSchema({**NUMBER, "minimum": 0})]
Share = Annotated[float, PlainValidator(told(units.read_share)), WithJsonSchema(NUMBER)]
PerYear = Annotated[float, PlainValidator(told(units.read_per_year)), WithJsonSchema(NUMBER)]
Touch = Annotated[AnyDistribution, PlainValidator(told(units.read_touch)), WithJsonSchema(_DISTRIBUTION)]
WaitValue = Annotated[Wait, PlainValidator(told(units.read_wait)), WithJsonSchema(_DISTRIBUTION)]
PeriodAmount = Annotated[
    tuple[float, DayKind], PlainValidator(told(units.read_period)), WithJsonSchema({"type": "string"})
]
Citation = Annotated[Mandate, PlainValidator(_mandate), WithJsonSchema({"type": "string"})]
When = Annotated[Condition, PlainValidator(_condition), WithJsonSchema({"type": "string"})]
Headcount = Annotated[
    int | dict[str, int], PlainValidator(told(_whole_or_by_section)), WithJsonSchema(_ANY_OF_NUMBERS)
]
Sections = Annotated[int | dict[str, float], PlainValidator(told(_sections)), WithJsonSchema(_ANY_OF_NUMBERS)]
AttributeValue = Annotated[
    Constant | Triangular | LogNormal | Empirical | Categories,
    PlainValidator(told(_attribute)),
    WithJsonSchema({"anyOf": [_DISTRIBUTION, {"type": "object", "additionalProperties": NUMBER}]}),
]
Weekday = Annotated[int, PlainValidator(told(_weekday)), WithJsonSchema({"type": "string"})]
TimeOfDay = Annotated[dt.time, PlainValidator(told(_time)), WithJsonSchema({"type": "string"})]
Date = Annotated[dt.date, PlainValidator(told(_date)), WithJsonSchema({"type": "string"})]

StateWord = Annotated[
    State, Synonyms(**{state: " ".join(state_words(state)[2:]) for state in ("as_is", "to_be", "can_be")})
]
RoleKindWord = Annotated[
    RoleKind, Synonyms(staff="職員", applicant="申請者 住民", system="システム", outside="外部 庁外")
]
MediumWord = Annotated[
    Medium,
    Synonyms(paper="紙 書面", seal="印 押印 公印", system="システム 電子", phone="電話", counter="窓口 対面"),
]
ValueWord = Annotated[
    ValueKind, Synonyms(re_entry="再入力 転記", control="統制", transport="移送", waiting="待ち")
]
TaskTypeWord = Annotated[TaskType, Synonyms()]
LogicWord = Annotated[Logic, Synonyms(exclusive="排他", parallel="並行 並列", inclusive="包含")]
TriggerWord = Annotated[Trigger, Synonyms(application="申請", deadline="期限", date="期日", month_end="月末")]
OutcomeWord = Annotated[Outcome, Synonyms(done="完了 終了", rejected="却下 不承認", withdrawn="取下げ")]
ActWord = Annotated[
    Act,
    Synonyms(draft="起案", review="回議", concur="合議", decide="決裁 専決", act_for="代決", review_after="後閲",
             inform="供覧", withdraw="引戻し", issue="施行"),
]  # fmt: skip
NeedKindWord = Annotated[
    NeedKind, Synonyms(rule="規程 例規", form="様式", training="研修", system="システム")
]
ClosedDayWord = Annotated[
    ClosedDay, Synonyms(next_open="翌開庁日", previous_open="前開庁日", as_it_is="そのまま")
]

_WORDS: tuple[Any, ...] = (
    *(StateWord, RoleKindWord, MediumWord, ValueWord, LogicWord, TriggerWord, OutcomeWord, ActWord),
    *(NeedKindWord, ClosedDayWord),
)


def with_synonyms(known: Sequence[str]) -> list[str]:
    """Return the words of one kind, each with its first synonym.

    >>> with_synonyms(["paper", "seal", "system", "phone", "counter"])[:2]
    ['paper（紙）', 'seal（印）']
    """
    words: dict[str, str] = {}
    for kind in _WORDS:
        literal, synonyms = get_args(kind)
        if set(get_args(literal)) == set(known):
            words = {word: synonym for synonym, word in reversed(synonyms.words.items())}
    return [f"{word}（{words[word]}）" if word in words else word for word in known]


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise refusal(en="Write true or false.", ja="true か false と書いてください。")


Flag = Annotated[bool, PlainValidator(_flag), WithJsonSchema({"type": "boolean"})]

"""The model city's names: sections, posts, kinds of document and what the documents are about, in Japanese
and English.

Everything here is invented for a city of 70,000 people with 40 sections; persons are numbers, never names.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

PERSONS_PER_SECTION = 10
"""In each section: 0 its manager, 1 the assistant manager, 2–3 subsection chiefs, 4–9 officers who draft."""


@dataclass(frozen=True)
class Named:
    """A name in both languages."""

    ja: str
    en: str

    def __call__(self, lang: str) -> str:
        return self.en if lang == "en" else self.ja


@dataclass(frozen=True)
class Section:
    """A section (課): its share of all drafts, and how long it waits beside the average one."""

    name: Named
    volume: float
    pace: float


@dataclass(frozen=True)
class Kind:
    """A kind of document: its share of all drafts, delegation limits, titles from a pattern and objects."""

    name: Named
    share: float
    limits: tuple[int, int, int] | None
    """Yen up to which the section manager decides, then the department head, then the vice-mayor."""
    title: Named
    objects: tuple[Named, ...]


def _section(ja: str, en: str, volume: float, pace: float) -> Section:
    return Section(Named(ja, en), volume, pace)


DEPARTMENTS: tuple[tuple[Named, tuple[Section, Section, Section, Section]], ...] = (
    (
        Named("総務部", "General Affairs Dept."),
        (
            _section("総務課", "General Affairs", 1.6, 0.9),
            _section("財政課", "Finance", 1.4, 1.2),
            _section("人事課", "Personnel", 1.3, 1.1),
            _section("管財課", "Property", 1.2, 0.9),
        ),
    ),
    (
        Named("企画部", "Planning Dept."),
        (
            _section("企画政策課", "Policy Planning", 1.1, 1.3),
            _section("デジタル推進課", "Digital Promotion", 0.8, 0.6),
            _section("広報課", "Public Relations", 0.8, 0.7),
            _section("地域振興課", "Community Promotion", 0.9, 1.0),
        ),
    ),
    (
        Named("税務部", "Tax Dept."),
        (
            _section("市民税課", "Residents' Tax", 1.1, 0.9),
            _section("資産税課", "Property Tax", 1.0, 0.9),
            _section("収納課", "Tax Collection", 1.0, 0.8),
            _section("債権管理課", "Claims Management", 0.6, 1.0),
        ),
    ),
    (
        Named("市民部", "Citizens' Dept."),
        (
            _section("市民課", "Resident Services", 1.2, 0.7),
            _section("保険年金課", "Insurance and Pension", 1.3, 0.9),
            _section("生活安全課", "Public Safety", 0.7, 0.9),
            _section("環境課", "Environment", 0.9, 1.0),
        ),
    ),
    (
        Named("福祉部", "Welfare Dept."),
        (
            _section("社会福祉課", "Social Welfare", 1.4, 1.0),
            _section("障がい福祉課", "Disability Welfare", 1.3, 1.0),
            _section("高齢福祉課", "Welfare for the Aged", 1.1, 1.1),
            _section("介護保険課", "Long-term Care", 1.2, 1.0),
        ),
    ),
    (
        Named("こども部", "Children's Dept."),
        (
            _section("こども政策課", "Child Policy", 0.8, 1.0),
            _section("保育課", "Childcare", 1.3, 0.9),
            _section("子育て支援課", "Parenting Support", 1.2, 0.8),
            _section("健康推進課", "Health Promotion", 1.1, 0.9),
        ),
    ),
    (
        Named("産業部", "Industry Dept."),
        (
            _section("農林課", "Agriculture and Forestry", 1.0, 1.1),
            _section("商工課", "Commerce and Industry", 0.9, 1.0),
            _section("観光課", "Tourism", 0.8, 0.9),
            _section("農業基盤課", "Farmland Improvement", 0.7, 1.2),
        ),
    ),
    (
        Named("建設部", "Public Works Dept."),
        (
            _section("土木課", "Civil Engineering", 1.2, 1.3),
            _section("道路管理課", "Road Management", 1.2, 1.2),
            _section("建築住宅課", "Building and Housing", 0.9, 1.1),
            _section("用地課", "Land Acquisition", 0.5, 1.5),
        ),
    ),
    (
        Named("都市部", "City Development Dept."),
        (
            _section("都市計画課", "City Planning", 0.7, 1.4),
            _section("公園緑地課", "Parks", 0.9, 1.0),
            _section("下水道課", "Sewerage", 0.9, 1.1),
            _section("水道課", "Waterworks", 1.0, 1.0),
        ),
    ),
    (
        Named("教育部", "Education Dept."),
        (
            _section("教育総務課", "Education Affairs", 1.1, 1.0),
            _section("学校教育課", "School Education", 1.3, 1.0),
            _section("生涯学習課", "Lifelong Learning", 0.9, 0.9),
            _section("文化スポーツ課", "Culture and Sports", 0.8, 0.9),
        ),
    ),
)
SECTIONS: tuple[Section, ...] = tuple(section for _, sections in DEPARTMENTS for section in sections)

ROLES: tuple[Named, ...] = (
    Named("主事", "Officer"),
    Named("主任", "Senior officer"),
    Named("係長", "Chief"),
    Named("課長補佐", "Deputy manager"),
    Named("課長", "Manager"),
    Named("部長", "Head"),
    Named("副市長", "Vice-mayor"),
    Named("市長", "Mayor"),
)

FIRST_HEAD = len(SECTIONS) * PERSONS_PER_SECTION
VICE_MAYOR = FIRST_HEAD + len(DEPARTMENTS)
MAYOR = VICE_MAYOR + 1
PERSONS = MAYOR + 1

OFFICES: tuple[Named, ...] = (
    *(section.name for section in SECTIONS),
    *(name for name, _ in DEPARTMENTS),
    Named("特別職", "Executive"),
)
"""Where a person sits: a section, a department (its head), the executive (mayor and vice-mayor)."""

OFFICE_OF = np.concatenate(
    [
        np.repeat(np.arange(len(SECTIONS)), PERSONS_PER_SECTION),
        len(SECTIONS) + np.arange(len(DEPARTMENTS)),
        np.full(2, len(OFFICES) - 1),
    ]
).astype(np.int16)
ROLE_OF = np.concatenate(
    [
        np.tile([4, 3, 2, 2, 1, 1, 1, 0, 0, 0], len(SECTIONS)),
        np.full(len(DEPARTMENTS), 5),
        [6, 7],
    ]
).astype(np.int8)

_MAN_YEN = 10_000
KINDS: tuple[Kind, ...] = (
    Kind(
        Named("物品購入", "Goods"),
        0.28,
        (50 * _MAN_YEN, 300 * _MAN_YEN, 1_000 * _MAN_YEN),
        Named("{}の購入について", "{}"),
        (
            Named("事務用品", "Office supplies"),
            Named("児童用机", "School desks"),
            Named("防災備蓄品", "Emergency supplies"),
            Named("公用車", "Official car"),
            Named("図書", "Library books"),
            Named("医療材料", "Medical supplies"),
        ),
    ),
    Kind(
        Named("業務委託", "Services"),
        0.22,
        (100 * _MAN_YEN, 500 * _MAN_YEN, 2_000 * _MAN_YEN),
        Named("{}業務の委託について", "{}"),
        (
            Named("庁舎清掃", "Office cleaning"),
            Named("草刈り", "Mowing"),
            Named("封入封かん", "Enclosing and sealing"),
            Named("測量", "Surveying"),
            Named("健診", "Health check-ups"),
            Named("機器保守", "Equipment maintenance"),
        ),
    ),
    Kind(
        Named("工事請負", "Construction"),
        0.10,
        (200 * _MAN_YEN, 1_000 * _MAN_YEN, 5_000 * _MAN_YEN),
        Named("{}工事の施工について", "{}"),
        (
            Named("舗装補修", "Paving repair"),
            Named("側溝整備", "Roadside ditch"),
            Named("屋上防水", "Roof waterproofing"),
            Named("配水管布設替", "Water main replacement"),
            Named("照明改修", "Lighting renewal"),
        ),
    ),
    Kind(
        Named("通知・照会", "Notice"),
        0.20,
        None,
        Named("{}の通知について", "Notice: {}"),
        (
            Named("説明会", "briefing"),
            Named("調査結果", "survey results"),
            Named("研修", "training"),
            Named("会議", "meeting"),
            Named("訓練", "drill"),
        ),
    ),
    Kind(
        Named("許認可", "Permit"),
        0.12,
        None,
        Named("{}の許可について", "Permit: {}"),
        (
            Named("道路占用", "road occupancy"),
            Named("公園使用", "use of park"),
            Named("施設使用", "use of facility"),
            Named("農地転用", "conversion of farmland"),
        ),
    ),
    Kind(
        Named("計画・要綱", "Plan"),
        0.08,
        None,
        Named("{}の策定について", "Adoption: {}"),
        (
            Named("実施計画", "action plan"),
            Named("補助要綱", "grant guideline"),
            Named("避難計画", "evacuation plan"),
            Named("職員研修計画", "training plan"),
        ),
    ),
)
TITLES: tuple[Named, ...] = tuple(
    Named(kind.title.ja.format(thing.ja), kind.title.en.format(thing.en))
    for kind in KINDS
    for thing in kind.objects
)

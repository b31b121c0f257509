"""How plausible a text is as Japanese office data: it tells CP932, EUC-JP and UTF-8 apart.

The same bytes are often valid in several encodings: あい in EUC-JP is ､｢､､ in CP932, and ﾃｽ in CP932 is ý
in UTF-8. Each reading is priced in bits by a Markov chain over classes of characters (hiragana, everyday
kanji, rare kanji, half-width katakana ...), and the cheapest reading is the likeliest. The prices are
estimates; what matters is their order: everyday kanji are common, rare kanji and half-width katakana come
seldom and in runs.

>>> wrong = "あい".encode("euc_jp").decode("cp932")
>>> wrong
'､｢､､'
>>> cost_in_bits("あい") < cost_in_bits(wrong)
True
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise

EVERYDAY_KANJI = (
    "一二三四五六七八九十百千万億円年月日時分秒週曜土火水木金本人名氏姓性別生男女子父母"
    "市町村区県都道府国州郡字丁番号地方東西南北中央上下左右前後内外大小新旧高低長短多少"
    "山川田野原林森井石島松竹藤佐伊加鈴斎渡辺吉古久安岡橋谷沢口津崎浜浦池清平和正明美智恵幸秀雄郎太介"
    "課係部局室所署院校園館庁舎役職員主事任査補長次官副首相席委会議事務総企画財政税収納住民戸籍保険年金福祉健康"
    "介護育児童老障害医療病衛環境農商工業産観光建設土木築都計道路河下水消防災危機管理教学習図書文化体育選挙監"
    "起案決裁回議合議承認専代閲供覧施行差戻引却下完結了済未終始開閉止中断再取消返送付受領交発着到提出入力登録"
    "申請届報告通知照会依頼回答相談調査審検確認判定評価契約見積札落請求支払命令負担伝票予算執額費料金手当給与賃"
    "処理状況態況件数量単位割率種類区分項目内容概要備考注意理由結果対象者個法条例規則程要綱基準期限間午担当作成"
    "変更追加削除修訂編集登参照表示印刷押公文書簿冊類型式様紙電算機械帳票画面情報通信系統用使利行使現在全各他同"
    "指示導指名推進支援応対改善実績目標計算測定点良可不有無必要重急通常特別一般普臨随定常共和令昭大元来去今明昨毎"
    "私的自己先元化第何以来度等及又若気手足目口心思考言話聞見知立動物力車電店番場原案車両体食品家族世帯宅親"
)
"""Kanji that office data are full of; the rest of JIS level 1 costs more."""

Class = str  # one letter: see _table

_EMISSION = {
    "a": 6.0,  # ASCII letters
    "d": 5.0,  # ASCII digits, punctuation, white space
    "h": 5.5,  # hiragana
    "k": 5.5,  # katakana
    "c": 8.0,  # everyday kanji
    "j": 11.0,  # the rest of JIS level 1
    "r": 12.5,  # rarer kanji
    "p": 6.0,  # Japanese punctuation, full-width letters and digits, circled numbers, ㈱
    "w": 5.2,  # half-width katakana
    "v": 4.0,  # half-width Japanese punctuation
    "l": 6.0,  # Latin letters with accents
    "s": 6.0,  # Western symbols
    "o": 7.0,  # other scripts
    "g": 13.0,  # user-defined characters (外字)
    "x": 40.0,  # not a character
}
_ENTERING = {
    "a": 1.5, "d": 1.0, "h": 2.0, "k": 3.0, "c": 2.0, "j": 3.5, "r": 8.0, "p": 3.0,
    "w": 6.0, "v": 9.0, "l": 6.0, "s": 7.0, "o": 8.0, "g": 10.0, "x": 0.0,
}  # fmt: skip
_FOLLOWING = {
    "aa": 0.5, "ad": 2.0, "al": 4.0, "la": 1.0, "ll": 4.0, "dd": 1.0,
    "hh": 0.7, "ch": 1.5, "hc": 2.5, "kk": 0.3, "cc": 0.7, "jc": 1.5, "cj": 3.0, "jj": 3.5,
    "ac": 4.0, "aj": 7.0, "ar": 13.0, "ca": 3.0, "ja": 5.0, "ra": 8.0,
    "ww": 0.3, "wa": 5.0, "aw": 9.0, "wl": 9.0, "lw": 12.0, "wv": 6.0, "vw": 3.0,
    "wc": 5.0, "wj": 8.0, "cw": 8.0, "jw": 10.0, "rw": 14.0, "oo": 0.5, "gg": 6.0,
}  # fmt: skip


def cost_in_bits(text: str) -> float:
    """Return what the text costs as Japanese office data, in bits: less is likelier.

    Compare only readings of the same bytes. U+FFFD and other impossible characters cost 40 bits each.
    """
    classes = "d" + text.translate(_table())
    pairs = Counter(pairwise(classes))
    return sum(
        count * (_FOLLOWING.get(before + after, _ENTERING[after]) + _EMISSION[after])
        for (before, after), count in pairs.items()
    )


def impossible(text: str) -> int:
    """Count the characters that no decoder should have given: U+FFFD, C1 controls, CP932's stray bytes."""
    return text.translate(_table()).count("x")


class _Classes(dict[int, Class]):
    def __missing__(self, code: int) -> Class:
        return "o"


@cache
def _table() -> _Classes:
    table = _Classes()

    def mark(letter: Class, first: int, last: int) -> None:
        table.update(dict.fromkeys(range(first, last + 1), letter))

    mark("x", 0x00, 0x1F)
    mark("d", 0x20, 0x7F)
    mark("a", ord("A"), ord("Z"))
    mark("a", ord("a"), ord("z"))
    table.update({ord(character): "d" for character in "\t\n\r\x0c\x1a"})
    mark("x", 0x80, 0x9F)
    mark("s", 0xA0, 0xBF)
    mark("l", 0xC0, 0x24F)
    mark("s", 0x2000, 0x214F)
    mark("p", 0x2160, 0x2179)
    mark("p", 0x2190, 0x266F)
    mark("p", 0x3000, 0x303F)
    mark("h", 0x3041, 0x309E)
    mark("k", 0x30A1, 0x30FE)
    mark("p", 0x3220, 0x33DF)
    mark("r", 0x3400, 0x9FFF)
    mark("j", ord("々"), ord("々"))
    mark("g", 0xE000, 0xF8EF)
    mark("x", 0xF8F0, 0xF8FF)
    mark("r", 0xF900, 0xFAFF)
    mark("p", 0xFF01, 0xFF60)
    mark("v", 0xFF61, 0xFF65)
    mark("w", 0xFF66, 0xFF9F)
    mark("p", 0xFFE0, 0xFFE6)
    mark("x", 0xFFF0, 0xFFFF)
    first_level = bytes(
        byte for row in range(0xB0, 0xD0) for cell in range(0xA1, 0xFF) for byte in (row, cell)
    )
    for character in first_level.decode("euc_jp", errors="ignore"):
        table[ord(character)] = "j"
    for character in EVERYDAY_KANJI:
        table[ord(character)] = "c"
    return table

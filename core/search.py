"""Search that works in Chinese: what is stored for a record, and how a query is turned to match it.

PostgreSQL's trigram index cannot find two Chinese characters, so every character is doubled on both sides: 鑫龙 becomes
鑫鑫龙龙, whose trigrams the index holds. A `search_key` text column holds the doubled name, its pinyin in full and as
initials, and the digits of phones and codes; it carries one GIN gin_trgm_ops index. Both sides keep letters and digits
only, so no query can carry a wildcard.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import Any, TypeVar

from django.db.models import QuerySet

Rows = TypeVar("Rows", bound=QuerySet[Any])

MOST_WORDS = 8
LONGEST_QUERY = 100
LONGEST_SORT_NAME = 40

# Surnames read otherwise than the same character in a word.
SURNAMES = {
    "万俟": "mo4 qi2",
    "尉迟": "yu4 chi2",
    "澹台": "tan2 tai2",
    "长孙": "zhang3 sun1",
    "单于": "chan2 yu2",
    "令狐": "ling2 hu2",
    "仇": "qiu2",
    "任": "ren2",
    "区": "ou1",
    "华": "hua4",
    "单": "shan4",
    "卜": "bu3",
    "召": "shao4",
    "员": "yun4",
    "句": "gou1",
    "种": "chong2",
    "过": "guo1",
    "那": "na1",
    "都": "du1",
    "宁": "ning4",
    "尉": "wei4",
    "应": "ying1",
    "折": "she2",
    "晁": "chao2",
    "曾": "zeng1",
    "朴": "piao2",
    "查": "zha1",
    "柏": "bai3",
    "洗": "xian3",
    "燕": "yan1",
    "牟": "mu4",
    "盖": "ge3",
    "盛": "sheng4",
    "祭": "zhai4",
    "秘": "bi4",
    "繁": "po2",
    "纪": "ji3",
    "缪": "miao4",
    "翟": "zhai2",
    "能": "nai4",
    "臧": "zang1",
    "葛": "ge3",
    "薄": "bo2",
    "藏": "zang1",
    "覃": "qin2",
    "解": "xie4",
    "谌": "chen2",
    "车": "che1",
    "费": "fei4",
    "逄": "pang2",
    "适": "kuo4",
    "隗": "wei3",
    "黑": "he4",
    "乐": "yue4",
}

_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")


class _Folding(dict[int, str]):
    """Code point → what it folds to, worked out when first met. One table for `str.translate`."""

    most = 60_000  # all of Chinese fits; a flood of odd characters does not fill the memory

    def __missing__(self, code: int) -> str:
        folded = _fold_char(chr(code))
        if len(self) < self.most:
            self[code] = folded
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Lower case, half width, Simplified, no accents; letters and digits of any script, everything else a space.

    Characters are converted one by one, so that a part of a name folds as it does inside the whole.
    """
    return unicodedata.normalize("NFC", text).translate(_FOLDING)


def search_key(*parts: str | None, phones: Iterable[str | None] = (), codes: Iterable[str | None] = ()) -> str:
    """What to store in `search_key` for a record.

    `parts` are names and other words (found by any part, by pinyin and by initials), `phones` are found by any run of
    digits, `codes` (document numbers, USCC) by any run of letters and digits, with or without their hyphens.
    """
    words: list[str] = []
    for part in filter(None, parts):
        words += spellings(part)
    words += [re.sub(r"\D", "", unicodedata.normalize("NFKC", phone)) for phone in phones if phone]
    words += [_doubled(_compact(code)) for code in codes if code]
    return " ".join(dict.fromkeys(word for word in words if word))


def needles(query: str) -> list[str]:
    """What a search key must contain, all of it: the query's words, folded and doubled like the key.

    Hyphens and brackets inside a word are dropped; Chinese and Latin runs part company ("绿源xny" → 绿源 and xny).
    """
    found: list[str] = []
    for word in query[:LONGEST_QUERY].split():
        runs = groupby(_compact(word), key=lambda char: bool(_HAN.fullmatch(char)))
        found += [_doubled("".join(run)) for _han, run in runs]
    return list(dict.fromkeys(found))[:MOST_WORDS]


def transform_query(query: str) -> list[str]:
    """The query as LIKE patterns to be AND-ed, for raw SQL. Empty when the query has no letter and no digit."""
    return [f"%{needle}%" for needle in needles(query)]


def search(queryset: Rows, query: str, field: str = "search_key") -> Rows:
    """Rows that match every word. A blank query leaves the queryset as it is; one of signs only finds nothing."""
    if not query.strip():
        return queryset
    wanted = needles(query)
    if not wanted:
        return queryset.none()
    for needle in wanted:
        queryset = queryset.filter(**{f"{field}__contains": needle})
    return queryset


def sort_key(name: str, *, person: bool = False) -> str:
    """A key that puts names in pinyin order under the database's C collation, tones and characters last.

    `person` reads the surname as a surname: 曾 under Z, 单 under S.
    """
    text = _converter().convert(_letters(name[:LONGEST_SORT_NAME], gap=" "))
    syllables = _syllables(text.strip(), surname=person, tones=True)
    return " ".join(f"{sound}{char}" if char != sound else sound for char, sound in syllables)


def _compact(text: str) -> str:
    return fold(text).replace(" ", "")


def _doubled(text: str) -> str:
    return _HAN.sub(lambda match: match.group() * 2, text)


def spellings(part: str) -> list[str]:
    """How a name may be typed: doubled characters, then for every reading its pinyin, the same with lu for lü, initials.

    Of two parts that `read_apart` they may be strung together one by one.
    """
    words = [_doubled(_compact(part))]
    if not _HAN.search(part):
        return words
    text = _converter().convert(_letters(part))  # by whole phrases, so that 乾坤 stays qiankun
    for surname in (False, True) if _surname_of(text) else (False,):
        sounds = list(_syllables(text, surname=surname))
        full = "".join(sound for _char, sound in sounds)
        # 绿 is typed lv, lu or lü (which folds to lu)
        words += [full, full.replace("nv", "nu").replace("lv", "lu")]
        words.append("".join(sound if char == sound else sound[0] for char, sound in sounds))
    return words


def read_apart(left: str, right: str) -> bool:
    """Whether no phrase of the dictionary spans the place where these two meet, so that neither changes the other."""
    return left[-1:] + right[:1] not in _joints()


def _syllables(text: str, *, surname: bool = False, tones: bool = False) -> Iterator[tuple[str, str]]:
    """(character, sound) for each Chinese character; other runs come whole, as their own sound."""
    rest = text
    if surname:
        head = _surname_of(text)
        rest = text[len(head) :]
        for char, sound in zip(head, SURNAMES.get(head, "").split(), strict=True):
            yield char, sound if tones else sound.rstrip("12345")
    for han, run in groupby(rest, key=lambda char: bool(_HAN.fullmatch(char))):
        chunk = "".join(run)
        if not han:
            yield from ((word, word) for word in chunk.split())
            continue
        yield from zip(chunk, _sounds(chunk, tones), strict=True)


def _sounds(chunk: str, tones: bool) -> list[str]:
    """How a run of Chinese is read. Put together from pieces, which names share: 有限公司 is read once and for all."""
    sounds = [sound for piece in _pieces(chunk) for sound in _read(piece)]
    return sounds if tones else [sound.rstrip("12345") for sound in sounds]


def _pieces(chunk: str) -> Iterator[str]:
    """Cut where no phrase of the dictionary has these two characters side by side: no reading depends on both sides."""
    joints = _joints()
    start = 0
    for at in range(1, len(chunk)):
        if chunk[at - 1 : at + 1] not in joints:
            yield chunk[start:at]
            start = at
    yield chunk[start:]


@cache
def _joints() -> frozenset[str]:
    from pypinyin.constants import PHRASES_DICT

    return frozenset(phrase[at : at + 2] for phrase in PHRASES_DICT for at in range(len(phrase) - 1))


@lru_cache(maxsize=16384)
def _read(piece: str) -> tuple[str, ...]:
    # pypinyin takes a quarter of a second to load, which most commands never need
    from pypinyin import Style, lazy_pinyin

    return tuple(lazy_pinyin(piece, style=Style.TONE3, errors=_one_by_one, neutral_tone_with_five=True))


def _surname_of(text: str) -> str:
    """The surname with a reading of its own that the text begins with, or nothing."""
    return next((text[:length] for length in (2, 1) if text[:length] in SURNAMES), "")


def _letters(text: str, gap: str = "") -> str:
    return "".join(char if char.isalnum() else gap for char in unicodedata.normalize("NFKC", text)).lower()


def _one_by_one(unread: str) -> Any:
    """Characters without a reading stand for themselves."""
    return list(unread)


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def _fold_char(char: str) -> str:
    if unicodedata.combining(char):
        return ""
    spaced = "".join(one if one.isalnum() else " " for one in unicodedata.normalize("NFKC", char)).lower()
    if spaced.isascii():
        return spaced
    bare = [one for one in unicodedata.normalize("NFKD", spaced) if not unicodedata.combining(one)]
    return str(_converter().convert(unicodedata.normalize("NFC", "".join(bare))))

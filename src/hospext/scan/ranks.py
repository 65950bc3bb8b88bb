"""Places and standings: 第69位, 前10%, 百强, 首家, 唯一, with the field of comparison before them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from hospext.lexicon import Lexicon
from hospext.lexicon.model import alternatives
from hospext.numerals import ARABIC, HAN_DIGIT, han
from hospext.patterns import pattern
from hospext.scan.mentions import Claims, Rank
from hospext.scan.words import Anchored

_NUM = rf"(?:{ARABIC}|[{HAN_DIGIT}十百]+)"
_PLACE_UNITS = "位|名"
_CASE_UNITS = "家|例|个|台|所|项|座|支|批"
_RANK_VERBS = r"(?:位列|位居|名列|排名|排在|排行|排(?=第|$)|位次|居于?|列|跃居|跃升至?|升至|上升到|滑到|滑至|降至|跻身|进入|进|获|荣获|得分|总分|并列|双|稳居|稳定在|保持|均为|为|第)"
_FIRST_NOUNS = "家|个|例|台|所|支|座|款|项|位|次|批|创|本|张|条|届|单"
_NOT_AFTER = r"(?!届|期|次会|轮|章|条|款|页|号|步|方|季|站|课|代|线|时间|手|书记|人民|医院|附属|临床|中学|巡|军|产业|党支|责任|课堂|大学|人称|要务|要义|阶段|天|周|年|月|批|版|部分|类|种|产|动力|资源|性|标段|食堂|道|师|医|人(?!次)|住院|门诊|妇|中医|疗|研究)"
_MARKS = pattern(r"[，。；：\n、]")
_AMONG = pattern(r"(?:优秀列队中|中医医院绩效考核中)$")
_HISTORY = pattern(r"(\p{Han}{2,6}?)(?:历史|史)上$")
_TAIL = pattern(r"(?<=省|市|县|区|国|内|院|州)[\p{Han}]{2,4}的$|均属$|均为$|属$|为$|是$")
_TAIL_ENDS = ("的", "属", "为", "是")
_ENDS = pattern(r"[，。；、！”）]|$")
_PERSON = pattern(r"患者|病人|产妇|志愿|捐献|专家|医生|护士|女|男|书记|院长")
_TOP_VERB = pattern(r"排名|位居|位列|名列|跻身|进入|列|居|保持|进|排行|考核")
_OTHER_WORD = pattern(r"(?!的)\p{Han}")
_ONE_SENTENCE = pattern(r"[^。；！]*")
_LONG_NUMBER = 24  # characters
_ROW = pattern(
    r"(?:[、和][0-9]+)+[位名]|(?:[、和]第[0-9]+)+(?=[，。；）])"
)  # 第112[、138、171位], 第17[和第49]
_ROW_NUMBER = pattern(r"[、和](?P<num>第?[0-9]+)[位名]?")
_ON_LIST = pattern(
    r"(?:位列|位居|名列|排名|列)\p{Han}{1,8}榜$|[（，](?:上[期次届年]|去年)$"
)  # 位列综合榜第46; （上期第三）
_OF_NAME = pattern(r"(?:医院|中心|内科|外科|医学)(?:则|排)?$")  # 省人民医院第58，
_MOVES = pattern("[滑升降跃进跌退]|前移|上升|提升|攀升|提高")  # 由第9滑到第11
_PLACE_OF = Anchored(
    ("排名", "位次", "名次"),
    r"(?:排名|位次|名次)(?:为|是|升至|升到|上升至|降至|保持?|进入|进|冲|稳定在|约|在|到|至)?(?P<place>(?P<num>[0-9]{1,4})(?P<unit>位|名)?(?P<after>以内|之内)?)(?=[，。；、）\n]|$)",
)
_HEADED = pattern(r"(?:居|列|为|第)[^，。；：]{0,12}$")
_PEERS_AFTER = pattern("单位|医院|机构|高校|院校")
_LISTED = pattern(r"[、，](?:及|和)?$")


class RankScanner:
    """Finds rankings; scopes are places, fields and peers named right before them."""

    def __init__(self, lexicon: Lexicon) -> None:
        place = lexicon.names["place"]
        provinces = alternatives(place["provinces"])
        whole = alternatives(
            [
                *place["whole"],
                "国内",
                "省内",
                "市内",
                "区内",
                "县内",
                "当地",
                "县域",
                "域内",
                "国际",
                "亚洲",
                "全亚洲",
                "华东",
                "华南",
                "华北",
                "华中",
                "西南",
                "西北",
                "东北",
                "新中国",
                "中国",
                "国家",
                "世界",
                "世卫组织",
                "全自治区",
                "自治区",
                "本市",
                "本省",
                "本地区",
                "我国",
                "行业",
                "业内",
                "该国",
                "西部",
                "东部",
                "中部",
                "院内",
                "全院",
            ]
        )
        # An area or whole (全省), then the peers within it (同类医院), then nothing but the verb of the ranking.
        peers = r"(?:范围)?内?(?:\p{Han}{0,8}?(?:医院|机构|领域|系统|科室|单位|学科|专科|县市|院|队列|儿科))?"
        verb = r"(?:优秀列队|队列)?(?:的|中的|中|内|里|排名|排行|排|位列|位居|名列|列|居|并列|综合|排在|跻身|进入|前)*$"
        self._whole_scope = pattern(rf"((?:{whole}|(?:{provinces})(?:省|市|自治区|地区)?){peers}?){verb}")
        self._area_scope = pattern(rf"(\p{{Han}}{{2,4}}(?:省|市|县|区|州|盟|旗|地区){peers}?){verb}")
        self._peer_scope = pattern(rf"((?:临床科室|同类医院|同级医院)){verb}")
        self._area_starts = pattern(
            r".*(?:成为|作为|是|在|为|居|列|实施|完成|开展|成功|建成|进入|跻身|于|，|排名)"
        )
        scope_words = rf"(?:{whole}|{provinces})"
        self._position = pattern(
            rf"第\s?(?P<num>{_NUM})\s?(?P<unit>{_PLACE_UNITS}|{_CASE_UNITS})?{_NOT_AFTER}"
        )
        self._top = Anchored(
            [
                f"前(?=[0-9百{HAN_DIGIT}十])",
                *(f"{kind}(?<=[0-9{HAN_DIGIT}十百千]{kind})" for kind in "强佳优"),
            ],
            rf"(?<![目此日])前(?P<num>百分之{_NUM}|{_NUM})(?P<unit>%|名|位|强|甲|家|所)?(?!期|年|天|次|月|个|后|届|述|者|项|类|种|步|人|季|周|日)|(?<![0-9])(?P<strong>{_NUM})强(?!度|化|制|基|大|县|市|调|国|镇)|(?P<hundred>百|十|千)(?P<kind>强|佳|优)(?!度|化|制|基|大|调)",
            lead=_LONG_NUMBER,
            longest=200,
        )
        self._list = Anchored(
            ("TOP", "Top", "top"), r"(?<![A-Za-z])(?:TOP|Top|top)\s?(?P<num>[0-9]{1,4})(?![0-9%.])"
        )
        self._first = pattern(rf"首(?P<unit>{_FIRST_NOUNS})(?!要|席|选|先|次|日|月|批|创)")
        self._only = pattern(r"唯一(?!性|标识|码|识别|办法|途径|出路|目标|标准|的办法|的出路)")
        self._best = Anchored(
            ("首", "排名第一", "桂冠"), r"榜首|首位|居首(?:(?<=位居首)|(?!位))|排名第一|桂冠", lead=1
        )
        self._ranked = pattern(rf"{_RANK_VERBS}(?:依次|分别)?[是为]?[“”了在的]?$")
        self._scope_words = pattern(scope_words)

    def scan(self, text: str, claims: Claims) -> list[Rank]:
        """All rankings, in order; each claims its stretch."""
        return claims.keep(
            (self._tops, self._lists, self._positions, self._places, self._firsts, self._onlys, self._bests),
            text,
        )

    def scope_before(self, text: str, start: int) -> str | None:
        """The field of comparison said right before a rank (全省, 全国同类医院)."""
        low = max(0, start - 24)
        head = _MARKS.split(text[low:start])[-1]
        if head.endswith("中"):
            head = _AMONG.sub("", head)
        history = _HISTORY.search(head) if head.endswith("史上") else None
        if history:
            return history[1].lstrip("是为在")
        if head.endswith(_TAIL_ENDS):
            head = _TAIL.sub("", head)
        for scope in (self._whole_scope, self._area_scope, self._peer_scope):
            found = scope.search(head)
            if found:
                area = found[1] if scope is not self._area_scope else self._area_starts.sub("", found[1])
                return area or None
        return None

    def _positions(self, text: str) -> Iterator[Rank]:
        for m in self._position.finditer(text):
            value = _value(m["num"])
            if value is None:
                continue
            before = text[max(0, m.start() - 12) : m.start()]
            scope = self.scope_before(text, m.start())
            unit = m["unit"]
            moves = before.endswith(("由", "从")) and _MOVES.match(text, m.end())
            ranked = moves or self._ranked.search(before) or _ON_LIST.search(before)
            told = scope or _OF_NAME.search(before)
            if unit is None and not ranked and not (told and _ENDS.match(text, m.end())):
                continue
            if unit in _CASE_UNITS.split("|"):
                if scope is None and not self._scope_words.search(before):
                    continue
                first = value == 1
                yield Rank(
                    m.start(),
                    m.end(),
                    value,
                    "first" if first else "position",
                    unit,
                    scope,
                    rule="rank.first" if first else "rank.position",
                )
                continue
            if before.endswith(("放在", "摆在", "置于", "作为")) and scope is None:
                continue
            if unit in ("名", "位") and _PERSON.match(text, m.end()):
                continue
            yield Rank(m.start(), m.end(), value, "position", "位", scope, rule="rank.position")
            if unit is None and (row := _ROW.match(text, m.end())):
                for number in _ROW_NUMBER.finditer(text, m.end(), row.end()):
                    place = _value(number["num"].removeprefix("第"))
                    if place is not None:
                        start = number.start("num")
                        yield Rank(start, number.end(), place, "position", "位", scope, rule="rank.position")

    def _places(self, text: str) -> Iterator[Rank]:
        """排名141, 排名保150位以内: a place without 第."""
        for m in _PLACE_OF.finditer(text):
            bound = "under" if m["after"] else "exact"
            scope = self.scope_before(text, m.start())
            yield Rank(
                *m.span("place"),
                Decimal(m["num"]),
                "position",
                "位",
                scope,
                bound=bound,
                rule="rank.position",
            )

    def _tops(self, text: str) -> Iterator[Rank]:
        for m in self._top.finditer(text):
            scope = self.scope_before(text, m.start())
            if m["hundred"]:
                value = {"十": Decimal(10), "百": Decimal(100), "千": Decimal(1000)}[m["hundred"]]
                if m["kind"] != "强" and scope is None:
                    continue
                yield Rank(m.start(), m.end(), value, "top_n", None, scope, rule="rank.top")
                continue
            number = m["num"] or m["strong"]
            percent = m["unit"] == "%" or number.startswith("百分之")
            read = _value(number.removeprefix("百分之"))
            if read is None or (m["strong"] and read < 3):
                continue
            value = read
            if percent:
                yield Rank(m.start(), m.end(), value, "top_percent", "%", scope, rule="rank.percent")
                continue
            before = text[max(0, m.start() - 10) : m.start()]
            if m["unit"] is None and not (scope or _TOP_VERB.search(before)):
                continue
            other = m["unit"] is None and m["strong"] is None and _OTHER_WORD.match(text, m.end())
            if other and not _PEERS_AFTER.match(text, m.end()):
                continue
            yield Rank(
                m.start(),
                m.end(),
                value,
                "top_n",
                "位" if m["unit"] in ("位", "名") else None,
                scope,
                rule="rank.top",
            )

    def _lists(self, text: str) -> Iterator[Rank]:
        """TOP100: one of so many."""
        for m in self._list.finditer(text):
            scope = self.scope_before(text, m.start())
            yield Rank(m.start(), m.end(), Decimal(m["num"]), "top_n", None, scope, rule="rank.top")

    def _firsts(self, text: str) -> Iterator[Rank]:
        last: tuple[int, str] | None = None
        for m in self._first.finditer(text):
            if m["unit"] in ("次", "批", "创", "届", "单", "本"):
                continue
            scope = self.scope_before(text, m.start())
            if (
                scope is None
                and last
                and m.start() - last[0] <= 40
                and _ONE_SENTENCE.fullmatch(text, last[0], m.start())
                and _LISTED.search(text[max(0, m.start() - 2) : m.start()])
            ):
                scope = last[1]
            if scope is None or (m["unit"] == "位" and _ENDS.match(text, m.end())):  # 居全省首位: a place
                continue
            last = (m.end(), scope)
            yield Rank(m.start(), m.end(), Decimal(1), "first", m["unit"], scope, rule="rank.first")

    def _onlys(self, text: str) -> Iterator[Rank]:
        for m in self._only.finditer(text):
            yield Rank(
                m.start(),
                m.end(),
                Decimal(1),
                "only",
                None,
                self.scope_before(text, m.start()),
                rule="rank.only",
            )

    def _bests(self, text: str) -> Iterator[Rank]:
        for m in self._best.finditer(text):
            if m[0] == "首位" and not _HEADED.search(text, max(0, m.start() - 14), m.start()):
                continue
            yield Rank(
                m.start(),
                m.end(),
                Decimal(1),
                "position",
                "位",
                self.scope_before(text, m.start()),
                rule="rank.best",
            )


def _value(text: str) -> Decimal | None:
    return Decimal(text.replace(",", "")) if text[0].isascii() else han(text)

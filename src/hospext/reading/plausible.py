"""How Chinese a decoded text looks: the judge between encodings in which the same bytes are all legal."""

from __future__ import annotations

import re
from collections import Counter

# The commonest characters of Chinese prose and of hospital reports, simplified or shared by both scripts.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
    "定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由"
    "其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意"
    "建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统"
    "接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导"
    "器压志世金增争济油思术交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声"
    "报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界林律且究观越织装影算低持音众书布复容须际"
    "商非验连断深难近千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲"
    "快效斯院查江型王按养易置派层片始却专状育厂京识适属圆包火住调满县局照参细引听该铁价严"
    "医疗病患床护士诊健康服务卫药症急救肿瘤检临室健监测评估首批获授予占其均住诊察视频网络智慧数字户籍幼老龄妇儿童男女"
    "疫苗预防控感染传播慢糖尿肺肝肾胃脑脊骨伤肤眼耳鼻喉牙血尿微创介镜影超放射核磁麻醉康复营针灸推拿肛"
    "镇乡村街园校址幢楼层座亿元费付保险额投资助补贴购耗材采招标岗职称博硕士师生培训班讲座论文课题项奖励荣誉称号"
    "绩效考核排名满意增减升降低同比占比分别累计突破超余名例台张间套辆册份宗篇场季度旬周末届"
    "继续扩启协议签约挂牌揭致力赴援扶贫优良升级试点创新引牵践履责任担当使宗旨努讨听取充沟促积极扎推落稳序"
    "，。、；：？！“”‘’（）《》—…·　％"
)
# The forms of those characters that only the traditional script has.
_TRADITIONAL = frozenset(
    "這為個國時來們對會發動過說產種後學經進著電現實點從業應開還當體機兩間樣與關線內數義長門問題變條沒結氣質無軍"
    "總員設統較將組見計別論運農幾區強決戰則據處隊給領東導壓爭濟術聯認權證單風帶場車務萬達積議聲報鬥類離華確張馬節"
    "話況傳許廣記織裝眾書復須際驗連斷難週備辦習響約勞團歷構稱準號維劃選標寫親層專狀廠識適屬圓調滿縣參細聽鐵價嚴"
    "醫療護診衛藥檢臨監測評獲預腫瘤腦傷膚創鏡複營針鎮鄉園樓億費險額資補貼購採師訓講課項獎勵榮譽職績優級試點協簽"
    "掛揭貧聞臺灣灣該於並裡麼幹啟擴續顧長彙整陳黃劉楊趙吳鄭謝許羅縮減佔倍餘歲術癥劑雙顯響慮綜雲網智慧計畫關懷"
)
_ORDINARY = _COMMON | _TRADITIONAL
_NOISE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")  # control characters, and what could not be decoded


def plausibility(text: str) -> float:
    """The share of ordinary Chinese among the characters beyond plain ASCII; 1.0 where there are none."""
    counts = Counter(text)
    beyond = sum(number for char, number in counts.items() if char > "\x7f" or _NOISE.match(char))
    ordinary = sum(number for char, number in counts.items() if char in _ORDINARY)
    return ordinary / beyond if beyond else 1.0


def noise(text: str) -> float:
    """The share of characters that no text holds: control characters and undecodable bytes."""
    return len(_NOISE.findall(text)) / max(len(text), 1)

"""What else tells one person from others: fields of a form about a person, age, kin, illness, a case, in any script."""

from __future__ import annotations

import re
import string

from county_tui.models.line.finding import Finding
from county_tui.models.line.names import LOCAL, NAME
from county_tui.models.line.pattern import Pattern, Rules
from county_tui.models.privacy import plain

DETAILS = Finding("写明了某个人的身份、家庭或身体情况，本台账不记录任何居民个人信息", "请删去这部分，只写办了什么事")

_END = r"(?=$|[,，。;；、:：)）/(（]|来|办|申|咨|求|反|家|的|与|和|多次|等|[一-鿿]{2}(?:\W|$|已))"
_FIELD = (
    r"(?:姓名|户主|性别|年龄|出生(?:日期|年月|地)?|生日|籍贯|户籍(?:地址?|所在地)|居住地|家庭(?:成员|人口|收入|情况)|"
    r"配偶|监护人|婚姻状况|诊断|信仰)"
)
_SERVED = (
    r"(?:户主|申请人|求助人|求助者|当事人|来访[人者]|投诉人|举报人|[上信]访人(?:员)?|服务对象|受助人|受益人|领取人(?:签字|签名)?|"
    r"被?监护人|(?:刑满释放|社区矫正|吸毒|戒毒|康复)(?:人员|对象)|(?:低保|困难|贫困|特困|五保|脱贫|监测)户|租客|房东|孤儿|死者|伤者)"
)
"""What one person is called by the office that serves them; a surname after it begins a name."""
_SERVED_WORDS = (
    "户主 申请人 求助人 求助者 当事人 来访 投诉人 举报人 访人 服务对象 受助人 受益人 领取人 监护人 刑满释放 "
    "社区矫正 吸毒 戒毒 康复 低保 困难 贫困 特困 五保 脱贫 监测 租客 房东 孤儿 死者 伤者"
)
"""Each of these words, or what it holds."""
_KINDS = r"(?:居民|村民|群众|患者|病人|残疾人|孕妇|产妇|老人|儿童|租户|业主|住户)"
"""What many are called too; only what can be nothing but a name tells that one is meant."""
_SURELY = (
    rf"(?:[一-鿿]?某{{1,2}}(?![县区镇街社单部村])|{LOCAL}[一-鿿]{{0,4}}{_END}|"
    r"[一-鿿](?:先生|女士|大爷|大妈|大姐|大哥|阿姨|姨|婆婆|奶奶|爷爷))"
)
_SEPARATED = r"[:：,，(（]?"
_STOP = r"(?=$|[,，。;；()（）])"
_ILL = r"(?:病|症|炎|癌|瘤|结核|糖尿|肝|艾滋|残疾|障碍|中风|瘫痪)"
_KIN = "丈夫|妻子|儿子|女儿|女婿|儿媳|孙子|孙女|父亲|母亲|前夫|前妻"
_N = "[0-9一二两三四五六七八九十]"
_DETAILS = Rules(
    (
        ":：=姓",
        rf"{_FIELD}[:：=](?![^,，;；]{{0,12}}(?:以上|以下|[-—至~]|不限|登记|变更|[0-9]人))\w|服务对象姓名\w",
    ),
    ("姓名 名单", rf"姓名(?:[A-Z]|{LOCAL})|名单[:：](?:{NAME}){_END}"),
    (
        "籍",
        r"籍贯(?!多|主要|以|统计|分布|情况|均|大)[一-鿿]{2,8}[省州市县]|户籍地址[一-鿿]{2,8}[州市县](?!\w*(?:变更|登记))",
    ),
    (_SERVED_WORDS, rf"{_SERVED}{_SEPARATED}(?:(?:{NAME}){_END}|{_SURELY})"),
    ("民众患病残妇老童户业", rf"{_KINDS}{_SEPARATED}{_SURELY}"),
    ("岁", r"[男女]性?[,，/、]?(?<![0-9])[0-9]{1,2}岁(?!以|及|[、，]?[男女至-]|退休)"),
    (
        "男女",
        r"(?<![-—~至到0-9])[0-9]{1,2}岁[,，/、]?[男女](?!性|[0-9])|(?:^|[,，])[男女][,，](?:[0-9]|初|高|小|大|未|已|无)",
    ),
    ("岁男女", rf"(?:{NAME})[一-鿿·]{{0,4}}[,，(（]{{1,2}}(?:[男女][,，/)）]|[0-9]{{1,2}}岁)"),
    ("生", r"(?:生于|出生(?:日期|年月)?[于:：]?)(?:19|20)[0-9]{2}|(?<![0-9])[0-9]{2}年生[,，]"),
    ("生", rf"(?:19|20)[0-9]{{2}}年(?:[0-9]{{1,2}}月)?(?:[0-9]{{1,2}}日)?(?:出生|生){_STOP}"),
    ("其", r"其(?:妻|丈?夫(?!人)|子(?![女项公系])|女(?![性装])|父|母(?![语校婴]))"),
    (
        f"{_KIN.replace('|', ' ')} 离异 丧偶 独自抚养 孩子 小孩",
        rf"与(?:{_KIN})|(?:{_KIN})(?:去世|病故|患|外出|在逃|{NAME})|离异|丧偶|独自抚养|带着?{_N}个(?:孩子|小孩)",
    ),
    ("家收孕", rf"一家{_N}口(?=租|住|挤|来|靠|无)|月收入{_N}|怀孕{_N}+个?[月周]"),
    ("患", rf"(?<![医隐忧防后祸])患(?![者病儿难处])有?[一-鿿]{{0,8}}?{_ILL}"),
    (
        "高血压 糖尿病 携带者 自闭症 抑郁症 精神病 偏瘫",
        rf"(?:{NAME})[一-鿿]{{0,3}}[,，]?[一-鿿]{{0,6}}(?:高血压|糖尿病|携带者|自闭症|抑郁症|精神病|偏瘫)",
    ),
    ("者", rf"(?:[Hh][Ii][Vv]|病毒?|乙肝)(?:阳性|携带)者{_STOP}"),
    ("级", r"(?:视力|肢体|听力|智力|精神|言语|多重)残?疾?[一二三四]级(?![一-鿿]{0,4}(?:补贴|标准|评定))"),
    ("名位", rf"(?:患者|精神障碍|残疾人|孕妇|吸毒人员|刑释人员)[一-鿿]{{0,4}}[一1][名位]{_STOP}"),
    ("科业逃", rf"前科(?!查|证)|(?:^|[,，])无业[,，]|在逃{_STOP}"),
)
_FOREIGN = Pattern(
    r"(?<![a-z])(?:(?:uy?ghur|tibetan|qiang|kazakh|mongol(?:ian)?|christian)(?![a-z])|"
    r"(?<![a-z] )(?:hui|yi|miao)(?![a-z]|-?han| [a-z]{2,5}(?![a-z]))|"
    r"(?:hui|yi|miao)\s(?:man|girl|boy|lady|people|person|guy|woman)|"
    r"muslim|buddhist|islam|catholic)"
    r"(?!\W*style|\s*(?:autonomous|languages?|culture|cultural|new year|festival|dances?|music|food|songs?|"
    r"embroidery|(?:与|和|及|、|/|and)\s*(?:english|chinese|[中英汉]文?)|signs?|glossar|associations?|art|arts|temple|prefecture|county|week))"
    r"|(?<![a-z])(?:room|apt\.?|bldg\.?|danyuan)\s*[0-9]|[0-9]\s*danyuan|passport\W{0,3}(?:no\W*)?[a-z]{0,2}[0-9]{6}"
    r"|(?<![a-z])(?:zongjiao(?:\s*xinyang)?|xinyang|minzu(?:\s*chengfen)?|xingming|jiguan|zhuzhi)\s*[:=]\s*\w"
    r"|[a-z]\s+(?:is|was)\s+(?:an?\s+)?\S{0,4}?(?:穆斯林|徒|教友|居士|信众)"
    r"|(?<![a-z])(?:name|age|born|diagnos\w+)\s*[:=]\s*\w|[a-z]\s+has\s+[a-z]+(?:ia|itis|osis|cancer|hiv|diabetes)\b",
    needs=string.ascii_letters,
    flags=re.IGNORECASE,
)
"""A people, a faith, a door or a form's field in Latin letters; what is of a culture stays."""


def details_in(text: str, words: str) -> Finding | None:
    """What tells one person from others in a text; `words` is the same text closed up."""
    return DETAILS if _DETAILS.search(words) or _FOREIGN.search(plain(text)) else None

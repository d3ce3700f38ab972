"""A text as its reader takes it: widths, scripts, hidden characters and what only stands between characters folded."""

from __future__ import annotations

from county_tui.models.line.pattern import Pattern
from county_tui.models.privacy import plain, readings

_TRADITIONAL = (
    "彞丟亞佈來侶侷係倆個們倖倫偉傑傢傳傷價儀優兒內兩凱別刪則剋剛創劃劇劉動務勞區協厲參吳呂員唸問喪喫喬單嘗噹嚐嚮嚴囌國圍園圓圖團堅堯報場塗壇壓壩壯壽婁婦媽嬰嬸孃孫學宮實寧寫寶將專對導層屬崗師帳帶幫幹幾庫廚廣廬廳張強彆彈"
    "彌彫彿後徑從復愛態慶慼憂懷戲戶捨掛採換撥撫擔擠攜攝攤敘數斷於昇時晉暫曆曉書會朮東桿條棟楊業極榦榮樂樑樓標樣橋機檔檢檯櫃權歐歡歲歷殘殯氈氣氾汎汙況涼測湯準溝溫滿漢潑澤濛濤瀋瀘瀰灣為烏無熱燈營爐爺爾牆狀猶獨獻現瑤瑪產"
    "畢畫異當痠瘓癥癱發監盤盧眾睏矇矯硃碼礙祿禍禮禱稅種稱穀穌積穩竇競筆箇節範築篤簡簽籤糞糰糾紀約紅紋納紐紗紙級紛紮紹終絃組結絡給絨統經綜綠維網綵線編練緻縣縱總繆織繡繫繳纔罈羅義習聞聯聲聶職聽肅脩脫臘臺與興舉舊艷莊華萬"
    "葉蒼蓆蓋蓮蔔蔣蕭薑薩藍藝藥藺蘇蘭處號蠟術衛補裝裡製複視親覲覺覽觀計討訓託記訪設許訴診註証詐評詞詢詩話該誌認語誠說課誼調談請論諧諮諸諺諾講謝證識譚譯議護讀變讓豔貝財貢貧販貫貳貴買費貼賀資賈賞賣賬賴賽趙踴蹤躍車軍軒較"
    "載輔輝輪轄轉辦農迴逕這連週進遊運過達違遜遞遷遺邊郵鄉鄒鄧鄭鄰酈醣醫釋針鈕銀銷鋒鋪錄錢錦錫錶鍋鍾鎮鐘鐵鑑鑒長門閉開間閔閣閤閻闆闊關陞陳陸陽隊際隨險隱隻雙離難雲電靈靜鞏鞦韆韋韓響頂項頒頓頗領頭題顏願類顧風颱飛飯飲飾餅"
    "養館饒馬馮駕駛駱騎驗體髮鬆鬍鬱魯鮑鮮鳳鵬鷹鹽麗麥麴麵麼黃點黨鼕齊齋齡齣龍龐龔"
)
_SIMPLIFIED = (
    "彝丢亚布来侣局系俩个们幸伦伟杰家传伤价仪优儿内两凯别删则克刚创划剧刘动务劳区协厉参吴吕员念问丧吃乔单尝当尝向严苏国围园圆图团坚尧报场涂坛压坝壮寿娄妇妈婴婶娘孙学宫实宁写宝将专对导层属岗师帐带帮干几库厨广庐厅张强别弹"
    "弥雕佛后径从复爱态庆戚忧怀戏户舍挂采换拨抚担挤携摄摊叙数断于升时晋暂历晓书会术东杆条栋杨业极干荣乐梁楼标样桥机档检台柜权欧欢岁历残殡毡气泛泛污况凉测汤准沟温满汉泼泽蒙涛沈泸弥湾为乌无热灯营炉爷尔墙状犹独献现瑶玛产"
    "毕画异当酸痪症瘫发监盘卢众困蒙矫朱码碍禄祸礼祷税种称谷稣积稳窦竞笔个节范筑笃简签签粪团纠纪约红纹纳纽纱纸级纷扎绍终弦组结络给绒统经综绿维网彩线编练致县纵总缪织绣系缴才坛罗义习闻联声聂职听肃修脱腊台与兴举旧艳庄华万"
    "叶苍席盖莲卜蒋萧姜萨蓝艺药蔺苏兰处号蜡术卫补装里制复视亲觐觉览观计讨训托记访设许诉诊注证诈评词询诗话该志认语诚说课谊调谈请论谐咨诸谚诺讲谢证识谭译议护读变让艳贝财贡贫贩贯贰贵买费贴贺资贾赏卖账赖赛赵踊踪跃车军轩较"
    "载辅辉轮辖转办农回径这连周进游运过达违逊递迁遗边邮乡邹邓郑邻郦糖医释针钮银销锋铺录钱锦锡表锅钟镇钟铁鉴鉴长门闭开间闵阁合阎板阔关升陈陆阳队际随险隐只双离难云电灵静巩秋千韦韩响顶项颁顿颇领头题颜愿类顾风台飞饭饮饰饼"
    "养馆饶马冯驾驶骆骑验体发松胡郁鲁鲍鲜凤鹏鹰盐丽麦曲面么黄点党冬齐斋龄出龙庞龚"
)
_SIMPLE = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
"""Traditional forms of the characters that rules name, but those in simplified use too."""
NUMERALS = str.maketrans("〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两○", "00123456789112345678920")
_DIGITS_IN_WORDS = "0-9〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两○"
_OF_A_NAME = Pattern(
    rf"(?<![{_DIGITS_IN_WORDS}])(?<=[\u3400-\u9fff])[一二三四五六七八九](?=[{_DIGITS_IN_WORDS}])|"
    rf"(?<=[{_DIGITS_IN_WORDS}])[一二三四五六七八九](?=[\u3400-\u9fff])(?![{_DIGITS_IN_WORDS}])"
)
"""What ends or begins a name may read as a digit of the number beside it."""
_JOINTS = Pattern(r"(?<=[\u3400-\u9fff])[ \t\u3000._*·•~\-—–/|\\+#^]{1,4}(?=[\u3400-\u9fff])")
"""What may stand between Chinese characters without parting them; commas and brackets do part them."""


_WRAPPED = Pattern(r"族\r?\n(?=自治|[乡镇村]|[中小]学|学校)", needs="\n")
"""A place's name that a narrow cell breaks; other lines part what they hold."""
_LETTERED = Pattern(r"(?<![A-Za-z])(?=(?:[^\d]{0,5}\d){5})[\dOoIl](?:[\s._-]{0,2}[\dOoIl]){6,}(?![A-WYZa-wyz])")
_LETTERS = str.maketrans("OoIl", "0011")
"""Letters typed for digits in a number."""


_DASHED = Pattern(rf"[{_DIGITS_IN_WORDS}](?:[-－—–][{_DIGITS_IN_WORDS}]+)+")
"""Chinese numerals parted as in a door's number."""


def simplified(text: str) -> str:
    """The text in simplified characters."""
    return text.translate(_SIMPLE)


def readable(text: str) -> str:
    """The text in simple characters and half-width forms, closed up, lines parted by a stop."""
    folded = simplified(plain(_WRAPPED.sub("族", text).replace("\n", "。")))
    folded = _DASHED.compiled.sub(lambda found: found[0].translate(NUMERALS), folded)
    return "".join(_JOINTS.sub("", folded).split())


def in_digits(text: str) -> list[str]:
    """The ways to read a text's numbers: as written, and with Chinese numerals as digits."""
    ways: list[str] = []
    for reading in readings(text):
        one = _LETTERED.compiled.sub(lambda run: run[0].translate(_LETTERS), reading)
        ways += [one, one.translate(NUMERALS), _OF_A_NAME.sub(" ; ", one).translate(NUMERALS)]
    return list(dict.fromkeys(ways))

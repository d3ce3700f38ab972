"""A second generator of cells, with other names, frames and disguises than the first."""

from __future__ import annotations

import random
from collections.abc import Callable

from county_tui.models.privacy import CHECK_CHARACTERS, WEIGHTS

HAN="王建军 李桂芬 张晓梅 刘洪 陈志强 赵小军 周玲 欧阳建 司马兰 上官婷 诸葛云 令狐冲霄 夏侯敏 皇甫军 慕容雪 东方明 何某 邓某某 罗× 谢先生 唐女士 曾大爷 老范 小蒋 冯嬢嬢 税明芳 补建华 苟小红 佘素清 代晓琴 向东 黎万春 古秀珍 钟离权 鲜于辉 尚德友 蔺春花 宿国良 银小芳 母志刚 操军 仲秋菊 兰贵英 游素华 敬明才 青建国 泽清华 景丽".split()  # fmt: skip
YI="吉克拉日 阿的尔古 沙马木果 俄木阿且 曲木石且 马海尔哈 木帕古体 水洛拉且 阿余铁日 吉差小兵 尼苦阿呷 罗木呷 日黑阿牛 海日色莫 克惹木呷 地木子古 且沙金花 马卡石布 麦吉木呷 瓦西友格 力尔阿格 者各阿英 阿尔拉则 恩扎伍果 莫洛石日 沈木果 俄地拉日".split()  # fmt: skip
TIB="扎西 卓玛 次仁 多吉 扎西罗布 次仁央宗 多吉平措 洛桑次仁 白玛措 康珠 拥青 曲尼 让迫 色波 甲花 足玛 青麦拉姆 生龙多吉 三朗泽让 夺机 额尔基 仁真旺姆 阿布呷 呷绒 彭措卓玛 热让措 登巴 罗让扎西 泽里娜姆".split()  # fmt: skip
UY="阿不力孜·阿布都拉 麦合木提·依明 热孜万古丽·吾拉木 凯丽比努尔·图尔迪 阿米娜 阿里木江 帕尔哈提·买买提 木塔力甫 萨依普 古丽米热 艾克拜尔·米吉提 阿娜尔汗 伊力哈木 吐鲁洪 阿孜古丽 依马木·尼牙孜 托合提 玛力亚 卡米力 图尔荪江".split()  # fmt: skip
QI="余永清 尔玛依娜 毛明军 龙勇 肖永庆 何玉龙 坤多 陈兴龙 罗成军 杨步月 周光辉 苏成秀 国良富 蔡文君".split()  # fmt: skip
HUI="马俊 马哈三 马玉梅 马依布拉 海默 丁耀华 沙德明 米光军 虎春燕 撒文辉 哈建国 马伊沙 马麦燕 苏来曼 马赛力麦 拜富贵 妥建林 者永平 闪文".split()  # fmt: skip
GROUPS={'彝':YI+HAN[:6],'藏':TIB+HAN[:4],'维吾尔':UY,'羌':QI,'回':HUI,'苗':HAN[8:30],'土家':HAN[8:30],'汉':HAN,'蒙古':"巴特尔 乌兰 其其格 包玉梅 阿拉坦仓 格根塔娜".split(),'哈萨克':"叶尔兰 巴合提古丽 加依娜 努尔波力·别克".split(),'纳西':"和志强 木丽春 和学勤".split(),'傈僳':"余阿才 熊秀英 密阿四".split(),'白':"段春燕 杨银花 赵小龙".split(),'壮':"韦小军 覃秀莲 黄爱民".split(),'满':"那英华 关玉芝 佟伟".split(),'撒拉':"韩哈三 韩索菲亚".split(),'东乡':"马乙布 唐哈吉".split(),'朝鲜':"金哲洙 朴英姬".split()}  # fmt: skip
MAT="租房合同到期 孩子插班 讨薪 办健康证 暂住登记 补办身份证 异地医保结算 咨询摊位 看病挂号 学驾照 办理营业执照 申请低保 求助找工作 咨询公租房 劳务纠纷 与房东争执 咨询落户政策 银行卡开户 丢失钱包 申请法律援助".split()  # fmt: skip
ROAD="星辉西路 蜀汉路 抚琴西街 双林巷 建设北路三段 一品天下大街 曹家巷 水碾河路 金沙遗址路 三洞桥路 长顺上街 化成街".split()  # fmt: skip
EST="金沙海棠 蜀都名邸 抚琴小区 白果林小区 天和苑 中海国际社区 万科城市花园 龙湖三千里 交大花园 水映长岛 西林花园 保利公园 和信雅居 彩虹桥安置小区 双元村".split()  # fmt: skip
FA="伊斯兰教 佛教 藏传佛教 基督教 天主教 道教".split()  # fmt: skip
MANY=["{p}（{z}族）{m}","{p}（{z}）","{p}({z})来{m}","{p}，{z}族，{m}","{p}，{z}族","{p}, {z}族, {m}","族别：{z}族","族别:{z}","民族：{z}","民族:{z}族 {m}","{p} 民族：{z}族","{p}系{z}族","{p}是{z}族人","{p}为{z}族","{z}族群众{p}来{m}","{z}族同胞{p}来办事","{z}族{p}{m}","{z}族居民{p}{m}","帮{z}族群众{p}{m}","协助{z}族老乡{p}{m}","{d}接待{z}族群众{p}，{m}，已答复","{d}，{p}（{z}族，女，{n}岁）来窗口{m}，当场办结","{m}：{p}（{z}族）","来访者{p}，{z}族，{n}岁，{m}","{m}（{p}，{z}族）","{p}、{q}（均为{z}族）{m}","{p}({z}族)与{q}邻里矛盾","因{m}，{z}族女子{p}到站求助","租户{p}，{z}族，{m}，经社区、派出所多次协调已解决","一户{z}族家庭{m}","为1名{z}族老人{m}","某{z}族女生{m}","{z}族小朋友{p}入园","{z}族个体户{p}{m}","{z}族残疾人{p}{m}","{z}族孕妇{p}建卡","{z}族儿童{p}疫苗补种","姓名：{p} 性别：男 民族：{z}","{p} 男 {z}族 {n}岁 {m}","{p}|{z}族|{m}","{p}/女/{z}","{p}【{z}】{m}","{p}〔{z}族〕","{p}-{z}-{m}","{z}族：{p}","（{z}族）{p}{m}","{p}（{z}族）等2人{m}","民族成份：{z}族，{m}","服务对象{p}系{z}族，{m}","该租客是{z}族，{m}","户主{p}（{z}族）{m}","{p}　{z}族　{m}","{p}({z} 族){m}","帮助一位{z}族大爷{m}","{z}族阿姨{m}","流动人口{p}（{z}族）{m}","少数民族流动人口{p}（{z}族）","少数民族（{z}族）群众{p}{m}","经查，{p}属{z}族，{m}","{p}同志（{z}族）","社区联系{z}族商户{p}{m}","{z}族经营户{p}的{m}","{p}，女，{z}，{m}","当事双方：{p}（{z}）、{q}（汉）","{z}族夫妻{p}{m}","{z}族务工者{p}{m}"]  # fmt: skip
DOOR=["住{r}{a}号{b}栋{c}单元{f}号","{e}{b}栋{c}单元{f}","{e}{b}幢{f}室","{e}{b}-{c}-{f}","{p}，住{e}{b}-{c}-{f}","{p}家住{e}{b}栋{c}单元","{r}{a}号附{b}号{f}","{r}{a}号附{b}号","{r}{a}号{b}楼附{c}号","{r}{a}号院{b}栋{f}","{r}{a}号{b}-{c}-{f}","{e}{b}号楼{c}单元{f}","现居{e}{b}栋{f}","{m}，地址{e}{b}栋{c}单元{f}","入户{e}{b}栋{c}单元{f}{m}","{e}{B}栋{C}单元{c}楼","{e}{B}幢{f}","{r}{a}号{b}单元{c}楼{b}号","{e}第{b}栋第{c}单元","{e}{b}栋{c}楼{b}号","{e}A{b}栋{f}","{e}{c}期{b}栋{f}","房屋坐落：{r}{a}号{b}栋{c}单元{f}","租{r}{a}号{f}房","{e}{b}座{f}","{e}{b}＃{c}－{f}","{e} {b} 栋 {c} 单元 {f}","上门到{r}{a}号{b}栋给{p}{m}"]  # fmt: skip
FAITH=["{p}信仰{x}","{p}，信仰{x}，{m}","信仰{x}","{p}信{x}","{p}信佛","信佛","{p}是基督徒","{p}系基督徒","{p}为穆斯林","{p}是佛教徒","{p}为天主教徒","信教群众{p}{m}","信教群众{p}反映","接待信教群众{p}","信教村民{p}{m}","宗教信仰：{x}","{p}一家信{x}","{p}一家都信仰{x}","{p}（信{x}）","{p}（基督徒）","{p}（佛教徒）{m}","基督徒{p}{m}","穆斯林群众{p}{m}","{p}长期信奉{x}","该居民信{x}","其丈夫信仰{x}","租客{p}信{x}，{m}","{p}有宗教信仰","{p}加入{x}","{x}信徒{p}{m}","{x}教徒{p}","{p}每周到教堂做礼拜","{p}常到清真寺礼拜","{p}，信教，{m}","{p}受洗","一位穆斯林老人{m}","{p}，{z}族，信仰{x}"]  # fmt: skip
NUMF=["{n}","{p}{n}","{p} {n}","{p}，电话{n}","电话：{n}","联系方式 {n}，{m}","{m}，回拨{n}","{m}（{n}）","{p}（{n}）{m}","请回电{n}","{d}{p}来电{n}{m}","手机{n}；已办","号码{n}","{m}{n}","{n}{p}"]  # fmt: skip

AREAS = "028 0834 0836 0837 0838 0991 010 021 0931".split()
REGIONS = "510105 513431 513228 622901 653125".split()
ISSUERS = "622202 621700 622848 623094 436742 621226 621098 955880".split()
SEPARATORS = [" ", "-", "－", "—", ".", "  ", "/", "_", "、", "·", "\t"]
TAILS = [
    "",
    "",
    "",
    "，已办结",
    "，请协助处理。",
    "。经协调，街道已安排社工跟进",
    "；转区人社局",
    "，后续回访满意",
    "，涉及金额2300元",
]
HEADS = ["", "", "", "今日", "上午", "窗口记录：", "反映：", "备注：", "经社区转来，", "3月12日，"]
NUMERALS = "零一二三四五六七八九"


def _digits(r: random.Random, count: int) -> str:
    return "".join(r.choices("0123456789", k=count))


def _bare(r: random.Random) -> tuple[str, list[int]]:
    """A number of one person and the sizes of the groups it is written in."""
    kind = r.choice("mmmmiijc")
    if kind == "m":
        return "1" + r.choice("3456789") + _digits(r, 9), [3, 4, 4]
    month, day = f"{r.randint(1, 12):02}", f"{r.randint(1, 28):02}"
    if kind == "i":
        body = r.choice(REGIONS) + str(r.randint(1945, 2012)) + month + day + _digits(r, 3)
        check = CHECK_CHARACTERS[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]
        return body + check, [6, 8, 4]
    if kind == "j":
        return r.choice(REGIONS) + str(r.randint(35, 99)) + month + day + _digits(r, 3), [6, 6, 3]
    body = r.choice(ISSUERS) + _digits(r, 12)
    total = sum(int(d) * (2 - at % 2) - 9 * (int(d) * (2 - at % 2) > 9) for at, d in enumerate(reversed(body)))
    return body + str(-total % 10), [4, 4, 4, 4, 3]


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


WAYS: list[Callable[[str], str]] = [str, " ".join, "\u200b".join, _wide]


def _number(r: random.Random) -> str:
    """A number as it is, or in one of its disguises."""
    if r.random() < 0.12:
        area = r.choice(AREAS)
        return (
            area
            + r.choice(["-", " ", "", "－", "—", " - "])
            + r.choice("2345678")
            + _digits(r, 7 if len(area) == 3 else 6)
        )
    number, sizes = _bare(r)
    way = r.randint(0, 9)
    if way == 4:
        return r.choice([*SEPARATORS, "，", "\u200b", "\u00a0"]).join(number)
    if way in (5, 6):
        parts: list[str] = []
        rest = number
        for size in sizes:
            parts, rest = [*parts, rest[:size]], rest[size:]
        return r.choice(SEPARATORS).join(part for part in [*parts, rest] if part)
    if way == 7:
        return _wide(number)
    if way >= 8:
        share = 1.0 if way == 8 else 0.3
        return "".join(NUMERALS[int(c)] if c.isdigit() and r.random() < share else c for c in number)
    return number


def _filled(r: random.Random, frame: str) -> str:
    people = r.choice([*GROUPS, *"彝藏回羌", "维吾尔"])
    door = r.choice(["101", "203", "1104"] if "室" in frame or "房" in frame else ["101", "203", "1104", "2601", "7"])
    return frame.format(
        z=people, p=r.choice(GROUPS[people]), q=r.choice(HAN), m=r.choice(MAT), d=f"{r.randint(1, 12)}月{r.randint(1, 28)}日",
        n=_number(r) if frame in NUMF else r.randint(18, 80), r=r.choice(ROAD), a=r.randint(1, 400), b=r.randint(1, 30), c=r.randint(1, 6),
        f=door, e=r.choice(EST), B=r.choice("一二三四六"), C=r.choice("一二三"), x=r.choice(FA),
    )  # fmt: skip


def hostile(seed: int, count: int) -> list[str]:
    """So many cells, none of which may get in."""
    r, made = random.Random(seed), []
    for _ in range(count):
        (frames,) = r.choices([MANY, DOOR, FAITH, NUMF], [42, 16, 14, 28])
        text = _filled(r, r.choice(frames))
        if r.random() < 0.5:
            text = r.choice(HEADS) + text + r.choice(TAILS)
        (way,) = r.choices(WAYS, [88, 5, 4, 3])
        made.append(way(text))
    return made


PEO="彝族 藏族 羌族 回族 维吾尔族 苗族 土家族 傈僳族 纳西族 蒙古族 哈萨克族 白族 壮族 满族 布依族 傣族 侗族".split()  # fmt: skip
AUT="凉山彝族自治州 甘孜藏族自治州 阿坝藏族羌族自治州 马边彝族自治县 峨边彝族自治县 北川羌族自治县 木里藏族自治县 伊犁哈萨克自治州 昌吉回族自治州 巴音郭楞蒙古自治州 海西蒙古族藏族自治州 玉树藏族自治州 果洛藏族自治州 甘南藏族自治州 迪庆藏族自治州 怒江傈僳族自治州 红河哈尼族彝族自治州 文山壮族苗族自治州 西双版纳傣族自治州 楚雄彝族自治州 黔南布依族苗族自治州 湘西土家族苗族自治州 石柱土家族自治县 彭水苗族土家族自治县 天祝藏族自治县 张家川回族自治县 肃南裕固族自治县 循化撒拉族自治县 互助土族自治县 玉龙纳西族自治县 宁蒗彝族自治县 贡山独龙族怒族自治县 积石山保安族东乡族撒拉族自治县 双江拉祜族佤族布朗族傣族自治县 塔什库尔干塔吉克自治县 三都水族自治县 青龙满族自治县 阿鲁科尔沁旗".split()  # fmt: skip
UN="街道民宗办 区委统战部 县民宗局 浆洗街街道 金花桥街道 玉林东路社区 县融媒体中心 区文旅局 县教体局 派出所 司法所 区工商联 县妇联 团县委 县残联 红十字会".split()  # fmt: skip
CUL="火把节 彝族年 藏历新年 羌历年 古尔邦节 开斋节 雪顿节 泼水节 三月三 花山节 那达慕 肉孜节 诺鲁孜节 望果节 赛马节 若木纽节 转山会 插秧节 白沙古乐 刀杆节 阔时节 目瑙纵歌 月琴 口弦 坨坨肉 荞粑 糌粑 酥油茶 青稞酒 手抓饭 馕 拉面 油香 馓子 撒尔瓦 羌绣 唐卡 藏香 漆器 银饰 刺绣 剪纸 扎染 蜡染 锅庄 弦子舞 达体舞 萨朗舞 羊皮鼓舞 花儿 格萨尔说唱 毕摩文化 释比文化 克智".split()  # fmt: skip
ACT="体验活动 展演 展示交流 培训班 讲座 比赛 联欢会 研学 文艺汇演 走访慰问 座谈会 进校园 进社区 制作体验 品鉴会 摄影展 传承人授课 直播推介 集市".split()  # fmt: skip
GRP="群众 同胞 学生 妇女 青年 务工人员 商户 老人 儿童 居民 干部 青少年 大学生 流动人口 经营户 家庭".split()  # fmt: skip
GACT="就业培训 普法宣传 夏令营 健康讲座 专场招聘会 国家通用语言培训 座谈会 联谊活动 义诊 政策宣讲 防诈宣传 技能大赛 暑期研学 消防安全培训 心理健康讲座 创业指导".split()  # fmt: skip
WORK2="双语翻译 居住证办理指引 子女入学协调 欠薪调解 租房咨询 社保咨询 医保异地结算咨询 法律援助指引 摊位协调 证照代办 就业推荐 户口迁移咨询 困难救助指引 矛盾调解 健康证咨询 公租房政策咨询 创业贷款咨询 民族成份变更咨询 居住登记 临时困难救助".split()  # fmt: skip
FREE=["{P}{g}{ga}","{P}{c}{a}","{c}{a}","{P}{g}{k}人参加{ga}","组织{P}{g}{k}名{ga}","{A}{u2}来访","赴{A}考察学习","与{A}签订劳务协作协议","{A}农特产品展销","{A}驻蓉联络处","{P}语翻译","{P}、{P2}、{P3}{g}共同参加{c}","{P}和{P2}{g}联谊","邀请{P}歌手表演{c}","{P}{c}非遗{a}","{w}","{w}{k}件","{w}，已办结","协助{w}，耗时{k}分钟","{u}{w}","{u}联合{v}开展{ga}","{u}组织{P}{g}{ga}","为{P}{g}提供{w}","面向{P}{g}开展{ga}","服务{P}{g}{k}人次","接待{P}{g}{k}人次","慰问{P}困难群众{k}户","{P}小学{ga}","{P}中学{ga}","{P}文化馆{a}","{P}博物馆研学","民族团结一家亲·{c}{a}","中华民族一家亲 {P}{c}","{y}年{m}月{d}日在{u}开展{ga}","{y}.{m}.{d}{ga}","经费{n}元","支出{n}.50元，报账{k}张","发放资料{n}份","惠及{n}人次","川民委发〔{y}〕{k}号","县委办〔{y}〕{k}号文件","编号{y}-{k3}","登记号{y}{m2}{d2}{k3}","活动地点：{r}{a2}号{u}","{r}{a2}号便民服务中心","{r}{a2}号","政务大厅{b}号楼{b}楼会议室","{b}号楼大厅","{b}栋活动室","{b}号楼活动室{ga}","党群服务中心{b}楼","{b}号窗口受理{w}","12345热线转{w}","拨打12345、12348咨询","12345热线工单{k}件","伊斯兰教协会{a2}届{b}次会议","佛教协会{ga}","道教协会座谈","清真寺消防安全检查","宗教活动场所{k}处安全检查","信教群众{ga}","引导信教群众学习法规","各民族{g}{k}余人{c}联欢","少数民族{g}{ga}","少数民族{g}{k}人{ga}","56个民族{a}","{P}人口{n}人，占比{b}.{b}%","辖区{P}{k}户{n}人","民族分布：{P}{k}人、{P2}{k}人","参与{g}中{P}{k}人，{P2}{k}人","讲述{P}历史文化","了解{P}{c}","{P}{c}教学视频","《{P}{c}》展播","学唱{P}民歌","跳{P}锅庄","{P}服饰走秀","{P}美食{c}","{P}合唱团演出","{P}乡亲欢度{c}","{P}民间艺术团演出","{P}儿女心向党","《{P}简史》赠书","{P}村寨研学","{P}聚居乡镇调研","{P}非遗工坊授牌","{P}传统体育{a}","转{u}办理{w}","{m}月{ga}","第{b}季度{ga}总结","{y}年{ga}方案","铸牢中华民族共同体意识{ga}","民族政策{ga}","宗教政策{ga}","{ga}（{P}专场）","{ga}（{P}{g}专场）","翻译语种：{PL}语","{PL}汉双语{ga}","{PL}语广播","{c}（{P}）","{P}（{c}）{a}"]  # fmt: skip


def office(seed: int, count: int) -> list[str]:
    """So many different phrases as offices write them."""
    r = random.Random(seed)
    made: dict[str, None] = {}
    while len(made) < count:
        first, second, third = r.sample(PEO, 3)
        text = r.choice(FREE).format(
            P=first, P2=second, P3=third, PL=r.choice("彝 藏 羌 维吾尔 蒙古 哈萨克".split()), g=r.choice(GRP), c=r.choice(CUL), a=r.choice(ACT), ga=r.choice(GACT),
            A=r.choice(AUT), u=r.choice(UN), u2=r.choice("考察团 代表团 党政代表团 民宗局".split()), v=r.choice(UN), w=r.choice(WORK2), k=r.randint(5, 90),
            k3=f"{r.randint(1, 99999):05}", y=r.randint(2020, 2026), m=r.randint(1, 12), d=r.randint(1, 28), m2=f"{r.randint(1, 12):02}",
            d2=f"{r.randint(1, 28):02}", n=r.randint(50, 90000), r=r.choice(ROAD), a2=r.randint(2, 300), b=r.randint(1, 9),
        )  # fmt: skip
        made[text] = None
    return list(made)

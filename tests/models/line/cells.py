"""Cells made from templates: hostile ones that say something of one person, and real phrases of offices."""

from __future__ import annotations

import random
from collections.abc import Callable

from county_tui.models.privacy import CHECK_CHARACTERS, WEIGHTS

HAN = "张伟 李秀英 王芳 刘洋 陈静 杨建国 赵敏 黄强 周磊 吴桂兰 徐丽 孙明 马超 朱红 胡某 郭某某 何×× 林先生 罗女士 梁师傅 老周 小李 欧阳某".split()
YI = "阿的木呷 吉克伍果 沙马阿依 曲比石布 马海日古 的莫尔布 海来阿芝 俄木史古 阿苏拉且 吉木子洛 贾巴阿呷 勒格次哈".split()
TIBETAN = "扎西顿珠 卓玛拉姆 泽仁旺姆 多吉次仁 央金措 格桑曲珍 达瓦 降央泽郎 丹增罗布 索朗卓嘎 仁青 洛桑尼玛".split()
UYGHUR = "阿依古丽·买买提 吐尔逊江 艾合买提·热合曼 古丽娜尔 迪丽努尔 买买提·吐尔逊 阿卜杜拉 帕提古丽 热依汗 玉素甫江 库尔班 努尔麦麦提".split()
QIANG = "余木初 尔玛吉 王木吉 陈明珠 杨贵生 何五妹".split()
PEOPLES = "彝 藏 维吾尔 羌 回 苗 土家 傈僳 纳西 蒙古 布依 白 壮 满 傣 侗 哈萨克 朝鲜".split()
MATTERS = "租房纠纷 社保转移 咨询居住证 子女入学 办理医保 工资被拖欠 申请临时救助 健康证 营业执照 劳动合同 就医转诊 落户".split()
ROADS = "大慈寺路 红牌楼街 锦里西路 武侯祠大街 天府三街 一环路南二段 洗面桥横街 双楠街 玉林北街 科华中路".split()
ESTATES = "翠苑小区 锦官新城 丽都花园 金色家园 紫荆公寓 双楠美邻 置信逸都 望江嘉园 航空港佳苑 和平社区".split()
FAITHS = "伊斯兰教 藏传佛教 基督教 天主教 佛教 道教".split()


def person(r: random.Random) -> str:
    """A name as a clerk writes one."""
    return r.choice(r.choice([HAN, YI, TIBETAN, UYGHUR, QIANG]))


def mobile(r: random.Random) -> str:
    """Eleven digits."""
    return "1" + r.choice("3456789") + "".join(r.choices("0123456789", k=9))


def landline(r: random.Random) -> str:
    """A number of a fixed line, with its area code."""
    area = r.choice(["028", "0834", "0836", "0837", "0816", "010", "0991"])
    return (
        area
        + r.choice(["-", " ", "", "—", "－"])
        + r.choice("2345678")
        + "".join(r.choices("0123456789", k=10 - len(area)))
    )


def born(r: random.Random) -> tuple[int, int, int]:
    """A date of birth."""
    return r.randint(1940, 2009), r.randint(1, 12), r.randint(1, 28)


def id_18(r: random.Random) -> str:
    """An ID number, its check character right but in one of five."""
    year, month, day = born(r)
    body = f"{r.choice(['510107', '513401', '513321', '653101', '513221', '620102'])}{year}{month:02}{day:02}{r.randint(1, 999):03}"
    check = CHECK_CHARACTERS[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]
    return body + (check if r.random() < 0.8 else r.choice("0123456789Xx"))


def id_15(r: random.Random) -> str:
    """An ID number as before 1999."""
    year, month, day = born(r)
    return f"{r.choice(['510107', '513401', '513321', '653101'])}{min(year, 1999) % 100:02}{month:02}{day:02}{r.randint(1, 999):03}"


def card(r: random.Random) -> str:
    """A bank card's number."""
    head, length = r.choice([("6222", 19), ("6217", 19), ("6228", 19), ("4367", 16), ("6225", 16), ("5218", 16)])
    body = head + "".join(r.choices("0123456789", k=length - 5))
    total = sum(int(d) * (2 - at % 2) - 9 * (int(d) * (2 - at % 2) > 9) for at, d in enumerate(reversed(body)))
    return body + str(-total % 10)


def _every(r: random.Random, number: str) -> str:
    return r.choice([" ", "-", ".", "·", "\u200b", "\u3000", "_"]).join(number)


def _grouped(r: random.Random, number: str) -> str:
    sizes = {11: [3, 4, 4], 15: [6, 6, 3], 18: [6, 8, 4], 16: [4, 4, 4, 4], 19: [4, 4, 4, 4, 3]}.get(
        len(number), [4, 4, 4]
    )
    sep, at, parts = r.choice([" ", "-", ".", "—", "  ", "－", "\u00a0", "/"]), 0, []
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return sep.join([part for part in [*parts, number[at:]] if part])


def _wide(r: random.Random, number: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in number)


def _chinese(r: random.Random, number: str) -> str:
    digits = r.choice(["零一二三四五六七八九", "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "零幺二三四五六七八九"])
    return "".join(digits[int(c)] if c.isdigit() else c for c in number)


def _mixed(r: random.Random, number: str) -> str:
    return "".join(_chinese(r, c) if r.random() < 0.4 else c for c in number)


def _circled(r: random.Random, number: str) -> str:
    return "".join("⓪①②③④⑤⑥⑦⑧⑨"[int(c)] if c.isdigit() else c for c in number)


def _plain(r: random.Random, number: str) -> str:
    return number


DISGUISES: list[Callable[[random.Random, str], str]] = [
    _plain,
    _plain,
    _every,
    _grouped,
    _wide,
    _chinese,
    _mixed,
    _circled,
]


def _number(r: random.Random) -> str:
    kind = r.choice([mobile, mobile, mobile, landline, id_18, id_18, id_15, card])
    number = kind(r)
    shown = number if kind is landline else r.choice(DISGUISES)(r, number)
    frame = r.choice(
        ["{p}{m} {n}", "{n}", "{p} {n} {m}", "联系{n}", "{m}，电话{n}", "{p}（{n}）", "回访{p}：{n}。", "{m}{n}已办结"]
    )
    return frame.format(p=person(r), m=r.choice(MATTERS), n=shown)


PEOPLE_FRAMES = (
    "{p}（{z}族）", "{p}({z}族){m}", "{p}，{z}族，{m}", "族别：{z}族", "民族：{z}", "{p}系{z}族", "{z}族群众{p}{m}", "{z}族女孩{p}{m}",
    "{p}（{z}）{m}", "{p} {z}族 {m}", "{z}族男子{m}", "帮助{z}族老乡{p}{m}", "一名{z}族妇女{m}", "为{z}族居民{p}{m}", "{p}，男，{z}族，35岁",
    "{z}族{p}{m}", "{p}是{z}族，{m}", "该群众系{z}族", "{p}、{z}族、{m}", "{p}/{z}族/{m}", "{p}-{z}族", "民族成分：{z}族", "{p}【{z}族】{m}",
    "{p}（女，{z}族）{m}", "{z} 族 {p}", "{z}族同胞{p}来窗口{m}", "当事人{p}，{z}族", "1位{z}族老人{m}", "{z}族小伙{p}{m}", "{z}族务工人员{p}{m}",
    "{z}族学生{p}入学", "女，{z}族，{m}", "{z}族大学生{p}就业", "某{z}族商户{m}", "{p}：{z}族", "{z}·族{p}", "族属{z}族", "{z}族大姐{p}{m}", "服务对象{p}[{z}族]",
)  # fmt: skip
DOOR_FRAMES = (
    "住{r}{a}号{b}单元{f}", "{e}{b}栋{c}单元{f}室", "{e}{b}-{c}-{f}", "{r}{a}号附{b}号", "{p}住{e}{b}幢{f}", "家住{e}{b}栋", "{e}{b}号楼{c}单元{f}号",
    "{r}{a}号{b}栋{f}", "{p} {e} {b}单元 {f}", "地址：{r}{a}号{b}幢{c}单元{f}室", "租住{r}{a}号{f}室", "{a}号{b}单元{f}", "{e}{b}栋", "上门{e}{b}栋{f}",
    "{p}家{b}栋{c}单元", "{e}{B}栋{C}单元", "{r}{a}号{b}-{c}-{f}", "现住{r}{a}号院{b}号楼{f}", "{f}室{p}{m}", "到{e}{b}幢{c}单元走访{p}",
)  # fmt: skip
FAITH_FRAMES = (
    "{p}信仰{x}", "信仰{x}", "信教群众{p}{m}", "{p}系穆斯林", "{p}为基督徒", "该户信仰{x}", "{p}，信{x}", "宗教信仰：{x}", "{p}信奉{x}", "{p}是{x}信徒",
    "{p}（穆斯林）{m}", "穆斯林{p}{m}", "全家信仰{x}", "{p}皈依{x}", "一名信教群众{m}", "信仰 {x} {p}", "{p}本人信{x}", "佛教徒{p}{m}", "{p}为虔诚的{x}教徒", "信教居民{p}{m}",
)  # fmt: skip


def _words(r: random.Random) -> str:
    frames = r.choice([PEOPLE_FRAMES, PEOPLE_FRAMES, DOOR_FRAMES, FAITH_FRAMES])
    text = r.choice(frames).format(
        p=person(r), z=r.choice(PEOPLES), m=r.choice(MATTERS), r=r.choice(ROADS), e=r.choice(ESTATES), a=r.randint(1, 300),
        b=r.randint(1, 30), c=r.randint(1, 6), f=r.choice(["101", "302", "501", "1203", "2504"]), x=r.choice(FAITHS),
        B=r.choice("一二三五八"), C=r.choice("一二三"),
    )  # fmt: skip
    return _disguised(r, text)


def _disguised(r: random.Random, text: str) -> str:
    way = r.random()
    if way < 0.1:
        return "\u200b".join(text)
    if way < 0.2:
        return _wide(r, text)
    if way < 0.27:
        return " ".join(text)
    return text


def hostile(seed: int, count: int) -> list[str]:
    """So many cells, none of which may get in."""
    r = random.Random(seed)
    return [(_number if r.random() < 0.45 else _words)(r) for _ in range(count)]


UNITS = "武侯区民宗局 浆洗街街道办事处 肉市街 锦官驿街道 红牌楼街道 玉林街道 跳伞塔社区 黄门街社区 市民族宗教事务委员会 县委统战部 凉山州驻蓉办事处 甘孜州驻成都办事处 阿坝州驻蓉办 区司法局 区人社局 西南民族大学 武侯区伊斯兰教协会 红旗小学 城关回族小学 马边彝族自治县民宗局 北川羌族自治县文旅局 木里藏族自治县 峨边彝族自治县红十字会".split()
PLACES = "石榴红服务站 民族团结进步教育基地 少数民族流动人口服务中心 石榴籽驿站 党群服务中心 便民服务大厅 新时代文明实践站 民族团结主题公园 社区活动室 双语服务窗口 法律援助工作站 就业服务驿站".split()
THEMES = "铸牢中华民族共同体意识 民族团结进步 石榴花开一家亲 民族政策法规 宗教信仰自由政策 反家庭暴力 防范电信诈骗 重点人群健康教育 普通话推广 安全生产 就业创业 垃圾分类 宪法 国家安全 禁毒 消防安全 食品安全 清真食品管理 义务教育入学政策".split()
CULTURE = "彝族火把节 藏历新年 羌历年 彝族年 苗族刺绣 藏族锅庄 羌族释比文化 古尔邦节 开斋节 傣族泼水节 彝族漆器 羌绣 藏族唐卡 彝族民歌 蒙古族长调 苗族花山节 羌族羊皮鼓舞 彝族达体舞 藏族弦子 回族宴席曲 彝族服饰 藏族歌舞 土家族摆手舞 彝族刺绣 羌族瓦尔俄足节 壮族三月三".split()
GROUPS = "少数民族群众 各族群众 各民族同胞 少数民族流动人口 藏族同胞 彝族群众 回族群众 藏族、彝族、羌族群众 少数民族学生 来蓉务工人员 少数民族妇女 彝族务工人员 信教群众 少数民族商户 外来经商人员 藏族学生 彝族妇女 羌族同胞 少数民族大学生".split()
WORK = "居住证政策咨询 租房信息咨询 社保转移接续咨询 子女入学咨询 城乡居民医保参保指导 劳动合同纠纷调解 工资清欠协调 营业执照办理指引 健康证办理指引 法律援助申请指引 双语翻译服务 彝语翻译 藏语翻译 维吾尔语翻译 就医陪同翻译 求职登记 职业技能培训报名 公租房申请指引 义务教育入学政策咨询 邻里纠纷调解 摊位租赁咨询 食品经营许可指引 户口迁移政策咨询 婚姻登记咨询 医保异地就医备案 招聘会现场咨询 清真食品经营咨询 房东租客矛盾调解 12345热线转办 交通违法处理咨询 殡葬政策咨询 民族成份变更政策咨询".split()
OFFICE_FRAMES = (
    "{w}", "{w}", "{g}{w}", "为{g}提供{w}", "{u}联合{v}开展{t}宣传", "{t}宣传月活动", "{c}联谊活动", "{c}体验课", "{t}主题讲座", "{c}进社区", "在{p}举办{c}展示",
    "{y}年{t}宣传周启动仪式", "组织{g}参加{t}培训，共{n}人次", "{u}{p}", "{p}（{u}）", "依据川民宗〔{y}〕{k}号文件办理", "详见成民宗发〔{y}〕{k}号",
    "活动经费{n}元，其中场租{k}00.00元", "{y}年{m}月{d}日至{m}月{e}日", "{y}-0{q}-1{q} 13:00-15:00在{p}开展{t}", "地点：{o}{a}号{p}", "{o}{a}号", "{p}一楼大厅{k}号窗口",
    "{g}座谈会", "{g}就业专场招聘会", "{g}代表座谈", "{t}进校园（{u}）", "发放宣传资料{n}份，解答咨询{k}人次", "转{u}办理", "已转交{u}，待回复", "拨打12348法律服务热线咨询",
    "第{k}期{c}培训班", "{y}年第{q}季度{w}", "56个民族一家亲{t}", "{c}、{d2}文艺汇演", "参与人次{n}，线上阅读量{n}{k}", "协调{u}解决{g}{w}问题", "{u}与{v}签订共建协议",
    "{g}满意度回访良好", "{p}2楼会议室", "走访慰问{g}代表", "{t}知识竞赛决赛", "重点项目推进会", "重点工作调度", "{w}{k}件，办结{k}件", "{v}送法进{p}",
    "开展{c}非遗传承活动", "凉山彝族自治州{w}", "阿坝藏族羌族自治州劳务协作对接", "甘孜藏族自治州农特产品展销", "邀请{u}老师讲授{c}", "编号{y}0{q}{k}-{n}", "批次：第{q}批",
    "{y}年度{t}工作总结", "{g}普通话培训班第{q}期", "3·15消费维权宣传", "6·26国际禁毒日{t}", "{u}{m}月{d}日到访", "接待{k}批次{n}人次", "印制彝汉双语手册{n}册", "藏汉双语宣传单{n}份",
)  # fmt: skip


def office(seed: int, count: int) -> list[str]:
    """So many different phrases as offices write them."""
    r = random.Random(seed)
    made: dict[str, None] = {}
    while len(made) < count:
        text = r.choice(OFFICE_FRAMES).format(
            w=r.choice(WORK), g=r.choice(GROUPS), u=r.choice(UNITS), v=r.choice(UNITS), t=r.choice(THEMES), c=r.choice(CULTURE), d2=r.choice(CULTURE),
            p=r.choice(PLACES), o=r.choice(ROADS), a=r.randint(1, 400), y=r.randint(2019, 2026), k=r.randint(1, 60), n=r.randint(20, 3000),
            m=r.randint(1, 9), d=r.randint(1, 15), e=r.randint(16, 28), q=r.randint(1, 4),
        )  # fmt: skip
        made[text] = None
    return list(made)

"""A third generator of cells: whole frames of sentences filled with names, matters, crafts and occasions."""

from __future__ import annotations

import random

from county_tui.models.privacy import CHECK_CHARACTERS, WEIGHTS

NAMES = {
    "彝族": "阿西五牛 结古拉则 吉好也求 莫色阿各 沙呷伍各 勒曲小军 苏呷木且 尔古达坡 曲么阿牛 加巴惹子 杰觉伊泓 瓦其依合 阿力么日牛 火补史体 说各尔布 倮木果果 巴莫曲布嫫 俄洛约布 且萨乌牛 刘阿木".split(),
    "藏族": "才让东珠 仁钦卓玛 俄日措 罗让尼玛 班玛拉姆 贡秋丹增 色吾初 甲波 阿旺降措 嘎玛泽登 昂旺泽里 李尕让 求吉磋 华尔旦 白玛曲措 旦真王姆 桑登 格勒 志玛 拥措".split(),
    "维吾尔族": "买合木提江 阿衣夏木古丽 努尔艾力 吐送江·艾麦提 热娜古丽 哈力克 库尔班江 如则姑丽 依力亚斯 木拉提·卡哈尔 再努尔 阿卜力米提 帕丽旦 亚力坤 凯迪尔耶".split(),
    "回族": "马忠孝 沙海燕 虎正强 喇国栋 海学军 摆玉珍 马奴海 马主麻 妥福祥 穆萨 者麦燕 纳春梅".split(),
    "羌族": "龙福贵 何永芳 王星月 尔玛木初 余泽明 周礼秀 毛秀兰 陈泽贵 苟兴莲".split(),
    "苗族": "杨再德 熊万友 侯天香 陶朝艳 古正飞 李朝阳 项老三".split(),
    "哈萨克族": "加娜尔 赛力克 巴哈提别克 阿依波塔 木拉提 库丽孜拉 叶尔江".split(),
    "蒙古族": "斯琴高娃 朝鲁 苏和巴特 莎仁 乌日娜 额尔敦 包金花".split(),
    "傣族": "刀志强 玉香 岩罕 罕金凤".split(),
    "土家族": "覃世龙 田茂珍 向大莲".split(),
    "纳西族": "和秀花 木春燕 阿六才".split(),
    "白族": "董汝明 杨丽珍 赵金花".split(),
    "布依族": "罗朝秀 岑小妹 韦光".split(),
    "满族": "关德海 那雪莹".split(),
    "壮族": "黄桂香 覃志军 蒙秀".split(),
    "东乡族": "马阿卜杜 达吾德 马色麦".split(),
    "撒拉族": "韩木沙 韩海切".split(),
    "土族": "祁生花 鲍善全".split(),
}
TITLES = "大爷 大娘 大姐 大哥 阿姨 师傅 老板 老人 小伙 同学 女士 先生 同志 婆婆 嬢嬢 老乡 大叔 老汉 小妹".split()
MATTERS = "问社保怎么交 欠薪2个月 小孩上学报名 租房押金不退 想办健康证 摆摊被劝离 医药费报销 补办身份证 迁户口 申请救助 求职 手机被偷 与邻居吵架 房租纠纷 看病找不到科室 驾照转入 公积金提取 临时安置 请求翻译 打听汽车站 开店办照 听不懂通知 捡到钱包 丢失行李 老年卡 来领资料 咨询残疾补贴 劳动仲裁".split()
PERSONS = ["{n}（{z}）{m}", "{n}，{z}，{m}", "{z}{n}{m}", "{z}群众{n}{m}", "{z}{t}{m}", "{z}{n}{t}{m}", "{z}同胞{n}，{m}", "一名{z}{t}{m}", "接到{z}{n}电话{m}", "{m}（{n} {z}）", "{n}系{z}，{m}", "{n} {z} {m}", "{z}商户{n}{m}", "{z}女{n}{m}", "{z}男子{m}", "帮{z}{n}{m}", "{z}居民{n}（女，四十岁）{m}", "为{z}{t}{m}提供帮助", "{m}-{n}-{z}", "{n}/{z}/{m}", "{n}、{z}、{m}", "当事人{n}是{z}人", "协助{z}籍{n}{m}", "{z}小{s}{m}", "老{s}（{z}）{m}", "{s}某某，{z}，{m}", "{s}××（{z}）", "族别:{z} {m}", "{z}务工人员{n}{m}", "{n}({k}){m}", "{n}【{k}】{m}", "【{z}】{n}", "{z}——{n}", "{n}，男，{z}，{m}", "{n}；民族：{k}；{m}", "来访：{n} 民族：{k}", "户主{n}，{z}，三口人", "{z}一家人{m}", "{z}两口子{m}", "某{z}住户{m}", "这位{z}妇女{m}", "有个{z}娃娃{m}", "{z}租客{m}", "{n}，{z}，信仰{x}", "{m}：{z}{t}", "少数民族群众{n}{m}", "{n}为少数民族，{m}", "({z}){n}{m}", "《{z}》{n}"]  # fmt: skip
CRAFTS = "火把节 年 十月年 刺绣 银饰 漆器 毕摩音乐 阿都高腔 口弦音乐 月琴 酒礼歌 克智 婚俗 服饰 撮泰吉 禳灾仪式 唐卡 格萨尔说唱 锅庄 弦子 热巴舞 藏戏 牛角雕 黑陶 雕版印刷 药泥面具 编织技艺 挑花 沙朗 羊皮鼓舞 羌笛 碉楼营造 瓦尔俄足 推杆 咂酒 水磨 芦笙 蜡染 古歌 飞歌 银匠 花山节 踩山节 摆手舞 山歌 薅草锣鼓 吊脚楼 油茶汤 哭嫁歌 宴席曲 花儿 木卡姆 麦西热甫 手鼓 地毯 烤包子 馕坑肉 抓饭 达瓦孜 长调 马头琴 那达慕 呼麦 奶豆腐 泼水节 孔雀舞 象脚鼓 竹竿舞 扎染 三月街 大本曲 东巴文 东巴纸 古乐 打跳 刀杆节 阔时节 弩 铜鼓 歌圩 三月三 绣球 五色饭 剪纸 旗袍 秧歌 冬不拉 阿肯弹唱 毡房 叼羊 八大碗 盖碗茶 汤瓶 清真糕点 武术 拉面 踏脚 酸汤 长桌宴 侗戏 大歌 风雨桥 水书 马尾绣 端节 语 文 语歌曲 语广播 文书法 语培训 历史 传统体育 音乐 民间故事 谚语 医药 建筑 村寨 乡 自治县 自治州 聚居区 群众代表 干部 党员 学生 大学生 青年 妇女 老党员 商户 务工人员 经营户 青少年 儿童 同胞 居民 群众 家庭 教师".split()
EVENTS = "展示 体验课 进社区 讲座 培训班 展演 传承人授课 主题展 图片展 文化沙龙 交流会 联谊活动 座谈会 宣讲会 普法宣传 慰问活动 走访 就业培训 义诊 政策宣讲 消防培训 反诈宣传 研学 表演 比赛 教学 摄影展 视频拍摄 保护项目 调研 申报 直播推介 制作体验 品鉴会".split()
BEFORE = ["", "", "组织", "开展", "举办", "社区", "邀请专家讲", "街道", "2026年", "本季度", "协办", "配合文旅局开展", "在广场举办", "为居民举办", "参加", "筹备", "（第3期）"]  # fmt: skip
AFTER = ["", "", "，参与80人次", "（线上）", "2场", "，反响较好", "。", "、合影留念", "签约", "通知"]
PLACES = "浆洗街 洗面桥 凉山 甘孜 阿坝 北川 马边 木里 新疆 西昌".split()
ALL = [name for names in NAMES.values() for name in names] + "张秀兰 李建军 王大妈 刘某 陈某某 老赵 小孙 周××".split()
FAITHS = "伊斯兰教 佛教 藏传佛教 基督教 天主教 道教 东正教 苯教".split()
BELIEVERS = "穆斯林 基督徒 佛教徒 天主教徒 信徒 居士 教友 信众".split()
ROADS = "玉林南路 科华街 九眼桥东巷 抚琴西路 光华村街 茶店子横街 洞子口路 沙湾路 马鞍东路 二环路北四段".split()
ESTATES = "锦绣花园 金牛小区 和美家园 蓝光公寓 翠堤春晓 天府佳苑 城南逸家 阳光新城 御府花都 幸福村".split()
OF_FAITH = ["{n}信仰{f}", "{n}信{f}", "{n}是{b}", "{n}系{b}，{m}", "{n}（{b}）{m}", "{b}{n}{m}", "信{f}的{n}{m}", "{m}，该同志信{f}", "当事人信奉{f}", "{n}：信仰{f}", "宗教信仰：{f}", "信仰{f}，{m}", "{n}家里供着菩萨信佛", "{n}一家信{f}", "{n}为虔诚{b}", "信教群众{n}{m}", "{n}自称信{f}", "租客为{b}，{m}", "{n}不是{b}", "{n}是信{f}的", "{n}早年皈依{f}", "{n}有信仰，信{f}", "老人信{f}多年", "{n}母亲信{f}", "她本人信{f}", "因信仰{f}{m}", "{n}每周做礼拜，{m}", "{n}去年受洗", "信仰：{f}", "{f}信徒{n}{m}", "一名{b}{m}", "这位{b}{m}", "{n}信奉{f}，{m}", "服务对象系信教群众，{m}", "{n}，宗教：{f}", "教别：{f}", "{n}，男，{f}信徒"]  # fmt: skip
ADDRESSES = ["住{r}{a}号{b}栋{u}单元{d}", "{e}{b}栋{u}单元{d}号", "{e}{b}-{u}-{d}", "{r}{a}号附{b}号", "家住{e}{b}幢{d}室", "{n}，{e}{b}号楼{u}单元{d}", "租住{r}{a}号院{b}栋{d}", "{e}第{b}栋{u}单元{fl}楼", "{e}{b}座{d}", "上门{e}{b}栋{u}单元{d}，{m}", "{m}（{e}{b}栋{d}）", "{r}{a}号{b}幢{u}单元{fl}楼{x}号", "地址：{e}{b}栋{d}", "送餐到{e}{b}号楼{d}室", "{e}{u}单元{d}的{n}", "{e}二期{b}栋{u}-{d}", "{r}{a}号附{b}-{x}号", "门牌{r}{a}号{fl}楼{x}室", "{e}{b}栋楼上{d}", "{e} {b} 幢 {u} 单元 {d} 室", "{n}家：{e}{b}栋{u}单元{d}", "{e}{b}#{u}-{d}", "宿舍{b}栋{d}房", "{r}{a}号{d}室{n}"]  # fmt: skip
NUMBERED = ["{x}", "{n}{x}", "{n}，{x}", "电话{x}", "{m}，{x}", "{m}（{x}）", "号码：{x}，{n}", "{x}（{n}）{m}", "来电{x}{m}", "{n}:{x};{m}", "证件{x}", "卡{x}", "{m} {x} 已回复", "请联系{n}{x}", "2026年3月5日{x}", "3人次，{x}", "[{x}]", "“{x}”"]  # fmt: skip
BODIES = "区佛教协会 市伊斯兰教协会 基督教三自爱国会 天主教爱国会 道教协会 清真寺 文殊院 青羊宫 平安桥天主堂 大慈寺 昭觉寺 宗教活动场所 信教群众代表 宗教界人士 宗教团体 教职人员 僧人 道士 阿訇 牧师".split()
INSPECTIONS = "消防安全检查 换届指导 座谈会 开放日 防疫检查 法治宣传 财务培训 走访慰问 用电安全排查 文物保护 爱国主义教育 中国化研讨 志愿服务 捐赠仪式 年检 文明敬香倡议 政策学习 反邪教宣传 食品安全培训 节日安保".split()
HALLS = "浆洗街街道办事处 洗面桥社区党群服务中心 区政务服务大厅 文化馆 民族团结广场 市民中心 社区活动室 街道综合文化站 区法律援助中心 人力资源市场".split()
SPOTS = ["在{p}{a}楼{b}号窗口设点", "{p}{a}楼会议室", "地址：{r}{a}号", "{p}（{r}{a}号）挂牌", "{r}{a}号门前", "{p}{b}号展位", "{p}A区{b}号", "乘{a}路公交到{r}", "{p}2号楼一层大厅", "{r}{a}号院坝坝会", "{a}栋居民楼加装电梯政策咨询", "走访{a}个小区{b}栋楼", "{p}301会议室", "第{b}网格{a}户入户宣传", "{p}门牌更换"]  # fmt: skip
COUNTS = ["川民宗函〔{y}〕{a}号", "编号{y}-{a:03d}-{b:02d}", "批次{y}0{u}1{u}00{u}", "预算{a}000元，支出{b}500.50元", "{y}年{u}月{b}日至{u}月28日", "参加{a}人次、少数民族{b}人次", "12345工单{y}0{u}15{a:05d}", "发放资料{a}00份、纪念品{b}0个", "存档{y}-MZ-{a:04d}", "{u}月：{a}、{b}、{a}、{b}件", "票据{a:08d}号", "档案第{b}盒第{a}页", "上午9:{b:02d}—11:30", "拨打12348、12333", "同比增长{b}.{u}%", "合同{y}XM{a:04d}", "会议纪要{y}年第{b}期", "共{a}户{b}00余人", "设备型号HP-{a}{b}", "网址wuhou.gov.cn"]  # fmt: skip


def _number(r: random.Random) -> str:
    """A mobile or landline number, an ID number of 18 or 15 digits, a card's number."""
    born = f"{r.randint(1, 12):02}{r.randint(1, 28):02}{r.randint(1, 999):03}"
    region = r.choice(["510104", "513401", "513221", "650102", "540102"])
    whole = f"{region}{r.randint(1945, 2012)}{born}"
    check = CHECK_CHARACTERS[sum(int(d) * w for d, w in zip(whole, WEIGHTS, strict=True)) % 11]
    area, rest = r.choice(["028", "0834", "0836", "0837"]), "".join(r.choices("0123456789", k=9))
    return r.choice(
        [
            "1" + r.choice("3456789") + rest,
            "1" + r.choice("3456789") + rest,
            area + r.choice("2345678") + rest[:7],
            whole + check,
            f"{region}{r.randint(35, 99)}{born}",
            r.choice(["621700", "622848", "622202", "623094"]) + rest + rest[:4],
        ]
    )


def _disguised(r: random.Random, number: str) -> str:
    ways = ["０１２３４５６７８９", "零一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖", "0①②③④⑤⑥⑦⑧⑨", "O123456789"]
    half = len(number) // 2
    return r.choice(
        [
            number,
            number,
            " ".join(number),
            "\u200b".join(number),
            number[:half] + r.choice(" -./、—·") + number[half:],
            r.choice(" -.").join(number[at : at + 4] for at in range(0, len(number), 4)),
            number.translate(str.maketrans("0123456789", r.choice(ways))),
        ]
    )


def _one(r: random.Random) -> str:
    people = r.choice(list(NAMES))
    words = {"m": r.choice(MATTERS), "t": r.choice(TITLES), "s": r.choice("马王李余何杨罗阿陈丁")}
    kind = r.randrange(5)
    if kind < 2:
        words |= {"z": people, "k": people[:-1], "n": r.choice(NAMES[people]), "x": r.choice(FAITHS)}
        return r.choice(PERSONS).format(**words)
    words["n"] = r.choice(ALL)
    if kind == 2:
        return r.choice(OF_FAITH).format(f=r.choice(FAITHS), b=r.choice(BELIEVERS), **words)
    if kind == 3:
        return r.choice(NUMBERED).format(x=_disguised(r, _number(r)), **words)
    door = {"a": r.randint(1, 199), "b": r.randint(1, 30), "u": r.randint(1, 6), "fl": r.randint(1, 9)}
    door |= {"d": r.randint(1, 33) * 100 + r.randint(1, 9), "x": r.randint(1, 9)}
    return r.choice(ADDRESSES).format(r=r.choice(ROADS), e=r.choice(ESTATES), **door, **words)


def _work(r: random.Random) -> str:
    kind = r.randrange(5)
    if kind < 2:
        place = r.choice(PLACES) if r.random() < 0.12 else ""
        crafts = [r.choice(list(NAMES)) + r.choice(CRAFTS) for _ in range(1 + (r.random() < 0.15))]
        return r.choice(BEFORE) + place + "、".join(crafts) + r.choice(EVENTS) + r.choice(AFTER)
    if kind == 2:
        return r.choice(BODIES) + r.choice(INSPECTIONS)
    if kind == 3:
        return r.choice(SPOTS).format(p=r.choice(HALLS), r=r.choice(ROADS), a=r.randint(1, 99), b=r.randint(1, 30))
    return r.choice(COUNTS).format(y=r.randint(2023, 2026), a=r.randint(1, 999), b=r.randint(1, 28), u=r.randint(1, 9))


def hostile(seed: int, count: int) -> list[str]:
    """Cells that each say something of one person."""
    r = random.Random(seed)
    return [_one(r) for _ in range(count)]


def office(seed: int, count: int) -> list[str]:
    """Phrases of an office's own work."""
    r = random.Random(seed)
    return [_work(r) for _ in range(count)]

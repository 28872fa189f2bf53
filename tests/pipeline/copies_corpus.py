#!/usr/bin/python3
"""Vacancies, their reposts, and vacancies that only look like reposts, each with what it is: the labelled set of copies_test.py.

  copies_corpus.py --seed 1 --vacancies 3000 > labelled.jsonl      {"posting": {...}, "vacancy": "v12", "made": "repost: typo"}
"""

import argparse
import json
import random
import re

JOBS = {
    "保洁员": ["每天打扫楼道和电梯轿厢", "垃圾分类并送到集中点", "擦洗大堂玻璃与扶手", "雨雪天铺防滑垫"],
    "保安": ["门岗登记外来车辆", "按时巡逻并填写记录", "处理业主求助", "查看监控发现异常及时上报"],
    "收银员": ["扫码收款核对小票", "交接班清点备用金", "整理收银台商品", "解答顾客关于会员卡的问题"],
    "仓库管理员": ["收货验数入账", "按单拣货打包", "月底盘点写差异说明", "保持通道畅通无堆放"],
    "送餐员": ["按系统派单送到指定楼栋", "联系客户说明延误", "爱护保温箱和电动车", "遵守交通规则戴好头盔"],
    "家政阿姨": ["做三餐打扫卫生", "接送孩子上下学", "衣物分类清洗熨烫", "买菜记账"],
    "厨师": ["炒制家常菜并控制成本", "验收当天食材", "保持灶台清洁", "研发季节菜品"],
    "文员": ["整理合同档案", "接听电话做好记录", "制作考勤表", "订购办公用品并报销"],
    "会计": ["编制凭证登记账簿", "按月申报各项税费", "核对银行流水", "配合年度审计"],
    "电工": ["巡检配电房并抄表", "更换灯具开关", "处理突发停电", "填写维修工单"],
    "护理员": ["协助老人洗漱进食", "定时翻身防止压疮", "测量血压体温并记录", "陪同散步聊天"],
    "幼儿园保育员": ["协助老师照看午睡", "消毒餐具和玩具", "组织孩子喝水如厕", "打扫活动室"],
    "叉车司机": ["装卸货物码放托盘", "每日点检车辆", "遵守厂区限速", "配合仓管盘点"],
    "质检员": ["按标准抽检半成品", "记录不良并贴标识", "使用卡尺测量尺寸", "反馈产线改善"],
    "导购": ["介绍商品卖点促成成交", "陈列货架整理库存", "维护会员资料", "完成当月业绩目标"],
    "快递分拣员": ["按流向分拣包裹", "扫描入库出库", "处理破损件登记", "清理传送带"],
    "客服专员": ["在线解答买家疑问", "跟进退换货进度", "整理常见问题", "每日提交工作小结"],
    "美甲师": ["修剪甲型涂胶", "向顾客推荐款式", "工具消毒", "店内卫生值日"],
    "洗碗工": ["清洗餐具分类摆放", "擦拭操作台", "倒运厨余", "协助择菜"],
    "园林工": ["修剪灌木浇水施肥", "喷洒药剂防治虫害", "清理落叶", "更换时令花卉"],
}
# The same boilerplate fits each of a pair.
SIBLINGS = {"保洁员": "绿化工", "保安": "消防中控员", "收银员": "理货员", "仓库管理员": "搬运工", "厨师": "配菜工", "文员": "出纳", "会计": "审计助理",
            "电工": "水暖工", "护理员": "护士", "质检员": "操作工", "导购": "仓库内勤", "快递分拣员": "装卸工", "客服专员": "运营助理", "洗碗工": "传菜员"}
ASKS = ["身体健康无犯罪记录", "能吃苦服从安排", "会用智能手机", "有责任心做事细致", "普通话流利", "有相关经验者优先", "住附近者优先", "持健康证上岗"]
OFFERS = ["每月十五号发放工资", "缴纳社会保险", "提供工作服", "节假日有慰问品", "免费提供午餐", "可申请员工宿舍", "满一年有年假", "老员工介绍新人有奖"]
BOILERPLATE = ["本公司成立多年业务稳定氛围和谐", "因业务发展需要现面向社会招聘", "欢迎周边居民前来应聘", "录用后签订正式劳动合同", "公司扎根本地十余年口碑良好", "岗位长期有效面试通过即可上岗"]
NAMES = "同庆 鼎盛 清源 惠民 九州 海川 向阳 远航 安居 百川 瑞景 和润 金桥 天泽 民康 宏图 乐邻 福满 诚信达 新徽 兴旺 顺捷 康桥 万和 锦程".split()
KINDS = "物业服务 商贸 餐饮管理 家政服务 物流 企业管理 电子科技 人力资源 养老服务 供应链".split()
SHOPS = "三里庵店 望江路店 万达店 滨湖店 四里河店 大学城店 北城店 政务店".split()
COMMUNITIES = "梅山路 琥珀 永乐 贵池 和平 临湖 世纪阳光 如园 竹荫里 康乐 朝霞 丁香".split()
PAY = ["{a}-{b}", "{a}-{b}元/月", "{a}元/月", "{a}以上", "底薪{a}+提成", "面议", "{d}元/天", "{h}元/小时"]
DECORATIONS = ["【急】{}", "【急招】{}", "急聘{}", "{}!!", "{}！", "转发：{}", "{}（长期有效）", "🔥{}", "高薪诚聘{}", "{}5名", "招聘{}若干名", "{}（包吃住）", "{}+五险", "{} ",
               "★{}★", "【转】急招{}2人"]
HOURS = [("白班", "早上八点到下午五点"), ("夜班", "晚上七点到早上七点"), ("早班", "6:00-14:00"), ("中班", "14:00-22:00")]
SOURCES = ["社区公告", "企业直报", "街道就业站", "微信群", "招聘会"]


class Corpus:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.rows = []
        self.vacancies = 0

    def maybe(self, p):
        return self.random.random() < p

    def phone(self):
        return f"{self.random.choice(['138', '150', '177', '199'])}0000{self.random.randrange(10000):04}"

    def pay(self):
        low = self.random.randrange(26, 90) * 100
        return self.random.choice(PAY).format(a=low, b=low + self.random.choice([800, 1000, 1500, 2000]),
                                              d=self.random.randrange(12, 30) * 10, h=self.random.randrange(16, 35))

    def company(self):
        r = self.random
        return r.choice(["合肥", "安徽", "合肥市", ""]) + r.choice(NAMES) + r.choice(NAMES) + r.choice(KINDS) + "有限公司"

    def address(self):
        return f"{self.random.choice(COMMUNITIES)}社区{self.random.choice(['东', '西', '南', '北'])}路{self.random.randrange(1, 300)}号"

    def text(self, duties):
        r = self.random
        parts = r.sample(BOILERPLATE, 2) + r.sample(duties, r.choice([2, 3, 4])) + r.sample(ASKS, 2) + r.sample(OFFERS, r.choice([1, 2, 3]))
        if self.maybe(0.5):
            parts.append(f"工作时间{r.choice([7, 8, 9])}:{r.choice(['00', '30'])}-{r.choice([16, 17, 18])}:00")
        if self.maybe(0.4):
            parts.append(f"{r.choice([18, 20, 25])}-{r.choice([45, 50, 55])}岁")
        shape = r.choice(["plain", "list", "short", "lines"])
        if shape == "list":
            return "岗位要求：" + "；".join(f"{i}、{part}" for i, part in enumerate(parts, 1)) + "。"
        if shape == "lines":
            return "\n".join(f"{i}. {part}" for i, part in enumerate(parts, 1))
        return "，".join(parts[2:5] if shape == "short" else parts) + "。"

    def add(self, posting, vacancy, made):
        number = len(self.rows)
        p = {"id": f"c{number:06}", **{k: v for k, v in posting.items() if v}}
        p["posted_at"] = f"2026-11-{self.random.randrange(1, 22):02}"
        p["source"] = self.random.choice(SOURCES)
        self.rows.append({"posting": p, "vacancy": vacancy, "made": made})

    def new(self, posting, made):
        self.vacancies += 1
        self.add(posting, f"v{self.vacancies}", made)
        return f"v{self.vacancies}"

    def original(self):
        title = self.random.choice(list(JOBS))
        decorated = self.random.choice(DECORATIONS).format(title) if self.maybe(0.2) else title
        posting = {"title": decorated, "company": self.company(), "contact_phone": self.phone(), "address": self.address(),
                   "pay_text": self.pay() if self.maybe(0.9) else "", "description": self.text(JOBS[title])}
        if self.maybe(0.08):
            posting["description"] = ""
        return title, posting

    # ---- the same vacancy again

    def reposts(self, posting, vacancy, keep=False):
        """`keep`: nothing that tells the vacancy from its neighbours is left out."""
        for _ in range(self.random.choice([1, 1, 1, 2, 3])):
            again, made = dict(posting), []
            edits = [self.decorate, self.punctuate, self.move, self.rewrite, self.append, self.misspell, self.reform]
            # A bare notice without its phone or pay might be anybody's.
            edits += [self.drop] * (posting["description"] != "" and not keep)
            for edit in self.random.sample(edits, self.random.choice([1, 2, 2, 3])):
                edit(again)
                made.append(edit.__name__)
            self.add(again, vacancy, "repost: " + "+".join(sorted(made)))

    def decorate(self, p):
        p["title"] = self.random.choice(DECORATIONS).format(p["title"])

    def punctuate(self, p):
        p["description"] = re.sub("[，；。、]", lambda _: self.random.choice([" ", "；", "，", "\n"]), p["description"])

    def move(self, p):
        p["address"] = self.address() if self.maybe(0.7) else ""

    def rewrite(self, p):  # the legal form of the company, the way the pay is written
        p["company"] = re.sub("有限公司$", self.random.choice(["", "（合肥）有限公司", " 有限公司"]), p["company"])
        if re.fullmatch(r"\d{4}-\d{4}(元/月)?", p["pay_text"]):
            p["pay_text"] = re.match(r"\d{4}-\d{4}", p["pay_text"])[0] + self.random.choice(["", "元/月", "元每月", "元"])

    def drop(self, p):  # what is left out: a sentence, the pay, the phone
        what = self.random.choice(["sentence", "sentence", "pay_text", "contact_phone"])
        if what != "sentence":
            p[what] = ""
            return
        parts = re.split("(?<=[，；。\n])", p["description"])
        if len(parts) > 5:
            del parts[self.random.randrange(len(parts))]
        p["description"] = "".join(parts)

    def append(self, p):
        if p["description"]:
            p["description"] += self.random.choice(["有意者请直接联系", "联系我时请说是在社区群看到的", "欢迎转发给需要的邻居", "招满为止"])

    def misspell(self, p):
        if len(p["description"]) > 60:
            at = self.random.randrange(len(p["description"]) - 1)
            if not re.search(r"[\d一二三四五六七八九十百千两半]", p["description"][at:at + 2]):
                p["description"] = p["description"][:at] + p["description"][at + 1:]

    def reform(self, p):  # full width, upper case, traditional characters
        p["description"] = p["description"].replace("0", "０").replace("业务", "業務").replace("时间", "時間").replace("员", "員")

    # ---- another vacancy that looks the same

    # Of some of them a vacancy is half of a pair; where saying less is what a repost does too, both halves are made.

    def near_misses(self, title, posting):
        for other in self.random.sample([self.branch, self.other_title, self.chief, self.other_client], 2):
            other(title, dict(posting))

    def family(self):
        title, posting = self.original()
        make = self.random.choice([self.shifts, self.hours, self.pays, self.clients, self.shops])
        for variant in make(title, posting):
            vacancy = self.new({**posting, **variant}, make.__name__)
            if self.maybe(0.5):
                self.reposts({**posting, **variant}, vacancy, keep=True)

    def branch(self, _, p):
        for shop in self.random.sample(SHOPS, 2):
            self.new({**p, "company": p["company"] + f"（{shop}）", "contact_phone": self.phone(), "address": self.address()}, "branch")

    def other_title(self, title, p):
        if title in SIBLINGS:
            self.new({**p, "title": SIBLINGS[title]}, "title")

    def chief(self, title, p):
        self.new({**p, "title": re.sub("员$", "", title) + self.random.choice(["主管", "组长", "领班", "学徒", "（兼职）"])}, "grade")

    def other_client(self, _, p):
        for _ in range(2):
            self.new({**p, "company": self.company(), "contact_phone": p["contact_phone"] if self.maybe(.5) else self.phone()}, "client")

    def shifts(self, title, p):
        return [{"title": f"{title}（{name}）", "description": p["description"] and p["description"] + f"上班时间{hours}"}
                for name, hours in self.random.sample(HOURS, 2)]

    def hours(self, _, p):
        text = p["description"] or "工作内容面谈，"
        return [{"description": text + f"上班时间{hours}"} for _, hours in self.random.sample(HOURS, 2)]

    def pays(self, _, p):
        return [{"pay_text": f"{low * 100}-{low * 100 + 1000}"} for low in self.random.sample(range(91, 140), 2)]

    def clients(self, title, p):
        return [{"title": f"{title}（{client}项目）"} for client in self.random.sample(NAMES, 2)]

    def shops(self, title, p):
        return [{"title": f"{title}（{shop}）", "address": self.address()} for shop in self.random.sample(SHOPS, 2)]


def corpus(seed, vacancies):
    made = Corpus(seed)
    for _ in range(vacancies):
        title, posting = made.original()
        vacancy = made.new(posting, "original")
        if made.maybe(0.6):
            made.reposts(posting, vacancy)
        if made.maybe(0.3):
            made.near_misses(title, posting)
        if made.maybe(0.2):
            made.family()
    rows = made.rows
    made.random.shuffle(rows)
    return rows


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--vacancies", type=int, default=3000)
    options = parser.parse_args()
    for row in corpus(options.seed, options.vacancies):
        print(json.dumps(row, ensure_ascii=False))

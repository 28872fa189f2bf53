"""Pay as people write it: one monthly range in the many notations of notices and chat groups."""

DIGITS = "零一二三四五六七八九"


def chinese(amount):
    """3500 -> 三千五, 5000 -> 五千, 12000 -> 一万二; hundreds only, below 100,000."""
    ten_thousands, rest = divmod(amount, 10000)
    thousands, rest = divmod(rest, 1000)
    hundreds = rest // 100
    text = ""
    if ten_thousands:
        text += ("两" if ten_thousands == 2 else DIGITS[ten_thousands]) + "万"
    if thousands:
        spoken = "两" if thousands == 2 and not ten_thousands else DIGITS[thousands]
        text += spoken + ("" if ten_thousands and not hundreds else "千")
    if hundreds:
        text += ("零" if ten_thousands and not thousands else "") + DIGITS[hundreds]
        text += "" if thousands else "百"
    return text


def full_width(text):
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def short(number):
    """4.0 -> 4, 4.5 -> 4.5"""
    return f"{number:g}"


def monthly(rng, low, high):
    k_low, k_high = short(low / 1000), short(high / 1000)
    return rng.choice([
        f"{low}-{high}元/月", f"{low}-{high}", f"{low}~{high}元", f"{low}—{high}元/月", f"{low}至{high}", f"{low}到{high}元",
        f"月薪{low}-{high}", f"工资{low}左右", f"{k_low}-{k_high}K", f"{k_low}K-{k_high}K·13薪", f"{k_low}千-{k_high}千",
        f"{chinese(low)}到{chinese(high)}", f"{chinese(low)}以上", f"{chinese(low)}一个月", f"{low}元起", f"不低于{low}元/月",
        f"{low}以上", f"最高{high}元/月", f"{high}元以内", f"税后{low}", f"到手{low}-{high}", f"税前{low}-{high}",
        f"{low}+{rng.choice([100, 200, 300])}全勤", f"{low}元/月，包吃住", f"{low}-{high}，包午餐", f"RMB {low}-{high}/月",
        f"{low:,}-{high:,}元/月", full_width(f"{low}-{high}"), f"试用期{low - 300}，转正{low}",
        f"试用期{low - 200}元/月，转正后{low}-{high}元/月", f"每月{low}元", f"{low}元/月（含社保）", f"{low}-{high}+五险+单休",
        f"基本工资{low - 800}元+加班费+全勤奖200元", f"综合工资{low}-{high}", f"{low}-{high}，具体面谈", "面议", "工资面谈", "电话详谈",
    ])


def daily(rng, low, high):
    day_low, day_high = int(round(low / 22, -1)), int(round(high / 22, -1))
    return rng.choice([
        f"{day_low}元/天", f"{day_low}-{day_high}元/天", f"一天{day_low}", f"{day_low}/天", f"{day_low}元/日，日结",
        f"{day_high}元/工", f"每天{day_low}块，做一天算一天", f"{day_low}元/班", f"日薪{day_low}-{day_high}", f"{day_low}元一天管一顿饭",
    ])


def hourly(rng, low, high):
    hour_low, hour_high = max(15, round(low / 176)), max(18, round(high / 176))
    return rng.choice([
        f"{hour_low}元/小时", f"{hour_low}-{hour_high}元/小时", f"时薪{hour_low}元", f"小时工{hour_low}元一小时", f"每小时{hour_low}块",
        f"{hour_low}元/时", f"{hour_low}块一小时，当天结", f"钟点 {hour_low}-{hour_high}元/小时",
    ])


def with_commission(rng, low, high):
    base = int(max(2100, round(low * 0.7, -2)))
    return rng.choice([
        f"底薪{base}+提成", f"{base}底薪+高提成", f"底薪{base}+提成，综合{low}-{high}", f"无责底薪{base}+绩效+奖金",
        f"保底{base}+计件", f"{base}+提成，上不封顶", f"底薪{chinese(base)}加提成", f"月入{high}以上",
    ])


def by_piece(rng, _low, _high):
    return rng.choice(["计件", "计件，多劳多得", f"{rng.choice(['3.5', '4', '5-8', '6'])}元/单", "按单结算 5-8元/单",
                       f"{rng.choice([6, 8, 12])}元/平方", "按件算，月底结", f"{rng.choice(['0.3', '0.5', '1.2'])}元/件"])


def by_event(rng, _low, _high):
    return f"{rng.choice([150, 200, 300])}元/场"


def yearly(rng, low, high):
    low_10k, high_10k = short(round(low * 12 / 10000)), short(round(high * 12 / 10000) + 1)
    return rng.choice([f"{low_10k}-{high_10k}万/年", f"年薪{low_10k}-{high_10k}万元", f"{low_10k}万元/年以上"])


def weekly(rng, low, high):
    week_low, week_high = int(round(low * 12 / 52, -2)), int(round(high * 12 / 52, -2)) + 100
    return f"周薪{week_low}-{week_high}"


def thousands(rng, low, high):
    k_low, k_high = short(low / 1000), short(high / 1000)
    return rng.choice([f"{k_low}-{k_high}K", f"{k_low}K-{k_high}K", f"{k_low}-{k_high}K·13薪", f"{k_low}—{k_high}k", f"{low}-{high}"])


NOTATIONS = {"m": monthly, "d": daily, "h": hourly, "b": with_commission, "p": by_piece, "e": by_event, "y": yearly,
             "w": weekly, "k": thousands}


def pay_text(rng, occupation):
    """None for the notices that say nothing about pay, or say something else in its place."""
    chance = rng.random()
    if chance < 0.04:
        return None
    if chance < 0.06:
        return rng.choice(["五险 双休", "待遇从优", "面議", "薪资详见描述"])
    low, high = occupation.pay
    low += rng.randrange(0, 5) * 100
    high = max(low + 300, high + rng.randrange(-5, 6) * 100)
    if rng.random() < 0.5:
        high = min(high, low + rng.choice([500, 1000, 1500, 2000]))
    return NOTATIONS[rng.choice(occupation.units)](rng, low, high)

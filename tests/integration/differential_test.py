#!/usr/bin/python3
"""Random searches on the real programs against an oracle that shares no code with them.

Generates postings whose meaning is known (so that filters, facets and order can be worked out from it), plants some a
metre inside and outside of circles, indexes them, asks `exact=true` searches and compares ids, totals, facets,
distances and order. The oracle program (oracle.cc) judges place and text by GeographicLib and plain substrings.
"""
import argparse
import datetime
import json
import math
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
from daemon import Daemon, build_index  # noqa: E402

NOW = '2026-11-22T12:00:00+08:00'
NOW_S = int(datetime.datetime.fromisoformat(NOW).timestamp())
DAY = 86400
EDUCATION = ['any', '小学', '初中', '高中', '中专', '大专', '本科', '硕士', '博士']
EMPLOYER = ['民营企业', '台资企业', '外资企业', '国有企业', '个体工商户', '机关事业单位', '社会组织', '其他', '劳模企业', '公益性岗位']
CATEGORY = ['甲类', '乙类', '丙类', '丁类']
EMPLOYMENT = ['全职', '兼职', '小时工', '临时']
GROUPS = ['退役军人', '高校毕业生', '妇女', '残疾人']
WELFARE = ['包吃', '包住', '五险一金', '班车', '双休']
# How else a benefit is worded, and what more it is: filters and facets go by what is meant.
WORDINGS = {'包吃': ['免费工作餐', '管饭'], '包住': ['提供住宿', '员工宿舍'], '班车': ['有班车接送'], '双休': ['周末双休']}
MORE = {'五险一金': ['社保', '公积金']}
SOURCES = ['社区公告', '企业直报', '人社平台']
# Words that share characters, so that bigrams within and across words, false friends and near misses all occur.
WORDS = ('保洁 保洁员 保安 确保安全 家政 家政服务员 服务 业务员 业务 会计 会计师 计划 收银 收银员 银行 行政 行政助理 助理 厨师 厨房 师傅 房产 产品 '
         '快递 快递员 分拣 分拣员 叉车 叉车工 电工 焊工 工程 工程师 程序 程序员 护工 护理 护理员 理货 理货员 司机 机修 修理 月嫂 育婴 育婴师 '
         '负责 小区 清洁 卫生 做饭 烧菜 问路 夜宵 白板 二手车 包装住 的 了 和 在 有 无 需 可 年').split()
LATIN = ['java', 'javascript', 'c++', 'c#', 'excel', 'cad', 'b超', '4s店', 'erp', '5000', '18', 'python3']
RARE_HAN = '鑫淼焱垚犇骉羴猋掱鱻'
FORMS = {'保洁': ['保潔', '保洁'], '会计': ['會計', '会计'], 'java': ['Java', 'ＪＡＶＡ', 'JAVA'], '业务': ['業務', '业务'],
         '护工': ['護工'], '5000': ['５０００'], 'c++': ['C++', 'Ｃ＋＋'], '电工': ['電工'], '师傅': ['師傅']}
WORTH = {1: .70, 2: .05, 4: .10}


class World:
    def __init__(self, seed, size, oracle):
        self.rng = random.Random(seed)
        self.oracle = oracle
        self.anchors = [(31.7 + self.rng.random() * .3, 117.1 + self.rng.random() * .35) for _ in range(60)]
        self.postings = [self.posting(i, self.place()) for i in range(size)]
        # Copies under other ids: exact=true shows postings, not vacancies.
        for p in self.rng.sample(self.postings, size // 20):
            self.postings.append(dict(p, id=f'copy{len(self.postings)}'))
        self.plants = []

    def text(self, words):
        rng, out = self.rng, ''
        for _ in range(words):
            k = rng.random()
            if k < .80:
                word = rng.choice(WORDS)
            elif k < .92:
                word = rng.choice(LATIN)
            elif k < .97:
                word = rng.choice('，。；、（）/-　 \n')
            else:
                word = ''.join(rng.choice(RARE_HAN) for _ in range(rng.randint(1, 3)))
            out += rng.choice(FORMS.get(word, [word])) if rng.random() < .3 else word
        return out

    def place(self):
        rng = self.rng
        if rng.random() < .04:
            return None
        lat, lng = rng.choice(self.anchors)
        spread = rng.choice([.002, .01, .03, .2])
        return lat + rng.gauss(0, spread), lng + rng.gauss(0, spread)

    def posting(self, i, place):
        rng = self.rng
        p = {'id': f'p{i:05d}-{rng.randint(0, 99)}', 'title': self.text(rng.randint(1, 5)).strip() or '保洁'}
        if not p['title'].strip(' \n\u3000'):
            p['title'] = '保洁'
        if rng.random() < .9:
            p['company'] = self.text(3)
        if rng.random() < .9:
            p['description'] = self.text(rng.randint(5, 60))
        truth = {'posted': None, 'pay': None, 'education': None, 'years': None, 'groups': [], 'welfare': []}
        if place:
            p['lat'], p['lng'] = p['oracle_lat'], p['oracle_lng'] = round(place[0], 8), round(place[1], 8)
            p['datum'] = 'wgs84'
        self.draw_pay(p, truth)
        self.draw_requirements(p, truth)
        self.draw_dates(p, truth)
        p['employer_type'] = rng.choice(EMPLOYER)
        p['category'] = rng.choice(CATEGORY)
        if rng.random() < .7:
            p['employment_type'] = rng.choice(EMPLOYMENT)
        for field, values in (('groups', GROUPS), ('welfare', WELFARE)):
            if rng.random() < .6:
                p[field] = rng.sample(values, rng.randint(1, 3))
                truth[field] = [more for value in p[field] for more in (value, *MORE.get(value, []))]
                p[field] = [rng.choice([value, *WORDINGS.get(value, [])]) for value in p[field]]
        if rng.random() < .9:
            p['source'] = rng.choice(SOURCES)
        if rng.random() < .8:
            p['community_id'] = f'34010200{rng.randint(1, 9):04d}'
        p['_truth'] = truth
        return p

    def draw_pay(self, p, truth):
        low = self.rng.randrange(2000, 9000, 100)
        high = low + self.rng.randrange(0, 4000, 100)
        kind = self.rng.choice(['range', 'from', 'open', 'none'])
        if kind == 'range':
            p['pay_text'], truth['pay'] = f'{low}-{high}元/月', high
        elif kind == 'from':
            p['pay_text'], truth['pay'] = f'{low}元以上', low
        elif kind == 'open':
            p['pay_text'] = '面议'

    def draw_requirements(self, p, truth):
        if self.rng.random() < .8:
            level = self.rng.randrange(0, 9)
            p['education_text'] = '学历不限' if level == 0 else EDUCATION[level]
            truth['education'] = level
        if self.rng.random() < .8:
            years = self.rng.randrange(0, 8)
            p['experience_text'] = '经验不限' if years == 0 else f'{years}年以上'
            truth['years'] = years

    def draw_dates(self, p, truth):
        rng = self.rng
        stamp = lambda s: datetime.datetime.fromtimestamp(s, datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')
        if rng.random() < .9:
            truth['posted'] = NOW_S - rng.randrange(0, 80 * DAY)
            p['posted_at'] = stamp(truth['posted'])
        truth['lapses'] = (truth['posted'] or NOW_S) + 60 * DAY
        if rng.random() < .7:
            truth['lapses'] = NOW_S + rng.choice([-1, 0, 1, 3600]) if rng.random() < .1 else NOW_S + rng.randrange(-10, 50) * DAY
            p['valid_until'] = stamp(truth['lapses'])

    def plant(self, count):
        """Postings one metre inside and one metre outside of circles, and the searches that must tell them apart."""
        circles = []
        for _ in range(count):
            lat, lng = self.rng.choice(self.anchors)
            circles.append((lat, lng, self.rng.uniform(0, 360), float(self.rng.randint(100, 50000))))
        lines = [f'{lat:.10f} {lng:.10f} {azimuth} {radius + by}' for lat, lng, azimuth, radius in circles for by in (-1, 1)]
        points = subprocess.run([self.oracle, 'plant'], input='\n'.join(lines), capture_output=True, text=True, check=True)
        for k, line in enumerate(points.stdout.splitlines()):
            lat, lng, _, radius = circles[k // 2]
            posting = self.posting(len(self.postings), tuple(map(float, line.split())))
            posting.pop('valid_until', None)
            posting['_truth']['posted'] = posting['_truth']['posted'] and NOW_S - DAY
            posting['posted_at'] = '2026-11-21T04:00:00Z'
            posting['_truth'].update(posted=NOW_S - DAY, lapses=NOW_S + 59 * DAY)
            self.postings.append(posting)
            self.plants.append({'lat': lat, 'lng': lng, 'radius_m': radius, 'q': ''})

    def query(self):
        rng, terms = self.rng, []
        for _ in range(rng.choice([0, 1, 1, 1, 2, 3])):
            kind = rng.random()
            source = rng.choice(self.postings)
            text = source.get(rng.choice(['title', 'description', 'company'])) or source['title']
            if kind < .35:
                terms.append(rng.choice(WORDS))
            elif kind < .5:
                terms.append(rng.choice(LATIN + ['java', 'v', '5', 'c+']))
            elif kind < .6:
                terms.append(rng.choice(RARE_HAN + '保工师员'))
            else:
                begin = rng.randrange(len(text))
                terms.append(text[begin:begin + rng.randint(1, 6)])
        return ' '.join(terms)

    def search(self):
        rng = self.rng
        if self.plants and rng.random() < .2:
            s = dict(rng.choice(self.plants))
        else:
            lat, lng = rng.choice(self.anchors)
            s = {'lat': round(lat + rng.gauss(0, .01), 6), 'lng': round(lng + rng.gauss(0, .01), 6),
                 'radius_m': int(math.exp(rng.uniform(math.log(100), math.log(50000)))), 'q': self.query()}
        f = {}
        for name, chance, draw in (
                ('education', .08, lambda: rng.choice(EDUCATION)), ('experience_years', .08, lambda: rng.randrange(0, 9)),
                ('pay_min', .12, lambda: rng.randrange(1500, 12000)), ('posted_within_days', .08, lambda: rng.randrange(1, 80)),
                ('category', .08, lambda: rng.sample(CATEGORY, 2)), ('employer_type', .08, lambda: rng.sample(EMPLOYER, 2)),
                ('employment_type', .08, lambda: rng.sample(EMPLOYMENT, 2)), ('group', .08, lambda: rng.sample(GROUPS, 1)),
                ('welfare', .08, lambda: rng.sample(WELFARE, 2)), ('source', .08, lambda: [rng.choice(SOURCES + ['没有这个'])]),
                ('posted_by_community', .08, lambda: [f'34010200{rng.randint(1, 9):04d}'])):
            if rng.random() < chance:
                f[name] = draw()
        s['filters'] = f
        s['sort'] = rng.choice(['relevance', 'relevance', 'distance', 'newest', 'pay'])
        return s


def passes(p, f, pay=True):
    t = p['_truth']
    inside = lambda name, values: name not in f or bool(set(f[name]) & set(values))
    return (t['lapses'] > NOW_S
            and ('education' not in f or t['education'] is None or t['education'] <= EDUCATION.index(f['education']))
            and ('experience_years' not in f or t['years'] is None or t['years'] <= f['experience_years'])
            and ('posted_within_days' not in f or (t['posted'] is not None and t['posted'] >= NOW_S - f['posted_within_days'] * DAY))
            and inside('category', [p['category']]) and inside('employer_type', [p['employer_type']])
            and inside('employment_type', [p.get('employment_type')]) and inside('group', t['groups'])
            and inside('welfare', t['welfare']) and inside('source', [p.get('source')])
            and inside('posted_by_community', [p.get('community_id')])
            and (not pay or 'pay_min' not in f or (t['pay'] is not None and t['pay'] >= f['pay_min'])))


def facets_of(found):
    counts = {name: {} for name in ('category', 'employer_type', 'employment_type', 'group', 'welfare', 'source', 'education')}
    for p in found:
        level = p['_truth']['education']
        for name, values in (('category', [p['category']]), ('employer_type', [p['employer_type']]),
                             ('employment_type', [p.get('employment_type')]), ('group', p['_truth']['groups']),
                             ('welfare', p['_truth']['welfare']), ('source', [p.get('source')]),
                             ('education', [EDUCATION[level] if level is not None else None])):
            for value in values:
                if value is not None:
                    counts[name][value] = counts[name].get(value, 0) + 1
    return counts


def score(p, metres, fields_of_terms, s):
    """The published formula (README, ranking.h) with its default weights, for exact=true."""
    t, f = p['_truth'], s['filters']
    text = sum(sum(WORTH[bit] for bit in WORTH if fields & bit) for fields in fields_of_terms) / max(1, len(fields_of_terms))
    age_hours = None if t['posted'] is None else (NOW_S - t['posted']) // 3600
    told = [t['pay'] is not None, 'description' in p and p['description'].strip(' \n\u3000') != '', p.get('company', '').strip(' \n\u3000') != '',
            True, t['years'] is not None or t['education'] is not None, 'welfare' in p, 'employment_type' in p, t['posted'] is not None]
    wishes = []
    if 'pay_min' in f:
        wishes.append(min(1, (t['pay'] - f['pay_min']) / max(1, f['pay_min'])))
    if 'experience_years' in f:
        wishes.append(.5 if t['years'] is None else 1)
    if 'education' in f:
        wishes.append(.5 if t['education'] is None else 1)
    return (text + .30 * (1 - metres / s['radius_m']) + (.10 * 2 ** (-age_hours / 336) if age_hours is not None else 0)
            + .05 * sum(told) / 8 + (.10 * sum(wishes) / len(wishes) if wishes else 0))


def sort_key(p, metres, fields, s):
    if s['sort'] == 'relevance':
        return score(p, metres, fields, s)
    if s['sort'] == 'distance':
        return -metres
    if s['sort'] == 'newest':
        return p['_truth']['posted'] or -1
    return p['_truth']['pay'] if p['_truth']['pay'] is not None else -1


def only_short_terms(q):
    han = lambda c: '\u4e00' <= c <= '\u9fff'
    return all(len(t) <= 2 and all(han(c) for c in t) for t in q.split())


class Comparison:
    def __init__(self, daemon, world, all_pages_of):
        self.daemon, self.world, self.all_pages_of = daemon, world, all_pages_of
        self.by_id = {p['id']: p for p in world.postings}
        self.failures, self.hits, self.false_hits, self.nonempty = [], 0, 0, 0

    def fail(self, s, what):
        self.failures.append(f'{what}\n    {json.dumps({k: v for k, v in s.items()}, ensure_ascii=False)}')

    def ask(self, s, most_pages):
        parameters = {'q': s['q'], 'lat': f"{s['lat']:.10f}", 'lng': f"{s['lng']:.10f}", 'datum': 'wgs84', 'radius_m': s['radius_m'],
                      'sort': s['sort'], 'exact': 'true', 'explain': 'true', 'limit': 50,
                      'facets': 'category,employer_type,employment_type,group,welfare,source,education,pay_unknown', **s['filters']}
        first = self.daemon.search(**parameters)
        hits, page = list(first['hits']), first
        while 'next_cursor' in page and len(hits) < 50 * most_pages:
            page = self.daemon.search(**parameters, cursor=page['next_cursor'])
            hits += page['hits']
        return first, hits, 'next_cursor' not in page

    def compare(self, k, s, judged):
        postings = self.world.postings
        expected = {postings[i]['id']: (postings[i], metres, fields) for i, metres, fields in judged if passes(postings[i], s['filters'])}
        unknown = sum(1 for i, _, _ in judged if postings[i]['_truth']['pay'] is None and passes(postings[i], s['filters'], pay=False))
        first, hits, complete = self.ask(s, 100 if k % self.all_pages_of == 0 else 2)
        got = [h['id'] for h in hits]
        self.hits += len(got)
        self.nonempty += bool(got)
        false = [i for i in got if i not in expected]
        self.false_hits += len(false)
        if false and only_short_terms(s['q']):
            self.fail(s, f'false hits {false[:3]}')
        if len(set(got)) != len(got):
            self.fail(s, 'a posting came twice')
        if complete and set(expected) - set(got):
            self.fail(s, f'missing {sorted(set(expected) - set(got))[:3]}')
        if first['total'] != {'value': len(expected), 'relation': 'eq'}:
            self.fail(s, f"total {first['total']}, expected {len(expected)}")
        facets = dict(first['facets'])
        if facets.pop('pay_unknown') != unknown:
            self.fail(s, f"pay_unknown {first['facets']['pay_unknown']}, expected {unknown}")
        if facets != facets_of([p for p, _, _ in expected.values()]):
            self.fail(s, f'facets {facets}')
        self.compare_order(s, hits, expected)

    def compare_order(self, s, hits, expected):
        previous = None
        for hit in hits:
            if hit['id'] not in expected:
                continue
            p, metres, fields = expected[hit['id']]
            if abs(hit['distance_m'] - metres) > 1:
                self.fail(s, f"{hit['id']}: {hit['distance_m']} m, expected {metres:.2f}")
            published = score(p, metres, fields, s)
            if abs(hit['score'] - published) > 1e-5 or abs(sum(t['value'] for t in hit['explain']) - hit['score']) > 1e-9:
                self.fail(s, f"{hit['id']}: score {hit['score']}, by the formula {published}, terms {hit['explain']}")
            key = sort_key(p, metres, fields, s)
            if previous and key > previous[0] + 1e-6 + (.02 if s['sort'] == 'distance' else 0):
                self.fail(s, f"{previous[1]} ({previous[0]}) before {hit['id']} ({key})")
            previous = (key, hit['id'])
        if len(hits) < len(expected) and hits and len(hits) <= 100:
            # What was not shown must not be better than the last that was.
            keys = sorted((sort_key(*e, s) for e in expected.values()), reverse=True)
            if previous and previous[0] < keys[min(len(hits), len(keys)) - 1] - 1e-6 - (.02 if s['sort'] == 'distance' else 0):
                self.fail(s, f'something better than {previous[1]} was left out')


def write_inputs(folder, world):
    postings = os.path.join(folder, 'postings.jsonl')
    with open(postings, 'w', encoding='utf-8') as out:
        for p in world.postings:
            out.write(json.dumps({k: v for k, v in p.items() if k != '_truth'}, ensure_ascii=False) + '\n')
    communities = os.path.join(folder, 'communities.csv')
    with open(communities, 'w', encoding='utf-8') as out:
        # Far from every anchor: a posting without coordinates must not be found through its community.
        out.write('code,name,street,district,lng_wgs84,lat_wgs84\n340199001001,远方社区居委会,远方街道,远方区,100.0,40.0\n')
    return postings, communities


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--bin', required=True)
    ap.add_argument('--oracle', required=True)
    ap.add_argument('--searches', type=int, default=10000)
    ap.add_argument('--postings', type=int, default=3000)
    ap.add_argument('--seed', type=int, default=1)
    ap.add_argument('--all-pages-of', type=int, default=10, help='every how manieth search is paged to its end')
    a = ap.parse_args()
    world = World(a.seed, a.postings, a.oracle)
    world.plant(150)
    searches = [dict(s, filters={}, sort='relevance') for s in world.plants] + [world.search() for _ in range(a.searches - len(world.plants))]
    with tempfile.TemporaryDirectory() as folder:
        postings, communities = write_inputs(folder, world)
        summary, _ = build_index(a.bin, postings, communities, os.path.join(folder, 'index'), NOW)
        assert summary['indexed'] == len(world.postings), summary
        judged = subprocess.run([a.oracle, 'search', postings], capture_output=True, text=True, check=True,
                                input='\n'.join(json.dumps({k: s[k] for k in ('lat', 'lng', 'radius_m', 'q')}) for s in searches))
        with Daemon(a.bin, os.path.join(folder, 'index'), now=NOW, extra=('--search-deadline-ms', '60000')) as daemon:
            comparison = Comparison(daemon, world, a.all_pages_of)
            for k, (s, line) in enumerate(zip(searches, judged.stdout.splitlines(), strict=True)):
                comparison.compare(k, s, json.loads(line))
    for failure in comparison.failures[:20]:
        print('FAILED', failure)
    print(f'{len(searches)} searches, {comparison.nonempty} with hits, {comparison.hits} hits compared, '
          f'{comparison.false_hits} false, {len(comparison.failures)} differences')
    assert comparison.nonempty > len(searches) / 3, 'too few searches found anything to compare'
    return 1 if comparison.failures or comparison.false_hits > comparison.hits / 1000 else 0


if __name__ == '__main__':
    sys.exit(main())

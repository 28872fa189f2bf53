#!/usr/bin/python3
"""The real daemon from start to end, and what it says to requests that are wrong: lifecycle_test.py --bin DIR"""
import argparse
import contextlib
import gzip
import http.client
import json
import math
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'support'))
from daemon import Daemon, build_index  # noqa: E402

OPTIONS = argparse.Namespace(bin='')
NOW = '2026-11-22T12:00:00+08:00'
HAN = re.compile('[\u4e00-\u9fff]')
SANLIAN = '340104001001'
HOME = {'lat': 31.85, 'lng': 117.25, 'datum': 'wgs84'}
COMMUNITIES = f"""code,name,street,district,lng_wgs84,lat_wgs84,accuracy_m
{SANLIAN},三里庵社区居委会,三里庵街道,蜀山区,117.25,31.85,500
340104001002,竹荫里社区居委会,三里庵街道,蜀山区,117.26,31.85,500
340102001001,填海巷社区居委会,明光路街道,瑶海区,117.3011,31.8733,1500
"""
COPY = {'title': '保洁员', 'company': '洁净物业', 'pay_text': '3000-4000元/月', 'posted_at': '2026-11-20', **HOME}
POSTINGS = [
    {'id': 'copy-1', **COPY, 'source': '社区公告'},
    {'id': 'copy-2', **COPY, 'source': '企业直报', 'community_id': SANLIAN},
    {'id': 'expired', 'title': '保洁员', 'company': '旧物业', 'posted_at': '2026-10-01', 'valid_until': '2026-11-21', **HOME},
    {'id': '岗位/一号', 'title': '厨师', 'posted_at': '2026-11-21', **HOME},
    {'id': 'secret-id-123', 'title': '会计', 'posted_at': '2026-11-21', 'address': '蜀山区某路', **HOME},
]
# Where a posting asked for by name would stand in a log line, if it stood there.
SECRET_WORD = '会计秘密词'


def metres(a, b):
    """Close enough between points a few metres apart."""
    north = (a['lat'] - b['lat']) * 111_000
    east = (a['lng'] - b['lng']) * 111_000 * math.cos(math.radians(a['lat']))
    return math.hypot(north, east)


class Index:
    """Built once for all tests of this file."""
    folder = None
    path = ''

    @classmethod
    def build(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix='doorstep-test-')
        root = pathlib.Path(cls.folder.name)
        (root / 'postings.jsonl').write_text('\n'.join(json.dumps(p, ensure_ascii=False) for p in POSTINGS), encoding='utf-8')
        (root / 'communities.csv').write_text(COMMUNITIES, encoding='utf-8')
        cls.path = str(root / 'index')
        build_index(OPTIONS.bin, str(root / 'postings.jsonl'), str(root / 'communities.csv'), cls.path, NOW)


def run_searchd(*arguments):
    """For calls that must end by themselves."""
    command = [os.path.join(OPTIONS.bin, 'searchd'), *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60, check=False)


class Start(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='doorstep-test-')
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def assert_refuses(self, code, *arguments, says):
        done = run_searchd(*arguments)
        told = done.stderr.decode()
        self.assertEqual(done.returncode, code, told)
        for text in says:
            self.assertIn(text, told)
        self.assertNotIn(b'"listening"', done.stdout, 'nothing was announced')

    def copy_of_index(self):
        copy = self.folder / 'index'
        shutil.copytree(Index.path, copy)
        return copy, copy / (copy / 'CURRENT').read_text().strip()

    def test_without_an_index_it_says_what_to_run(self):
        self.assert_refuses(3, '--index', str(self.folder), '--listen', '127.0.0.1:0',
                            says=['indexer build', '--out', str(self.folder)])

    def test_a_folder_that_does_not_exist(self):
        self.assert_refuses(3, '--index', str(self.folder / 'none'), says=['indexer build'])

    def test_an_index_of_another_version_is_refused_naming_both(self):
        for field in ('format_version', 'analyzer_version'):
            with self.subTest(field):
                copy, generation = self.copy_of_index()
                manifest = json.loads((generation / 'manifest.json').read_text())
                ours = manifest[field]
                manifest[field] = 977
                (generation / 'manifest.json').write_text(json.dumps(manifest))
                self.assert_refuses(3, '--index', str(copy), says=['977', f'需要 {ours}', 'indexer'])
                shutil.rmtree(copy)

    def test_an_index_of_another_lexicon_is_refused_naming_both(self):
        copy, generation = self.copy_of_index()
        manifest = json.loads((generation / 'manifest.json').read_text())
        ours, manifest['lexicon'] = manifest['lexicon'], '0123456789abcdef'
        (generation / 'manifest.json').write_text(json.dumps(manifest))
        self.assert_refuses(3, '--index', str(copy), says=['0123456789abcdef', ours])

    def test_a_file_cut_short_is_refused_by_name(self):
        for name in ('manifest.json', 'base/columns.bin', 'base/texts.bin', 'base/postings.bin'):
            with self.subTest(name):
                copy, generation = self.copy_of_index()
                data = (generation / name).read_bytes()
                (generation / name).write_bytes(data[:len(data) // 2])
                self.assert_refuses(3, '--index', str(copy), says=[os.path.basename(name)])
                shutil.rmtree(copy)

    def test_a_port_that_is_taken_is_named(self):
        with socket.create_server(('127.0.0.1', 0)) as taken:
            address = f'127.0.0.1:{taken.getsockname()[1]}'
            self.assert_refuses(3, '--index', Index.path, '--listen', address, '--admin-listen', '127.0.0.1:0',
                                says=[address])

    def test_two_daemons_do_not_share_a_port(self):
        with Daemon(OPTIONS.bin, Index.path, NOW) as first:
            self.assert_refuses(3, '--index', Index.path, '--listen', first.address, says=[first.address])

    def test_an_address_that_is_not_loopback_needs_a_proxy_in_front(self):
        for option in ('--listen', '--admin-listen'):
            with self.subTest(option):
                self.assert_refuses(2, '--index', Index.path, option, '0.0.0.0:0', says=['--behind-proxy', option])

    def test_wrong_calls(self):
        for arguments in ([], ['--index'], ['--index', 'x', '--fast'], ['--index', 'x', '--listen', '8080'],
                          ['--index', 'x', '--listen', '127.0.0.1:99999'], ['--index', 'x', '--now', 'yesterday'],
                          ['--index', 'x', '--search-deadline-ms', '0']):
            with self.subTest(arguments):
                self.assertEqual(run_searchd(*arguments).returncode, 2)

    def test_sigterm_ends_it_cleanly_also_with_a_connection_open(self):
        daemon = Daemon(OPTIONS.bin, Index.path, NOW)
        with contextlib.closing(http.client.HTTPConnection(daemon.host, daemon.port, timeout=60)) as idle:
            idle.request('GET', '/livez')
            idle.getresponse().read()
            self.assertEqual(daemon.stop(), 0)


class Serving(unittest.TestCase):
    daemon = None

    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon(OPTIONS.bin, Index.path, NOW)
        cls.addClassCleanup(cls.daemon.__exit__)

    def ask(self, target):
        """(status, content type, body) of a target as it is written."""
        with contextlib.closing(http.client.HTTPConnection(self.daemon.host, self.daemon.port, timeout=60)) as connection:
            connection.request('GET', target)
            response = connection.getresponse()
            return response.status, response.getheader('Content-Type'), response.read()

    def assert_problem(self, parameters, parameter, statuses=(400,)):
        """Refused as problem+json whose errors name the parameter, in Chinese; returns that error."""
        query = urllib.parse.urlencode(parameters, quote_via=urllib.parse.quote)
        status, content_type, body = self.ask('/v1/postings?' + query)
        self.assertIn(status, statuses, (parameters if len(query) < 500 else query[:100], body[:300]))
        self.assertEqual(content_type, 'application/problem+json')
        problem = json.loads(body)
        self.assertEqual(problem['status'], status)
        self.assertRegex(problem['title'], HAN)
        if status != 400:
            return None
        for error in problem['errors']:
            if error['parameter'] == parameter:
                self.assertRegex(error['detail'], HAN)
                return error
        self.fail(f'{parameter} is not named in {problem}')


class Operation(Serving):
    def test_probes_and_version(self):
        self.assertEqual(self.daemon.get('/livez'), (200, {'status': 'ok'}))
        status, ready = self.daemon.get('/readyz')
        self.assertEqual((status, ready['status']), (200, 'ready'))
        status, version = self.daemon.get('/version')
        self.assertEqual(status, 200)
        self.assertEqual(version['generation'], ready['generation'])
        self.assertTrue({'name', 'version', 'format_version', 'analyzer_version'} <= version.keys())

    def test_the_contract_is_served_and_names_what_is_routed(self):
        status, contract = self.daemon.get('/openapi.json')
        self.assertEqual(status, 200)
        self.assertTrue(contract['openapi'].startswith('3.1'))
        for path in ('/v1/postings', '/v1/postings/{id}', '/v1/suggest', '/v1/communities', '/livez', '/readyz', '/version'):
            self.assertIn(path, contract['paths'])

    def test_every_error_code_that_is_answered_is_in_the_contract(self):
        known = set(json.loads(self.ask('/openapi.json')[2])['x-errors'])
        cursor = self.daemon.search(limit=1, **HOME)['next_cursor']
        for target in ('/nowhere', '/v1/postings/nobody', '/v1/communities/340199999999', '/v1/postings',
                       f'/v1/postings?community_id={SANLIAN}&q=x&cursor={cursor}',
                       '/v1/postings?lat=1&lng=2&datum=x&radius_m=0&limit=a&exact=maybe&q=' + 'x' * 201,
                       f'/v1/postings?community_id={SANLIAN}&cursor=!',
                       f'/v1/postings?community_id={SANLIAN}&lat=31&lng=117'):
            problem = json.loads(self.ask(target)[2])
            self.assertIn(problem['type'].rsplit('/', 1)[1], known)
            for error in problem.get('errors', []):
                self.assertIn(error['code'], known)


class Postings(Serving):
    def test_copies_are_one_hit_with_its_sources_and_each_has_its_own_page(self):
        answer = self.daemon.search(q='保洁员', **HOME)
        self.assertEqual(answer['total'], {'value': 1, 'relation': 'eq'})
        self.assertEqual({(s['id'], s['source']) for s in answer['hits'][0]['sources']},
                         {('copy-1', '社区公告'), ('copy-2', '企业直报')})
        for identity in ('copy-1', 'copy-2'):
            status, posting = self.daemon.get(f'/v1/postings/{identity}')
            self.assertEqual((status, posting['id']), (200, identity))
            self.assertNotIn('expired', posting)

    def test_an_id_of_chinese_characters_and_a_slash_is_found_by_its_escaped_form(self):
        status, _, body = self.ask('/v1/postings/' + urllib.parse.quote('岗位/一号', safe=''))
        self.assertEqual((status, json.loads(body)['id']), (200, '岗位/一号'))

    def test_what_is_over_is_never_a_hit_but_is_told_to_who_asks_for_it(self):
        self.assertEqual(self.daemon.search(q='旧物业', exact='true', **HOME)['hits'], [])
        status, posting = self.daemon.get('/v1/postings/expired')
        self.assertEqual((status, posting['id'], posting['expired']), (200, 'expired', True))

    def test_an_unknown_id_is_404_in_chinese(self):
        for identity in ('nobody', 'x' * 300, '%00', '..%2f..', 'CURRENT'):
            with self.subTest(identity):
                status, content_type, body = self.ask(f'/v1/postings/{identity}')
                self.assertIn(status, (400, 404))
                self.assertEqual(content_type, 'application/problem+json')
                self.assertRegex(body.decode(), HAN)
        self.assertEqual(self.ask('/v1/postings/nobody')[0], 404)

    def test_places_come_back_in_the_datum_that_was_asked_in(self):
        for datum in ('gcj02', 'bd09', 'wgs84'):
            with self.subTest(datum):
                status, posting = self.daemon.get('/v1/postings/secret-id-123', datum=datum)
                self.assertEqual((status, posting['place']['datum']), (200, datum))
                point = posting['place']
                answer = self.daemon.search(q='会计', lat=point['lat'], lng=point['lng'], datum=datum)
                hit = answer['hits'][0]
                self.assertEqual((answer['anchor']['datum'], hit['place']['datum']), (datum, datum))
                self.assertLess(metres(answer['anchor'], point), 0.5)
                self.assertLess(metres(hit['place'], point), 0.5)
                self.assertLess(hit['distance_m'], 0.5)

    def test_the_datums_are_not_the_same(self):
        gcj02 = self.daemon.get('/v1/postings/secret-id-123', datum='gcj02')[1]['place']
        bd09 = self.daemon.get('/v1/postings/secret-id-123', datum='bd09')[1]['place']
        self.assertGreater(metres(gcj02, HOME), 300)
        self.assertGreater(metres(bd09, gcj02), 300)


class Communities(Serving):
    def test_by_name_by_street_and_by_id(self):
        names = lambda **asked: [c['name'] for c in self.daemon.get('/v1/communities', **asked)[1]['communities']]  # noqa: E731
        self.assertEqual(names(q='填海巷'), ['填海巷社区居委会'])
        self.assertEqual(sorted(names(q='三里庵街道')), ['三里庵社区居委会', '竹荫里社区居委会'])
        status, community = self.daemon.get(f'/v1/communities/{SANLIAN}')
        self.assertEqual((status, community['name'], community['place']['accuracy_m']), (200, '三里庵社区居委会', 500))
        self.assertEqual(self.daemon.get('/v1/communities/340199999999')[0], 404)

    def test_the_nearest_first(self):
        _, body = self.daemon.get('/v1/communities', lat=31.85, lng=117.259, datum='wgs84', limit=2)
        self.assertEqual([c['name'] for c in body['communities']], ['竹荫里社区居委会', '三里庵社区居委会'])
        self.assertLess(body['communities'][0]['distance_m'], 200)

    def test_a_search_from_a_community_tells_how_sure_its_centre_is(self):
        anchor = self.daemon.search(q='会计', community_id=SANLIAN)['anchor']
        self.assertEqual((anchor['community_id'], anchor['accuracy_m'], anchor['datum']), (SANLIAN, 500, 'wgs84'))


class Parameters(Serving):
    NUMBERS = {'lat': '31.85', 'lng': '117.25', 'radius_m': '3000'}
    INTEGERS = ('experience_years', 'pay_min', 'posted_within_days', 'limit')
    BOOLEANS = ('explain', 'exact', 'collapse')
    NAMES = ('datum', 'education', 'employer_type', 'sort', 'facets', 'ignore')
    SINGLE = ('q', 'community_id', 'education', 'sort', 'cursor', *NUMBERS, 'datum', *INTEGERS, *BOOLEANS)
    MAY_BE_EMPTY = ('q', 'cursor')
    ALL = sorted({*SINGLE, *NAMES, 'age', 'category', 'employment_type', 'group', 'welfare', 'source', 'posted_by_community'})

    def base(self, without=''):
        """A good anchor that leaves `without` to the test."""
        if without in ('lat', 'lng', 'datum'):
            return [(k, v) for k, v in HOME.items() if k != without]
        return [] if without == 'community_id' else [('community_id', SANLIAN)]

    def test_the_table_is_the_contracts(self):
        contract = json.loads(self.ask('/openapi.json')[2])
        named = set()
        for parameter in contract['paths']['/v1/postings']['get']['parameters']:
            if '$ref' in parameter:
                parameter = contract['components']['parameters'][parameter['$ref'].rsplit('/', 1)[1]]
            named.add(parameter['name'])
        self.assertEqual(sorted(named), self.ALL)

    def test_missing(self):
        self.assertEqual(self.assert_problem([], 'community_id')['code'], 'anchor_missing')
        for name in ('lat', 'lng', 'datum'):
            with self.subTest(name):
                self.assertEqual(self.assert_problem(self.base(without=name), name)['code'], 'missing')

    def test_repeated(self):
        for name in self.SINGLE:
            with self.subTest(name):
                self.assertEqual(self.assert_problem([*self.base(name), (name, '1'), (name, '1')], name)['code'], 'repeated')

    def test_empty(self):
        for name in self.ALL:
            with self.subTest(name):
                if name in self.MAY_BE_EMPTY:
                    self.daemon.search(**dict(self.base()), **{name: ''})
                else:
                    self.assertEqual(self.assert_problem([*self.base(name), (name, '')], name)['code'], 'empty')

    def test_100_kb(self):
        for name in self.ALL:
            with self.subTest(name):
                self.assert_problem([*self.base(name), (name, 'x' * 100_000)], name, statuses=(400, 414))

    def test_longer_than_allowed_but_short_enough_to_be_read(self):
        for name in self.ALL:
            with self.subTest(name):
                self.assertEqual(self.assert_problem([*self.base(name), (name, '字' * 1001)], name)['code'], 'too_long')

    def test_wrong_type(self):
        for names, values in (((*self.NUMBERS, *self.INTEGERS), ('x', '1e3x', '0x10', '１２', '3000m', ' 1', '1 ')),
                              (self.INTEGERS, ('2.5', '-1', '1e3', '+1')), (self.BOOLEANS, ('yes', 'TRUE', '2')),
                              (self.NAMES, ('nonsense',)), (('community_id', 'posted_by_community'), ('12', '34010400100a'))):
            for name in names:
                for value in values:
                    with self.subTest(name=name, value=value):
                        self.assert_problem([*self.base(name), (name, value)], name)

    def test_not_finite_and_out_of_range(self):
        for name in (*self.NUMBERS, *self.INTEGERS):
            for value in ('nan', 'inf', '-inf', 'Infinity', '1e999', '-1e999', '9' * 60, '-5'):
                with self.subTest(name=name, value=value):
                    self.assert_problem([*self.base(name), (name, value)], name)

    def test_the_edges_of_the_ranges(self):
        for name, inside, outside in (('radius_m', ('1', '50000'), ('0.99', '50000.1')), ('limit', ('1', '50'), ('0', '51'))):
            for value in inside:
                self.daemon.search(**dict(self.base()), **{name: value})
            for value in outside:
                self.assertEqual(self.assert_problem([*self.base(), (name, value)], name)['code'], 'out_of_range')

    def test_swapped_coordinates_are_recognised(self):
        error = self.assert_problem([('lat', '117.25'), ('lng', '31.85'), ('datum', 'wgs84')], 'lat')
        self.assertIn('反', error['hint'])

    def test_an_unknown_parameter_is_named_with_a_guess(self):
        for wrong, right in (('raduis_m', 'radius_m'), ('communityid', 'community_id'), ('pay_mim', 'pay_min')):
            error = self.assert_problem([*self.base(), (wrong, '1')], wrong)
            self.assertEqual((error['code'], right in error['hint']), ('unknown_parameter', True))

    def test_every_wrong_parameter_is_named_at_once(self):
        problem = json.loads(self.ask(f'/v1/postings?community_id={SANLIAN}&limit=x&sort=y&exact=z&nope=1')[2])
        self.assertEqual({e['parameter'] for e in problem['errors']}, {'limit', 'sort', 'exact', 'nope'})

    def test_garbage_for_a_cursor(self):
        for cursor in ('!', 'A', 'AAAA', 'A' * 200, '汉字', 'AQ' * 40, '-' * 999):
            with self.subTest(cursor):
                self.assert_problem([*self.base(), ('cursor', cursor)], 'cursor')

    def test_bytes_that_are_no_text(self):
        for value in ('%ff', '%c0%80', '%ed%a0%80', '%', '%zz'):
            with self.subTest(value):
                status, content_type, _ = self.ask(f'/v1/postings?community_id={SANLIAN}&q={value}')
                self.assertEqual((status, content_type), (400, 'application/problem+json'))

    def test_a_query_of_control_characters_and_nul_is_answered(self):
        status, _, body = self.ask(f'/v1/postings?community_id={SANLIAN}&q=%00%1b%7f%0a')
        self.assertIn(status, (200, 400))
        json.loads(body)


class Manners(unittest.TestCase):
    """What HTTP has for who asks often, and for pages of other origins."""
    OPTIONS = ('--behind-proxy', '--set', 'http.cors_origins=https://example.cn',
               '--set', 'http.rate_limit_requests=40', '--set', 'http.rate_limit_window_s=3600')
    SEARCH = f'/v1/postings?community_id={SANLIAN}&limit=50'

    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon(OPTIONS.bin, Index.path, NOW, extra=cls.OPTIONS)
        cls.addClassCleanup(cls.daemon.__exit__)

    def ask(self, target, method='GET', client='192.0.2.1', address=None, **headers):
        """(status, headers, body); underscores in the names of headers are hyphens."""
        sent = {name.replace('_', '-'): value for name, value in headers.items()}
        host, port = (address or self.daemon.address).rsplit(':', 1)
        with contextlib.closing(http.client.HTTPConnection(host, int(port), timeout=60)) as connection:
            connection.request(method, target, headers={'X-Forwarded-For': client, **sent})
            response = connection.getresponse()
            return response.status, response.headers, response.read()

    def test_an_answer_that_has_not_changed_is_not_sent_again(self):
        _, first, _ = self.ask(self.SEARCH)
        status, headers, body = self.ask(self.SEARCH, If_None_Match=first['ETag'])
        self.assertEqual((status, body, headers['ETag']), (304, b'', first['ETag']))
        self.assertNotIn('Content-Length', headers)
        self.assertEqual(self.ask(self.SEARCH + '&sort=newest', If_None_Match=first['ETag'])[0], 200)

    def test_a_long_answer_is_compressed_for_who_takes_it_so(self):
        _, plain_headers, plain = self.ask(self.SEARCH)
        _, headers, packed = self.ask(self.SEARCH, Accept_Encoding='br, gzip')
        self.assertEqual(headers['Content-Encoding'], 'gzip')
        self.assertLess(len(packed), len(plain))
        self.assertEqual(gzip.decompress(packed), plain)
        self.assertNotEqual(headers['ETag'], plain_headers['ETag'])
        status, head, body = self.ask(self.SEARCH, method='HEAD', Accept_Encoding='br, gzip')
        self.assertEqual((status, body, head['Content-Length'], head['ETag']), (200, b'', str(len(packed)), headers['ETag']))

    def test_a_page_of_an_allowed_origin_may_read_and_no_other(self):
        allowed = self.ask('/version', Origin='https://example.cn')[1]
        self.assertEqual(allowed['Access-Control-Allow-Origin'], 'https://example.cn')
        self.assertNotIn('Access-Control-Allow-Origin', self.ask('/version', Origin='https://example.com')[1])
        status, headers, _ = self.ask(self.SEARCH, method='OPTIONS', Origin='https://example.cn',
                                      Access_Control_Request_Method='GET')
        self.assertEqual((status, headers['Access-Control-Allow-Methods']), (204, 'GET, HEAD'))

    def test_who_asks_too_often_is_told_when_to_come_back_and_others_are_not(self):
        answers = [self.ask('/v1/communities?limit=1', client='198.51.100.7') for _ in range(42)]
        self.assertEqual([status for status, _, _ in answers], [200] * 40 + [429] * 2)
        self.assertEqual([answers[0][1][f'RateLimit-{name}'] for name in ('Limit', 'Remaining', 'Policy')],
                         ['40', '39', '40;w=3600'])
        _, headers, body = answers[-1]
        self.assertGreater(int(headers['Retry-After']), 0)
        self.assertRegex(json.loads(body)['title'], HAN)
        self.assertEqual(self.ask('/v1/communities?limit=1', client='198.51.100.8')[0], 200)
        self.assertEqual(self.ask('/readyz', client='198.51.100.7')[0], 200)

    def test_metrics_are_on_the_admin_listener_and_searches_are_not(self):
        self.assertEqual(self.ask('/metrics')[0], 404)
        status, headers, body = self.ask('/metrics', address=self.daemon.admin_address)
        self.assertEqual((status, headers['Cache-Control']), (200, 'no-store'))
        self.assertIn('version=0.0.4', headers['Content-Type'])
        self.assertIn(b'# TYPE', body)
        self.assertEqual(self.ask(self.SEARCH, address=self.daemon.admin_address)[0], 404)


class AccessLog(unittest.TestCase):
    def test_it_is_json_lines_that_know_no_query_no_coordinates_and_no_posting(self):
        with Daemon(OPTIONS.bin, Index.path, NOW) as daemon:
            daemon.search(q=SECRET_WORD, lat=31.856789, lng=117.254321, datum='gcj02')
            daemon.search(community_id=SANLIAN, category='秘密类别', radius_m=2718)
            daemon.get('/v1/postings/secret-id-123')
            daemon.get('/v1/postings', secret_parameter_name='1')
            daemon.get('/v1/communities', q=SECRET_WORD)
            daemon.get('/secret-path')
            with open(daemon.log.name, encoding='utf-8') as log:
                text = log.read()
        lines = [json.loads(one) for one in text.splitlines()]
        requests = [one for one in lines if one['event'] == 'request']
        self.assertEqual([(r['route'], r['status']) for r in requests],
                         [('/v1/postings', 200), ('/v1/postings', 200), ('/v1/postings/{id}', 200), ('/v1/postings', 400),
                          ('/v1/communities', 200), ('unknown', 404)])
        self.assertEqual(requests[1]['community_id'], SANLIAN)
        self.assertEqual(requests[0]['parameters'], ['q', 'lat', 'lng', 'datum'])
        for secret in (SECRET_WORD, urllib.parse.quote(SECRET_WORD), '秘密', '31.85', '117.25', 'secret', '2718'):
            self.assertNotIn(secret, text)


if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('--bin', required=True)
    OPTIONS, rest = parser.parse_known_args()
    Index.build()
    program = unittest.main(argv=[sys.argv[0], *rest], exit=False)
    Index.folder.cleanup()
    sys.exit(not program.result.wasSuccessful())

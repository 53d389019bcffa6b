/**
 * The Python half of the runner. It is executed once, before the heap snapshot is taken, so every
 * interpreter starts with it and with the imports below already done.
 *
 * `_outpost_run(header, payload)` and `_outpost_render(header, payload)` take JSON texts and answer
 * `<header JSON>\n<result>`. Everything they need is held in a closure with builtins of its own: code
 * that patches `len` or `json.dumps` breaks its own run only, and `_outpost_reset()` puts them back.
 */
export const bootstrapSource = String.raw`
import ast, base64, builtins, collections, copy, csv, dataclasses, datetime, decimal, enum, functools
import hashlib, hmac, html, html.parser, inspect, io, itertools, json, logging, math, operator, os, random
import re, statistics, string, sys, tempfile, textwrap, time, traceback, types, typing, unicodedata
import urllib.parse, uuid, warnings, zoneinfo, asyncio, contextlib, fractions, heapq, bisect, secrets
import calendar, zlib, gzip, zipfile, struct, difflib, pprint, shutil, xml.etree.ElementTree
from pyodide.ffi import run_sync

def _outpost():
    CODE = '<code>'
    PRINTED_MAX = 65536
    loads, dumps, compile_, exec_ = json.loads, json.dumps, compile, exec
    walk_limit = 100_000
    real_stdout, real_stderr = sys.stdout, sys.stderr
    compiled, templates = collections.OrderedDict(), collections.OrderedDict()
    environments = []

    class Printed(io.TextIOBase):
        """Keeps the first characters printed and drops the rest, so that a flood costs nothing."""
        def __init__(self):
            self.parts, self.left = [], PRINTED_MAX
        def writable(self):
            return True
        def write(self, text):
            if not isinstance(text, str):
                raise TypeError('write() argument must be str, not ' + type(text).__name__)
            if self.left > 0:
                self.parts.append(text[:self.left])
                self.left -= len(text)
            return len(text)

    def line_in(error, filename):
        if isinstance(error, SyntaxError) and error.filename == filename:
            return error.lineno
        line, frame = None, error.__traceback__
        while frame is not None:
            if frame.tb_frame.f_code.co_filename == filename:
                line = frame.tb_lineno
            frame = frame.tb_next
        return line

    def text_of(error):
        try:
            if isinstance(error, SyntaxError):
                return str(error.msg)
            return str(error)[:2000]
        except BaseException:
            return ''

    def failure(error, filename):
        if isinstance(error, MemoryError):
            return {'status': 'memory'}
        answer = {'status': 'error', 'type': type(error).__name__, 'message': text_of(error)}
        line = getattr(error, 'lineno', None) if filename != CODE else None
        line = line if isinstance(line, int) else line_in(error, filename)
        if line is not None:
            answer['line'] = line
        if isinstance(error, ModuleNotFoundError) and isinstance(error.name, str):
            answer['module'] = error.name
        return answer

    def reply(answer, text=''):
        return dumps(answer) + '\n' + text

    def unfit(value, path, budget):
        """The first place that JSON cannot carry, as (path, what)."""
        budget[0] -= 1
        if budget[0] < 0:
            return None
        if isinstance(value, float) and (value != value or value in (math.inf, -math.inf)):
            return path, 'is ' + ('NaN' if value != value else 'Infinity')
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10 ** 308:
            return path, 'is an integer of more than 308 digits'
        if isinstance(value, dict):
            items = ((str(key), item) for key, item in value.items())
        elif isinstance(value, (list, tuple)):
            items = ((str(index), item) for index, item in enumerate(value))
        else:
            if value is None or isinstance(value, (str, int, float, bool)):
                return None
            return path, 'is of type ' + type(value).__name__ + ', which is not JSON data'
        for key, item in items:
            found = unfit(item, path + '.' + key if path else key, budget)
            if found:
                return found
        return None

    huge_number = re.compile(r'\d{308}')

    def encode(result, limit):
        try:
            text = dumps(result, ensure_ascii=False, allow_nan=False)
        except (ValueError, TypeError) as error:
            found = unfit(result, '', [walk_limit])
            reason = 'The result cannot be returned: ' + (
                'output ' + repr(found[0]) + ' ' + found[1] if found else text_of(error)) + '.'
            return reply({'status': 'error', 'type': type(error).__name__, 'message': reason})
        if huge_number.search(text):
            found = unfit(result, '', [walk_limit])
            if found:
                return reply({'status': 'error', 'type': 'OverflowError',
                    'message': 'The result cannot be returned: output ' + repr(found[0]) + ' ' + found[1] + '.'})
        return bounded(text, limit)

    def bounded(text, limit):
        if len(text) > limit:
            return reply({'status': 'output'})
        try:
            size = len(text.encode('utf-8'))
        except UnicodeEncodeError:
            # Half of a surrogate pair: JavaScript keeps such text, UTF-8 cannot carry it.
            text = text.encode('utf-16-le', 'surrogatepass').decode('utf-16-le', 'replace')
            size = len(text.encode('utf-8'))
        return reply({'status': 'output'}) if size > limit else reply({'status': 'ok'}, text)

    def remember(cache, key, make, count):
        value = cache.get(key)
        if value is None:
            value = cache[key] = make()
            if len(cache) > count:
                cache.popitem(last=False)
        else:
            cache.move_to_end(key)
        return value

    def run(header, payload):
        settings = loads(header)
        printed = Printed()
        sys.stdout = sys.stderr = printed
        module = types.ModuleType('__main__')
        module.__file__ = CODE
        # Else it would get the runner's own builtins, those of the frame that calls exec.
        module.__builtins__ = builtins
        sys.modules['__main__'] = module
        random.seed()
        source = settings['code']
        try:
            inputs = loads(payload)
            code = remember(compiled, source, lambda: compile_(source, CODE, 'exec', dont_inherit=True), 32)
            exec_(code, module.__dict__)
            main = module.__dict__.get('main')
            if not callable(main):
                answer = reply({'status': 'error', 'type': 'NameError', 'message': 'The code must define a function named main.'})
            else:
                result = main(**inputs)
                if isinstance(result, types.CoroutineType):
                    result = run_sync(result)
                restore()
                if isinstance(result, dict):
                    answer = encode(result, settings['outputBytes'])
                else:
                    answer = reply({'status': 'error', 'type': 'TypeError', 'message':
                        'main must return a dict of its outputs; it returned ' + type(result).__name__ + '.'})
        except BaseException as error:
            restore()
            answer = reply(failure(error, CODE))
        return finish(answer, printed)

    def restore():
        """What even the runner and pyodide cannot do without; the rest waits until the answer is out."""
        if builtins.__dict__ != first_builtins:
            builtins.__dict__.clear()
            builtins.__dict__.update(first_builtins)
        sys.setrecursionlimit(recursion_limit)

    def finish(answer, printed):
        sys.stdout, sys.stderr = real_stdout, real_stderr
        if not printed.parts:
            return answer
        head, _, text = answer.partition('\n')
        described = loads(head)
        described['printed'] = ''.join(printed.parts)
        return dumps(described) + '\n' + text

    def environment():
        if not environments:
            from jinja2.sandbox import SandboxedEnvironment
            environments.append(SandboxedEnvironment())
        return environments[0]

    def render(header, payload):
        settings = loads(header)
        source = settings['template']
        random.seed()
        try:
            template = remember(templates, source, lambda: environment().from_string(source), 64)
            return bounded(template.render(loads(payload)), settings['outputBytes'])
        except BaseException as error:
            return reply(failure(error, '<template>'))

    # What a run may have changed. Modules that people are known to patch are put back name by name;
    # a changed class or a mutated object inside them is not noticed, and stays within one tenant.
    patched_often = ('ast', 'base64', 'collections', 'copy', 'csv', 'datetime', 'decimal', 'functools', 'hashlib',
        'html', 'inspect', 'io', 'itertools', 'json', 'json.decoder', 'json.encoder', 'math', 'operator', 'random',
        're', 'statistics', 'string', 'textwrap', 'time', 'types', 'typing', 'urllib.parse', 'uuid')
    originals = [(sys.modules[name].__dict__, dict(sys.modules[name].__dict__)) for name in patched_often]
    first_builtins = dict(builtins.__dict__)
    first_environ, first_path, first_filters = dict(os.environ), None, list(warnings.filters)
    own_places = ('/lib/', 'built-in', 'frozen')

    def from_library(module):
        spec = getattr(module, '__spec__', None)
        origin = getattr(spec, 'origin', None)
        if spec is not None and origin is None:
            return getattr(spec, 'submodule_search_locations', None) is not None or spec.loader is not None
        return isinstance(origin, str) and origin.startswith(own_places)

    def empty(directory):
        for name in os.listdir(directory):
            path = os.path.join(directory, name)
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path, ignore_errors=True)
            else:
                os.remove(path)

    def reset():
        nonlocal first_path
        restore()
        for current, original in originals:
            if current != original:
                current.clear()
                current.update(original)
        if first_path is None:
            first_path = list(sys.path)
        sys.path[:] = first_path
        sys.stdout, sys.stderr = real_stdout, real_stderr
        for name, module in list(sys.modules.items()):
            if name not in known and not from_library(module):
                del sys.modules[name]
        sys.modules['__main__'] = home
        if dict(os.environ) != first_environ:
            os.environ.clear()
            os.environ.update(first_environ)
        os.chdir('/home/pyodide')
        empty('/tmp')
        empty('/home/pyodide')
        decimal.setcontext(decimal.Context())
        warnings.filters[:] = first_filters
        for task in asyncio.all_tasks(asyncio.get_event_loop()):
            task.cancel()

    known, home, recursion_limit = frozenset(sys.modules), sys.modules['__main__'], sys.getrecursionlimit()

    def guarded_reset(header, payload):
        try:
            reset()
            return 'ok'
        except BaseException as error:
            return 'failed: ' + text_of(error)

    def prepare(header, payload):
        """First call in every interpreter started from the snapshot: what a snapshot must not freeze."""
        random.seed()
        if hasattr(time, 'tzset'):
            time.tzset()
        return guarded_reset(header, payload)

    return run, render, guarded_reset, prepare

_outpost_run, _outpost_render, _outpost_reset, _outpost_prepare = _outpost()
del _outpost
`;

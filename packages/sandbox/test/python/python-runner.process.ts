import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { AppError, type CodeLimits, type Value, type Values } from '@outpost/contracts';
import { createSandbox, type Sandbox } from '../../src/sandbox.ts';

const directory = mkdtempSync(join(tmpdir(), 'python-'));
let sandbox: Sandbox;
before(async () => {
  sandbox = createSandbox({ directory });
  await sandbox.prepare();
});
after(() => {
  sandbox.close();
  rmSync(directory, { recursive: true, force: true });
});

interface RunOptions {
  readonly inputs?: Values;
  readonly tenant?: string;
  readonly limits?: Partial<CodeLimits>;
  readonly signal?: AbortSignal;
  readonly onOutput?: (text: string) => void;
}

function run(code: string, options: RunOptions = {}): Promise<Value> {
  const { inputs = {}, tenant = 'one', limits = {}, onOutput } = options;
  const signal = options.signal ?? AbortSignal.timeout(60_000);
  return sandbox.code.run(
    { language: 'python3', code, inputs, tenant, limits },
    { signal, onOutput },
  );
}

async function failureOf(code: string, options?: RunOptions): Promise<AppError> {
  try {
    await run(code, options);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: 'The code did not fail.' });
}

test('main is called with keyword arguments and its dict comes back', async () => {
  const code = `
from typing import Any
def main(text: str, items: list[str], extra: dict[str, Any], n: int | None = 5) -> dict:
    return {"text": text.upper(), "count": len(items), "extra": extra, "n": n}`;
  const inputs = { text: 'a', items: ['x', 'y'], extra: { k: [null, true, 1.5] } };

  assert.deepEqual(await run(code, { inputs }), {
    text: 'A',
    count: 2,
    extra: { k: [null, true, 1.5] },
    n: 5,
  });
});

test('text of every kind passes unchanged', async () => {
  const text = '中文 😀 é \u0000 \u2028 " \\ \' \n\r\t \ud83d';
  const code = 'def main(text):\n    return {"text": text, "length": len(text)}';

  const output = (await run(code, { inputs: { text } })) as { readonly text: string };

  assert.equal(output.text, text.toWellFormed());
});

test('a large input and a large result pass', async () => {
  const text = '长'.repeat(500_000);
  const code = 'def main(text):\n    return {"text": text}';

  assert.deepEqual(await run(code, { inputs: { text } }), { text });
});

test('numbers arrive as the nearest JavaScript number', async () => {
  const code =
    'def main():\n    return {"big": 2**70, "whole": 3.0, "small": 1e-300, "negative": -2**63}';

  assert.deepEqual(await run(code), {
    big: 2 ** 70,
    whole: 3,
    small: 1e-300,
    negative: -(2 ** 63),
  });
});

test('tuples become lists and keys become text', async () => {
  assert.deepEqual(await run('def main():\n    return {1: (1, (2,)), True: None}'), {
    '1': null,
  });
});

for (const [what, code, reason] of [
  [
    'an exception',
    'def main():\n    x = 1\n    return 1 / 0',
    'ZeroDivisionError: division by zero (line 3)',
  ],
  [
    'an exception in a function it calls',
    'def inner():\n    raise KeyError("k")\ndef main():\n    inner()',
    "KeyError: 'k' (line 2)",
  ],
  [
    'an exception inside the standard library',
    'import json\ndef main():\n    json.loads("{")',
    'JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1) (line 3)',
  ],
  ['a syntax error', 'def main():\n    return ((', "SyntaxError: '(' was never closed (line 2)"],
  ['no main', 'x = 1', 'NameError: The code must define a function named main.'],
  [
    'a result that is no dict',
    'def main():\n    return [1]',
    'TypeError: main must return a dict of its outputs; it returned list.',
  ],
  [
    'no result',
    'def main():\n    pass',
    'TypeError: main must return a dict of its outputs; it returned NoneType.',
  ],
  [
    'NaN in the result',
    'def main():\n    return {"a": {"b": [1, float("nan")]}}',
    "ValueError: The result cannot be returned: output 'a.b.1' is NaN.",
  ],
  [
    'a set in the result',
    'def main():\n    return {"a": {1}}',
    "TypeError: The result cannot be returned: output 'a' is of type set, which is not JSON data.",
  ],
  [
    'an integer beyond any number',
    'def main():\n    return {"a": 10**400}',
    "OverflowError: The result cannot be returned: output 'a' is an integer of more than 308 digits.",
  ],
  ['sys.exit', 'import sys\ndef main():\n    sys.exit(3)', 'SystemExit: 3 (line 3)'],
  [
    'a missing argument',
    'def main(a):\n    return {}',
    "TypeError: main() missing 1 required positional argument: 'a'",
  ],
] as const)
  test(`the run fails with ${what}`, async () => {
    const error = await failureOf(code);

    assert.deepEqual([error.code, error.message], ['code_failed', reason]);
  });

test('a missing library is named with the way to add it, in both languages', async () => {
  const error = await failureOf('import yaml\ndef main():\n    return {}');

  assert.equal(error.code, 'code_module_missing');
  assert.equal(
    error.message,
    "ModuleNotFoundError: No module named 'yaml' (line 1) – the library “yaml” is not installed. An administrator can add it: outpost library add pyyaml",
  );
  assert.match(error.messageIn('zh'), /未安装库“yaml”.*outpost library add pyyaml/);
});

test('a library with native code is said to be out of reach', async () => {
  const error = await failureOf('import pandas as pd\ndef main():\n    return {}');

  assert.deepEqual([error.code, error.details['module']], ['code_module_unsupported', 'pandas']);
});

test('what code prints is handed over, up to a bound', async () => {
  const printed: string[] = [];
  const onOutput = (text: string): void => void printed.push(text);
  const code =
    'import sys\ndef main():\n    print("你好", 1)\n    sys.stderr.write("!")\n    print("x" * 10**6)\n    return {}';

  await run(code, { onOutput });

  assert.equal(printed[0]?.slice(0, 6), '你好 1\n!');
  assert.equal(printed[0]?.length, 65_536);
});

test('async code runs', async () => {
  const code = `
import asyncio
async def part(n):
    await asyncio.sleep(0.01)
    return n
async def main():
    return {"parts": await asyncio.gather(part(1), part(2))}`;
  const wrapped = `${code.replace('async def main', 'async def body')}
def main():
    return asyncio.run(body())`;

  assert.deepEqual([await run(code), await run(wrapped)], [{ parts: [1, 2] }, { parts: [1, 2] }]);
});

test('time zones and random numbers are right', async () => {
  const code = `
import datetime, random, zoneinfo, uuid
def main():
    day = datetime.datetime(2024, 1, 1, tzinfo=zoneinfo.ZoneInfo("Asia/Shanghai"))
    now = datetime.datetime.now(datetime.timezone.utc).timestamp()
    return {"offset": day.utcoffset().total_seconds(), "now": now, "random": [random.random(), uuid.uuid4().hex]}`;
  type Answer = Readonly<{ offset: number; now: number; random: readonly Value[] }>;

  const [one, other] = (await Promise.all([
    run(code, { tenant: 'one' }),
    run(code, { tenant: 'two' }),
  ])) as readonly Value[] as readonly [Answer & Value, Answer & Value];

  assert.equal(one.offset, 8 * 3600);
  assert.ok(Math.abs(one.now - Date.now() / 1000) < 60);
  assert.notDeepEqual(one.random, other.random);
});

const leave = `
import json, os, sys, types, builtins, random
def main():
    json.SECRET = 'left'
    json.dumps = None
    builtins.SECRET = 'left'
    builtins.len = None
    sys.modules['planted'] = types.ModuleType('planted')
    os.environ['SECRET'] = 'left'
    open('/tmp/secret', 'w').write('left')
    os.mkdir('/tmp/folder')
    os.chdir('/tmp/folder')
    sys.path.insert(0, '/tmp')
    globals()['SECRET'] = 'left'
    sys.setrecursionlimit(50)
    random.seed(1)
    return {}`;
const look = `
import json, os, sys, builtins
def main():
    return {
        'json': hasattr(json, 'SECRET') or json.dumps is None,
        'builtins': hasattr(builtins, 'SECRET') or builtins.len is None,
        'modules': 'planted' in sys.modules,
        'environment': 'SECRET' in os.environ,
        'files': os.listdir('/tmp'),
        'folder': os.getcwd(),
        'path': '/tmp' in sys.path,
        'globals': 'SECRET' in globals(),
        'limit': sys.getrecursionlimit() > 500,
    }`;
const clean = {
  json: false,
  builtins: false,
  modules: false,
  environment: false,
  files: [],
  folder: '/home/pyodide',
  path: false,
  globals: false,
  limit: true,
};

test('what one run leaves behind is cleared away before the next of the same tenant', async () => {
  await run(leave, { tenant: 'leaver' });

  assert.deepEqual(await run(look, { tenant: 'leaver' }), clean);
});

test('what one tenant leaves behind is out of another’s reach', async () => {
  await run(leave, { tenant: 'leaver' });

  assert.deepEqual(await run(look, { tenant: 'looker' }), clean);
});

test('a tenant’s interpreter stays warm', async () => {
  const code =
    'import _thread\ndef main():\n    return {"id": id(_thread), "pid": __import__("os").getpid()}';

  assert.deepEqual(await run(code, { tenant: 'warm' }), await run(code, { tenant: 'warm' }));
});

test('endless code is stopped at its limit and the tenant goes on', async () => {
  const error = await failureOf('def main():\n    while True: pass', {
    limits: { timeoutMs: 300 },
  });

  assert.deepEqual([error.code, error.details], ['code_timed_out', { limitMs: 300 }]);
  assert.deepEqual(await run('def main():\n    return {"ok": 1}'), { ok: 1 });
});

test('code that takes too much memory is stopped and the tenant goes on', async () => {
  const code = 'def main():\n    held = []\n    while True: held.append(bytearray(10**6))';

  const error = await failureOf(code);

  assert.equal(error.code, 'code_out_of_memory');
  assert.deepEqual(await run('def main():\n    return {"ok": len(bytearray(10**8))}'), { ok: 1e8 });
});

test('a result beyond its limit is refused', async () => {
  const code = 'def main():\n    return {"a": "长" * 40}';

  const error = await failureOf(code, { limits: { outputBytes: 100 } });

  assert.deepEqual([error.code, error.details], ['code_output_too_large', { limitBytes: 100 }]);
});

test('an input beyond its limit is refused', async () => {
  const error = await failureOf('def main(a):\n    return {}', {
    inputs: { a: 'x'.repeat(33 * 1024 * 1024) },
  });

  assert.equal(error.code, 'code_input_too_large');
});

test('a slow call holds neither its own tenant’s others nor anybody else’s', async () => {
  const slow = run('def main():\n    while True: pass', { limits: { timeoutMs: 20_000 } }).catch(
    (error: unknown) => error,
  );
  let slowIsOver = false;
  void slow.then(() => (slowIsOver = true));
  const quick = 'def main():\n    return {"ok": 1}';

  const answers = await Promise.all([run(quick), run(quick, { tenant: 'another' }), run(quick)]);

  assert.deepEqual([answers, slowIsOver], [[{ ok: 1 }, { ok: 1 }, { ok: 1 }], false]);
  sandbox.close();
  await slow;
  sandbox = createSandbox({ directory });
});

test('an abort ends the code at once', async () => {
  const controller = new AbortController();
  await run('def main():\n    return {}');
  const call = run('def main():\n    while True: pass', { signal: controller.signal });

  controller.abort(new Error('the run was cancelled'));

  await assert.rejects(call, /the run was cancelled/);
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { resolveAssets } from '../../src/assets.ts';
import { createMachine } from '../../src/javascript/machine.ts';
import type { WorkerReply } from '../../src/javascript/messages.ts';
import { webAssembly, type WasmModule } from '../../src/javascript/web-assembly.ts';

let wasmModule: WasmModule;
before(async () => {
  wasmModule = await webAssembly.compile(readFileSync(resolveAssets().quickjsWasm));
});

async function run(code: string, inputs: object = {}): Promise<WorkerReply> {
  const memoryBytes = 64 * 1024 * 1024;
  const machine = await createMachine(wasmModule, memoryBytes);
  const bounds = { timeoutMs: 2000, memoryBytes, outputBytes: 1_000_000 };
  return machine.run({ code, inputs: JSON.stringify(inputs), ...bounds });
}

async function outputOf(code: string, inputs?: object): Promise<unknown> {
  const reply = await run(code, inputs);
  assert.equal(reply.status, 'ok', JSON.stringify(reply));
  return reply.status === 'ok' ? (JSON.parse(reply.json) as unknown) : null;
}

test('main gets one object and returns one', async () => {
  const inputs = { text: '中文 😀 \u0000 "', list: [1, null, { a: true }] };

  assert.deepEqual(await outputOf('function main(inputs) { return inputs; }', inputs), inputs);
});

test('main may be a constant, and a promise', async () => {
  const code = `const main = async ({ a }) => ({ a: await Promise.resolve(a + 1) });`;

  assert.deepEqual(await outputOf(code, { a: 1 }), { a: 2 });
});

test('timers fire in the order they are due, without waiting', async () => {
  const code = `async function main() {
    const order = [];
    await new Promise((resolve) => {
      setTimeout(() => { order.push(3); resolve(); }, 60000);
      setTimeout(() => order.push(2), 10);
      clearTimeout(setTimeout(() => order.push('never'), 5));
      setTimeout((value) => order.push(value), 0, 1);
    });
    return { order };
  }`;

  assert.deepEqual(await outputOf(code), { order: [1, 2, 3] });
});

test('an error names its type, words and line', async () => {
  const reply = await run('function main() {\n  const a = null;\n  return a.b;\n}');

  assert.deepEqual(reply, {
    status: 'error',
    type: 'TypeError',
    message: "cannot read property 'b' of null",
    line: 3,
    printed: '',
  });
});

for (const [what, code, type] of [
  ['no main', 'const x = 1;', 'ReferenceError'],
  ['a syntax error', 'function main( {', 'SyntaxError'],
  ['a list as the result', 'function main() { return [1]; }', 'TypeError'],
  ['nothing as the result', 'function main() {}', 'TypeError'],
  ['a thrown text', 'function main() { throw "no"; }', 'Error'],
  ['a rejected promise', 'async function main() { throw new RangeError("no"); }', 'RangeError'],
  ['a promise that never settles', 'function main() { return new Promise(() => {}); }', 'Error'],
  ['a circular result', 'function main() { const a = {}; a.a = a; return a; }', 'TypeError'],
  ['a BigInt in the result', 'function main() { return { a: 1n }; }', 'TypeError'],
] as const)
  test(`the run fails with ${what}`, async () => {
    const reply = await run(code);

    assert.equal(reply.status === 'error' ? reply.type : reply.status, type);
  });

test('what is printed is kept, up to a bound', async () => {
  const reply = await run(`function main() {
    console.log('a', { b: [1] }, null, undefined);
    for (let i = 0; i < 100; i++) console.error('x'.repeat(1000));
    return {};
  }`);

  assert.equal(reply.printed.slice(0, 27), 'a {"b":[1]} null undefined\n');
  assert.equal(reply.printed.length, 65_536);
});

test('an output beyond its limit is told from an error', async () => {
  assert.equal(
    (await run(`function main() { return { a: 'é'.repeat(600000) }; }`)).status,
    'output-too-large',
  );
});

/** Expressions that must give the same in QuickJS with the polyfills as in Node. */
const sameAsNode: readonly string[] = [
  `[...new TextEncoder().encode('aé中😀\\ud800')]`,
  `new TextDecoder().decode(Uint8Array.from([0xef, 0xbb, 0xbf, 97, 0xc3, 0xa9, 0xe4, 0xb8, 0xad, 0xf0, 0x9f, 0x98, 0x80]))`,
  `new TextDecoder().decode(new Uint8Array([97, 98, 99]).subarray(1))`,
  `btoa('Hello, world') + btoa('') + btoa('\\u00ff\\u0000a')`,
  `atob(' SGVsbG8=\\n') + atob('YQ') + atob('YWI=')`,
  `encodeURIComponent(atob(btoa('\\u00fe\\u00ff')))`,
  `structuredClone({ a: [1, { b: null }], d: new Date(5) })`,
  `[...structuredClone(new Map([[1, new Set([2])]]))].map(([k, v]) => [k, [...v]])`,
  `(() => { const a = { n: 1 }; a.self = a; const b = structuredClone(a); return b.self === b && b !== a; })()`,
  `new URL('https://User:pw@Example.com:443/a/../b/./c?x=1&y=%20#h').href`,
  `new URL('http://example.com:8080').host`,
  `new URL('../x?q', 'https://a.b/c/d/e').href`,
  `new URL('//other/p', 'https://a.b/c').href`,
  `new URL('https://a.b/路径?键=值').href`,
  `new URL('mailto:a@b.c').protocol`,
  `(() => { const u = new URL('https://a.b/?x=1'); u.searchParams.append('y', 'a b&c'); return u.href; })()`,
  `new URLSearchParams({ a: '1 2', b: '中' }).toString()`,
  `[...new URLSearchParams('?a=1&a=2&b=%E4%B8%AD+x')]`,
  `new URLSearchParams('a=1&b=2').get('c')`,
  `(() => { try { new URL('nothing'); return 1; } catch (e) { return e.name; } })()`,
  `(() => { try { atob('a*'); return 1; } catch { return 'refused'; } })()`,
  `Object.groupBy([1, 2, 3], (n) => (n % 2 ? 'odd' : 'even'))`,
  `[...new Set([1, 2]).union(new Set([3]))]`,
];

for (const expression of sameAsNode)
  test(`in QuickJS as in Node: ${expression.slice(0, 80)}`, async () => {
    // oxlint-disable-next-line no-implied-eval, typescript/no-implied-eval
    const expected: unknown = new Function(`return ${expression};`)();

    assert.deepEqual(
      await outputOf(`function main() { return { value: ${expression} }; }`),
      JSON.parse(JSON.stringify({ value: expected })),
    );
  });

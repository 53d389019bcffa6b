import { javascript, type Attempt } from './attempt.ts';

export const javascriptAttempts: readonly Attempt[] = [
  javascript(
    'engine',
    'process and require',
    `reached = typeof process !== 'undefined' ? process.version : typeof require !== 'undefined' ? 'require' : null;`,
  ),
  javascript(
    'engine',
    'constructor.constructor',
    `reached = [].constructor.constructor('return typeof process !== "undefined" ? process.pid : null')();`,
  ),
  javascript(
    'engine',
    'eval',
    `reached = eval('typeof process !== "undefined" ? process.pid : null');`,
  ),
  javascript('engine', 'import()', `reached = String(await import('node:fs'));`),
  javascript(
    'engine',
    'the rejection of import()',
    `try { await import('node:fs'); } catch (error) { reached = error.constructor.constructor('return typeof process !== "undefined" ? "process" : null')(); }`,
  ),
  javascript(
    'engine',
    'QuickJS modules std and os',
    `reached = typeof std !== 'undefined' ? 'std' : typeof os !== 'undefined' ? 'os' : null; if (!reached) reached = Object.keys(await import('std'));`,
  ),
  javascript(
    'engine',
    'read a file',
    `reached = (await import('fs')).readFileSync(canary, 'utf8');`,
  ),
  javascript(
    'engine',
    'fetch, WebSocket, XMLHttpRequest',
    `reached = ['fetch', 'WebSocket', 'XMLHttpRequest', 'Worker', 'WebAssembly', 'importScripts', 'postMessage'].find((name) => name in globalThis) ?? null;`,
  ),
  javascript(
    'engine',
    'every name of the global object',
    `reached = Object.getOwnPropertyNames(globalThis).find((name) => /^(process|require|module|Buffer|Deno|Bun|parent|std|os|[$].*)$/i.test(name)) ?? null;`,
  ),
  javascript(
    'engine',
    'the function that prints',
    `reached = typeof $print === 'function' ? $print.constructor('return typeof process')() : null;`,
  ),
  javascript(
    'engine',
    'call sites of a stack',
    `Error.prepareStackTrace = (error, frames) => frames; const frames = new Error().stack; reached = Array.isArray(frames) ? String(frames[0].getThis?.()) : null;`,
  ),
  javascript(
    'engine',
    'Atomics and shared memory',
    `const shared = new SharedArrayBuffer(8); Atomics.wait(new Int32Array(shared), 0, 0, 600000);`,
    ['code_timed_out', 'code_failed'],
  ),
  javascript(
    'result',
    'poison Object.prototype through the result',
    `return JSON.parse('{"__proto__": {"poisoned": true}, "constructor": {"prototype": {"poisoned": true}}}');`,
  ),
  javascript(
    'result',
    'a replaced JSON.stringify',
    `JSON.stringify = () => '{"reached": null, "__proto__": {"poisoned": 1}}'; Object.prototype.toJSON = () => 'x';`,
  ),
  javascript(
    'result',
    'a Proxy as the result',
    `return new Proxy({}, { ownKeys() { return ['reached']; }, getOwnPropertyDescriptor() { return { value: 1, enumerable: true, configurable: true }; }, get(target, name) { return name === 'then' ? undefined : null; } });`,
  ),
  javascript('result', 'a thenable that never answers', `return { then() {} };`, ['code_failed']),
  javascript(
    'state',
    'leave something for the next run',
    `globalThis.leftBehind = (globalThis.leftBehind ?? 0) + 1; Object.prototype.leftBehind = 1; Array.prototype.push = null;`,
  ),
  javascript(
    'state',
    'find what the run before left',
    `reached = globalThis.leftBehind ?? ({}).leftBehind ?? null;`,
  ),

  javascript('using up', 'endless loop', `for (;;);`, ['code_timed_out']),
  javascript('using up', 'endless chain of promises', `for (;;) await null;`, ['code_timed_out']),
  javascript(
    'using up',
    'endless timers',
    `await new Promise(() => { const again = () => setTimeout(again, 0); again(); });`,
    ['code_timed_out'],
  ),
  javascript(
    'using up',
    'a loop that catches everything',
    `for (;;) { try { for (;;); } catch {} }`,
    ['code_timed_out'],
  ),
  javascript('using up', 'regular expression bomb', `/(a+)+$/.test('a'.repeat(40) + 'b');`, [
    'code_timed_out',
  ]),
  javascript(
    'using up',
    'one long built-in call',
    `const list = []; list.length = 2 ** 32 - 1; list.indexOf(1);`,
    ['code_timed_out', 'code_failed', 'ok'],
  ),
  javascript(
    'using up',
    'sorting with a hostile comparison',
    `for (;;) new Array(100000).fill(1).sort(() => Math.random() - 0.5);`,
    ['code_timed_out', 'code_out_of_memory'],
  ),
  javascript(
    'using up',
    'memory: strings',
    `const held = []; for (;;) held.push('x'.repeat(1e6) + held.length);`,
    ['code_out_of_memory'],
  ),
  javascript(
    'using up',
    'memory: doubling a string',
    `let text = 'ab'; for (;;) text = text + text;`,
    ['code_out_of_memory', 'code_failed'],
  ),
  javascript(
    'using up',
    'memory: arrays',
    `const held = []; for (;;) held.push(new Array(1000).fill(1));`,
    ['code_out_of_memory', 'code_timed_out'],
  ),
  javascript(
    'using up',
    'memory: typed arrays',
    `const held = []; for (;;) held.push(new Uint8Array(1e6));`,
    ['code_out_of_memory'],
  ),
  javascript(
    'using up',
    'memory: objects',
    `const held = []; for (;;) held.push({ a: 1, b: 2 });`,
    ['code_out_of_memory', 'code_timed_out'],
  ),
  javascript('using up', 'memory: one allocation', `'x'.padEnd(2 ** 29, 'y').length;`, [
    'code_out_of_memory',
    'code_failed',
  ]),
  javascript('using up', 'deep recursion', `const down = () => down() + 1; down();`, [
    'code_failed',
  ]),
  javascript(
    'using up',
    'recursion through JSON',
    `let value = []; for (let i = 0; i < 1e6; i++) value = [value]; JSON.stringify(value);`,
    ['code_failed', 'code_out_of_memory', 'code_timed_out'],
  ),
  javascript(
    'using up',
    'recursion through toString',
    `const odd = { toString() { return String(odd); } }; String(odd);`,
    ['code_failed'],
  ),
  javascript('using up', 'print without end', `for (;;) console.log('x'.repeat(100000));`, [
    'code_timed_out',
    'code_out_of_memory',
  ]),
  javascript('using up', 'an output of 20 MB', `reached = 'x'.repeat(2e7);`, [
    'code_output_too_large',
  ]),
  javascript('using up', 'an error of 20 MB', `throw new Error('x'.repeat(2e7));`, [
    'code_failed',
    'code_out_of_memory',
  ]),
  javascript('using up', 'parse a deep text', `JSON.parse('['.repeat(1e7));`, [
    'code_failed',
    'code_out_of_memory',
  ]),
];

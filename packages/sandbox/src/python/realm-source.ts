/**
 * The JavaScript world that pyodide lives in. It runs inside a bare `vm` context, where nothing
 * exists but ECMAScript and WebAssembly, and provides the few browser names that pyodide asks for.
 *
 * The rule that keeps the host out of reach: a host function is called only from inside these
 * closures, and only primitives come back (no host object, no host error). Bytes go the other way:
 * the realm makes a typed array and the host fills it. Whoever gets hold of one host object could
 * walk to the host's `Function`; so none is ever handed over, and failures are thrown anew here.
 */
export const realmSource = String.raw`(function (hostSize, hostRead, hostRandom, hostNow, hostSetTimer, hostClearTimer, hostDecode, hostEncode) {
  'use strict';
  const Text = String, Bytes = Uint8Array, Failure = Error, PromiseHere = Promise;
  const pull = (name) => {
    const size = hostSize(name);
    if (size < 0) throw new Failure('no such asset: ' + name);
    const bytes = new Bytes(size);
    hostRead(name, bytes);
    return bytes;
  };
  const view = (data) => {
    if (data instanceof ArrayBuffer) return new Bytes(data);
    return new Bytes(data.buffer, data.byteOffset, data.byteLength);
  };
  class WorkerGlobalScope {}
  Object.setPrototypeOf(globalThis, WorkerGlobalScope.prototype);
  const quiet = () => {};
  const timers = new Map();
  let timerCount = 0;

  class Decoder {
    constructor(label = 'utf-8') { this.encoding = Text(label); }
    decode(data) {
      if (data === undefined) return '';
      const text = hostDecode(view(data), this.encoding);
      if (typeof text !== 'string') throw new TypeError('The bytes cannot be decoded.');
      return text;
    }
  }
  class Encoder {
    encode(text = '') {
      const source = Text(text);
      const bytes = new Bytes(source.length * 3);
      return bytes.slice(0, hostEncode(source, bytes));
    }
    encodeInto(text, target) {
      const written = hostEncode(Text(text), view(target));
      return { read: Text(text).length, written };
    }
  }
  class Address {
    constructor(path, base) {
      const text = Text(path);
      if (text === '.') this.href = 'file:///py/';
      else if (/^[a-z]+:/.test(text)) this.href = text;
      else this.href = Text(base || 'file:///py/').replace(/[^/]*$/, '') + text;
      this.protocol = this.href.slice(0, this.href.indexOf(':') + 1);
      this.pathname = this.href.replace(/^file:\/\//, '');
    }
    toString() { return this.href; }
  }
  const answer = (name) => {
    const bytes = pull(name);
    return {
      ok: true, status: 200, url: name, headers: { get() { return null; } },
      async arrayBuffer() { return bytes.buffer; },
    };
  };
  const noNetwork = () => { throw new Failure('There is no network in the sandbox.'); };

  const provided = {
    self: globalThis, window: undefined, importScripts: undefined, WorkerGlobalScope,
    location: { href: 'file:///py/', toString() { return this.href; } },
    navigator: { userAgent: 'sandbox', hardwareConcurrency: 1, language: 'en' },
    console: { log: quiet, warn: quiet, error: quiet, info: quiet, debug: quiet },
    crypto: {
      getRandomValues(target) {
        if (!hostRandom(view(target))) throw new Failure('No random bytes.');
        return target;
      },
    },
    performance: { now() { return hostNow(); }, timeOrigin: 0, mark: quiet, measure: quiet },
    setTimeout(callback, delay) {
      if (timers.size > 10000) throw new Failure('Too many timers.');
      const id = ++timerCount;
      timers.set(id, callback);
      hostSetTimer(id, () => {
        const due = timers.get(id);
        timers.delete(id);
        try { if (due) due(); } catch { /* a timer's failure has nobody to go to */ }
      }, +delay || 0);
      return id;
    },
    clearTimeout(id) { if (timers.delete(id)) hostClearTimer(+id); },
    setInterval() { return 0; },
    clearInterval: quiet,
    queueMicrotask(callback) { PromiseHere.resolve().then(callback); },
    TextDecoder: Decoder, TextEncoder: Encoder, URL: Address,
    AbortController: class { constructor() { this.signal = {}; } abort() {} },
    AbortSignal: class {}, Headers: class {}, Request: class {}, Response: class {},
    WebSocket: class { constructor() { noNetwork(); } }, XMLHttpRequest: class { constructor() { noNetwork(); } },
    MessageChannel: undefined,
    fetch: async (url) => answer(Text(url).split('/').pop()),
  };
  for (const name of Object.keys(provided)) globalThis[name] = provided[name];

  // Node consults this hook for every realm; call sites are a classic way out of one.
  Object.defineProperty(Error, 'prepareStackTrace', { value: undefined, writable: false, configurable: false });

  const { Memory } = WebAssembly;
  const grow = Memory.prototype.grow;
  const memory = { limitBytes: 2 ** 32, blocked: false };
  Object.defineProperty(Memory.prototype, 'grow', {
    value: function (pages) {
      if (this.buffer.byteLength + pages * 65536 > memory.limitBytes) {
        memory.blocked = true;
        throw new RangeError('memory limit');
      }
      return grow.call(this, pages);
    },
  });
  Object.freeze(Memory.prototype);
  WebAssembly.instantiateStreaming = async (response, imports) =>
    WebAssembly.instantiate(await (await response).arrayBuffer(), imports);
  delete WebAssembly.compileStreaming;
  const noImport = async () => { throw new Failure('Modules cannot be imported in the sandbox.'); };

  async function boot({ createModule, loadPyodide, lock, snapshot, makeSnapshot, files, archive, memoryBytes }) {
    const settings = {
      indexURL: 'file:///py/', createPyodideModule: createModule, lockFileContents: lock,
      env: { HOME: '/home/pyodide' }, enableRunUntilComplete: true,
    };
    if (snapshot) settings._loadSnapshot = pull('snapshot');
    if (makeSnapshot) settings._makeSnapshot = true;
    const python = await loadPyodide(settings);
    globalThis.fetch = async () => noNetwork();
    // Restored already; pyodide would keep the 30 MB for as long as it lives.
    delete python._api.config._loadSnapshot;
    const devNull = { write: (bytes) => bytes.length };
    python.setStdout(devNull);
    python.setStderr(devNull);
    const { FS } = python;
    const place = (path, bytes) => {
      FS.mkdirTree(path.slice(0, path.lastIndexOf('/')));
      FS.writeFile(path, bytes, { canOwn: true });
    };
    if (archive) {
      const bytes = pull('archive');
      for (const [path, start, end] of JSON.parse(files)) place(path, bytes.subarray(start, end));
    }
    return {
      limitMemory(bytes) { memory.limitBytes = +bytes; memory.blocked = false; },
      memoryBlocked() { return memory.blocked; },
      place(path, name) { place(path, pull(name)); },
      execute(source) { python.runPython(source); },
      bytesOf(name) {
        const proxy = python.globals.get(name);
        const bytes = proxy.toJs();
        proxy.destroy();
        return bytes;
      },
      snapshot() { return python.makeMemorySnapshot(); },
      bind(name) {
        const callable = python.globals.get(name);
        const failed = (error, reply) => {
          let text = 'unknown';
          try { text = Text(error && error.message); } catch { /* a hostile error object */ }
          reply(false, text);
        };
        return (suspendable, first, second, reply) => {
          // A call that can be suspended (asyncio) costs a millisecond more than one that cannot.
          if (suspendable) {
            callable.callPromising(first, second).then(
              (text) => reply(true, Text(text)),
              (error) => failed(error, reply),
            );
            return;
          }
          let text;
          try { text = Text(callable(first, second)); } catch (error) { return failed(error, reply); }
          reply(true, text);
        };
      },
      clearTimers() { for (const id of timers.keys()) hostClearTimer(id); timers.clear(); },
    };
  }
  return { boot, noImport };
})`;

/**
 * What QuickJS lacks and people's code uses, in JavaScript that runs inside it. Timers do not wait:
 * they fire in the order they are due once everything else is done, since nothing outside can happen
 * in between. `$print` is the one function that comes from outside; it takes a text. The value of the
 * script is `tick`, which fires the next timer and tells whether there was one.
 */
export const polyfillsSource = String.raw`(() => {
'use strict';
const print = globalThis.$print;
delete globalThis.$print;
const show = (value) => {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return String(value);
  try { return JSON.stringify(value) ?? String(value); } catch { return String(value); }
};
const say = (...values) => print(values.map(show).join(' ') + '\n');
const define = (name, value) =>
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
define('console', { log: say, info: say, warn: say, error: say, debug: say, trace: say });

const timers = [];
let order = 0, clock = 0;
define('setTimeout', (callback, delay = 0, ...values) => {
  const id = ++order;
  timers.push({ id, due: clock + Math.max(0, +delay || 0), run: () => callback(...values) });
  if (timers.length > 10000) throw new RangeError('Too many timers.');
  return id;
});
define('clearTimeout', (id) => {
  const index = timers.findIndex((timer) => timer.id === id);
  if (index >= 0) timers.splice(index, 1);
});
const tick = () => {
  if (timers.length === 0) return false;
  let next = timers[0];
  for (const timer of timers) if (timer.due < next.due) next = timer;
  timers.splice(timers.indexOf(next), 1);
  clock = next.due;
  next.run();
  return true;
};
define('queueMicrotask', (callback) => { Promise.resolve().then(callback); });

const utf8 = (text) => {
  const bytes = [];
  for (const character of String(text)) {
    let code = character.codePointAt(0);
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | code >> 6, 0x80 | code & 63);
    else if (code < 0x10000) bytes.push(0xe0 | code >> 12, 0x80 | code >> 6 & 63, 0x80 | code & 63);
    else bytes.push(0xf0 | code >> 18, 0x80 | code >> 12 & 63, 0x80 | code >> 6 & 63, 0x80 | code & 63);
  }
  return bytes;
};
define('TextEncoder', class TextEncoder {
  get encoding() { return 'utf-8'; }
  encode(text = '') { return Uint8Array.from(utf8(text)); }
});
const fromUtf8 = (bytes, fatal) => {
  let text = '';
  for (let i = 0; i < bytes.length;) {
    const first = bytes[i++];
    const size = first < 0x80 ? 0 : first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xf0 && first < 0xf5 ? 3 : -1;
    let code = size <= 0 ? first : first & (0x3f >> size), taken = 0;
    while (taken < size && i < bytes.length && (bytes[i] & 0xc0) === 0x80) { code = code << 6 | bytes[i++] & 63; taken++; }
    const shortest = [0, 0x80, 0x800, 0x10000][size];
    const bad = size < 0 || taken < size || code < shortest || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff);
    if (bad && fatal) throw new TypeError('The encoded data was not valid.');
    text += bad ? '\ufffd' : String.fromCodePoint(code);
  }
  return text;
};
define('TextDecoder', class TextDecoder {
  #fatal;
  constructor(label = 'utf-8', { fatal = false } = {}) {
    if (!/^utf-?8$/i.test(String(label))) throw new RangeError('Only utf-8 is supported.');
    this.#fatal = fatal;
  }
  get encoding() { return 'utf-8'; }
  decode(data = new Uint8Array()) {
    const bytes = ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
    const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    return fromUtf8(bytes.subarray(start), this.#fatal);
  }
});

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
define('btoa', (value) => {
  const text = String(value);
  let out = '';
  for (let i = 0; i < text.length; i += 3) {
    const [a, b, c] = [text.charCodeAt(i), text.charCodeAt(i + 1), text.charCodeAt(i + 2)];
    if (a > 255 || b > 255 || c > 255) throw new RangeError('btoa takes characters up to U+00FF; encode the text as UTF-8 first.');
    out += digits[a >> 2] + digits[(a & 3) << 4 | b >> 4] + (i + 1 < text.length ? digits[(b & 15) << 2 | c >> 6] : '=') + (i + 2 < text.length ? digits[c & 63] : '=');
  }
  return out;
});
define('atob', (value) => {
  const text = String(value).replace(/[\t\n\f\r ]/g, '').replace(/={1,2}$/, '');
  if (/[^A-Za-z0-9+/]/.test(text) || text.length % 4 === 1) throw new RangeError('The text is not base64.');
  let out = '', bits = 0, held = 0;
  for (const digit of text) {
    held = (held << 6 | digits.indexOf(digit)) & 0xffffff;
    bits += 6;
    if (bits >= 8) { bits -= 8; out += String.fromCharCode(held >> bits & 255); }
  }
  return out;
});

const copy = (value, seen) => {
  if (typeof value === 'function' || typeof value === 'symbol') throw new TypeError('Functions and symbols cannot be cloned.');
  if (typeof value !== 'object' || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  const keep = (made) => { seen.set(value, made); return made; };
  if (value instanceof Date) return keep(new Date(value));
  if (value instanceof RegExp) return keep(new RegExp(value.source, value.flags));
  if (value instanceof ArrayBuffer) return keep(value.slice(0));
  if (ArrayBuffer.isView(value)) return keep(value.constructor.from ? value.constructor.from(value) : new DataView(value.buffer.slice(0)));
  if (value instanceof Map) { const made = keep(new Map()); for (const [k, v] of value) made.set(copy(k, seen), copy(v, seen)); return made; }
  if (value instanceof Set) { const made = keep(new Set()); for (const v of value) made.add(copy(v, seen)); return made; }
  if (value instanceof Error) { const made = keep(new Error(value.message)); made.name = value.name; return made; }
  const made = keep(Array.isArray(value) ? new Array(value.length) : {});
  for (const key of Object.keys(value)) made[key] = copy(value[key], seen);
  return made;
};
define('structuredClone', (value) => copy(value, new Map()));

const plus = (text) => encodeURIComponent(text).replace(/%20/g, '+').replace(/[!'()~]/g, (c) => '%' + c.charCodeAt(0).toString(16).toUpperCase());
const unplus = (text) => { const spaced = text.replace(/\+/g, ' '); try { return decodeURIComponent(spaced); } catch { return spaced; } };
class URLSearchParams {
  #pairs = [];
  constructor(source = '') {
    if (typeof source === 'object' && source !== null)
      this.#pairs = (typeof source[Symbol.iterator] === 'function' ? [...source] : Object.entries(source)).map(([k, v]) => [String(k), String(v)]);
    else for (const part of String(source).replace(/^\?/, '').split('&')) {
      if (part === '') continue;
      const at = part.indexOf('=');
      this.#pairs.push(at < 0 ? [unplus(part), ''] : [unplus(part.slice(0, at)), unplus(part.slice(at + 1))]);
    }
  }
  append(name, value) { this.#pairs.push([String(name), String(value)]); }
  delete(name) { this.#pairs = this.#pairs.filter(([key]) => key !== String(name)); }
  get(name) { return this.#pairs.find(([key]) => key === String(name))?.[1] ?? null; }
  getAll(name) { return this.#pairs.filter(([key]) => key === String(name)).map(([, value]) => value); }
  has(name) { return this.#pairs.some(([key]) => key === String(name)); }
  set(name, value) {
    const at = this.#pairs.findIndex(([key]) => key === String(name));
    if (at < 0) return this.append(name, value);
    this.#pairs = this.#pairs.filter(([key], index) => key !== String(name) || index === at);
    this.#pairs[at] = [String(name), String(value)];
  }
  sort() { this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)); }
  forEach(callback) { for (const [key, value] of this.#pairs) callback(value, key, this); }
  entries() { return this.#pairs.map((pair) => [...pair])[Symbol.iterator](); }
  keys() { return this.#pairs.map(([key]) => key)[Symbol.iterator](); }
  values() { return this.#pairs.map(([, value]) => value)[Symbol.iterator](); }
  get size() { return this.#pairs.length; }
  [Symbol.iterator]() { return this.entries(); }
  toString() { return this.#pairs.map(([k, v]) => plus(k) + '=' + plus(v)).join('&'); }
}
define('URLSearchParams', URLSearchParams);
const ports = { 'http:': '80', 'https:': '443', 'ftp:': '21', 'ws:': '80', 'wss:': '443' };
define('URL', class URL {
  constructor(source, base) {
    let text = String(source).trim();
    if (!/^[A-Za-z][A-Za-z0-9+.-]*:/.test(text)) {
      if (base === undefined) throw new TypeError('Invalid URL: ' + text);
      const from = new URL(base);
      if (text.startsWith('//')) text = from.protocol + text;
      else if (text.startsWith('/')) text = from.origin + text;
      else if (text.startsWith('?')) text = from.origin + from.pathname + text;
      else if (text.startsWith('#')) text = from.origin + from.pathname + from.search + text;
      else text = from.origin + from.pathname.replace(/[^/]*$/, '') + text;
    }
    const match = /^([A-Za-z][A-Za-z0-9+.-]*:)(?:\/\/(?:([^/?#@]*)@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d*))?)?([^?#]*)(\?[^#]*)?(#.*)?$/.exec(text);
    if (!match || (ports[match[1].toLowerCase()] && !match[3])) throw new TypeError('Invalid URL: ' + text);
    const [, protocol, user = '', host = '', port = '', path, search = '', hash = ''] = match;
    this.protocol = protocol.toLowerCase();
    const at = user.indexOf(':');
    this.username = at < 0 ? user : user.slice(0, at);
    this.password = at < 0 ? '' : user.slice(at + 1);
    this.hostname = host.toLowerCase();
    this.port = port === ports[this.protocol] ? '' : port;
    const special = this.protocol in ports;
    this.pathname = special ? '/' + resolve(path).join('/') : path;
    this.search = search === '?' ? '' : escapeText(search);
    this.hash = hash === '#' ? '' : escapeText(hash);
    if (special) this.pathname = escapeText(this.pathname);
    this.searchParams = new URLSearchParams(this.search);
  }
  get host() { return this.hostname + (this.port && ':' + this.port); }
  get origin() { return this.protocol in ports ? this.protocol + '//' + this.host : 'null'; }
  get href() {
    const query = this.searchParams.toString();
    const search = new URLSearchParams(this.search).toString() === query ? this.search : query && '?' + query;
    const user = this.username && this.username + (this.password && ':' + this.password) + '@';
    return this.protocol + (this.hostname || this.protocol in ports ? '//' : '') + user + this.host + this.pathname + search + this.hash;
  }
  toString() { return this.href; }
  toJSON() { return this.href; }
  static canParse(source, base) { try { new URL(source, base); return true; } catch { return false; } }
});
const escapeText = (text) => encodeURI(text).replace(/%25(?=[0-9A-Fa-f]{2})/g, '%').replace(/%5B/g, '[').replace(/%5D/g, ']');
const resolve = (path) => {
  const parts = path.replace(/\\/g, '/').replace(/^\//, '').split('/'), out = [];
  parts.forEach((part, index) => {
    const last = index === parts.length - 1;
    if (part === '..') { out.pop(); if (last) out.push(''); }
    else if (part === '.') { if (last) out.push(''); }
    else out.push(part);
  });
  return out;
};
return tick;
})()`;

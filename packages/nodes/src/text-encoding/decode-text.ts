/**
 * Bytes to text when nobody says how they were written. In this order: a byte order mark, valid
 * UTF-8, UTF-16 by its zero bytes, then the East Asian double-byte sets, each judged by how many of
 * its pairs lie where everyday characters are; what is left is read as Windows-1252, which never
 * fails.
 */

/** The text without its byte order mark; `charset` is what a header said, used when it is known. */
export function decodeText(bytes: Uint8Array, charset?: string): string {
  const text = charset ? tryDecode(bytes, charset) : null;
  return text ?? tryDecode(bytes, detectCharset(bytes)) ?? latin.decode(bytes);
}

const latin = new TextDecoder('windows-1252');

/** Whether the bytes are valid UTF-8; a character cut off at the end counts as valid. */
export function isUtf8(bytes: Uint8Array): boolean {
  for (let cut = 0; cut <= 3 && cut <= bytes.length; cut += 1)
    if (tryDecode(bytes.subarray(0, bytes.length - cut), 'utf-8') !== null) return true;
  return false;
}

function tryDecode(bytes: Uint8Array, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function detectCharset(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const sample = sampleOf(bytes);
  if (isUtf8(sample)) return looksUtf16(sample) ?? 'utf-8';
  return looksUtf16(sample) ?? bestDoubleByte(sample) ?? 'windows-1252';
}

const sampleBytes = 256 * 1024;

/** Enough to judge by, cut at a line's end so that no character is cut. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= sampleBytes) return bytes;
  const end = bytes.subarray(0, sampleBytes).lastIndexOf(0x0a);
  return bytes.subarray(0, end > 0 ? end : sampleBytes);
}

/** Text in UTF-16 has a zero in every other byte as soon as it holds ASCII. */
function looksUtf16(bytes: Uint8Array): string | null {
  let even = 0;
  let odd = 0;
  for (let index = 0; index < bytes.length; index += 1)
    if (bytes[index] === 0) {
      if (index % 2 === 0) even += 1;
      else odd += 1;
    }
  const enough = Math.max(2, bytes.length / 16);
  if (odd >= enough && even * 4 < odd) return 'utf-16le';
  if (even >= enough && odd * 4 < even) return 'utf-16be';
  return null;
}

interface DoubleByteSet {
  readonly charset: string;
  /** Whether a pair is an everyday character of the set. */
  readonly isCommon: (lead: number, trail: number) => boolean;
}

const doubleByteSets: readonly DoubleByteSet[] = [
  {
    charset: 'gb18030',
    isCommon: (lead, trail) =>
      trail >= 0xa1 && (between(lead, 0xb0, 0xd7) || between(lead, 0xa1, 0xa3)),
  },
  {
    charset: 'big5',
    isCommon: (lead, trail) =>
      (between(trail, 0x40, 0x7e) || trail >= 0xa1) && between(lead, 0xa4, 0xc6),
  },
  {
    charset: 'shift_jis',
    isCommon: (lead) => between(lead, 0x81, 0x83) || between(lead, 0x88, 0x97),
  },
  {
    charset: 'euc-jp',
    isCommon: (lead, trail) =>
      trail >= 0xa1 &&
      (lead === 0xa1 || lead === 0xa4 || lead === 0xa5 || between(lead, 0xb0, 0xcf)),
  },
  { charset: 'euc-kr', isCommon: (lead, trail) => trail >= 0xa1 && between(lead, 0xb0, 0xc8) },
];

// Chinese lies in the same rows as Korean and more: Korean must have nothing outside its own, and
// be long enough that this is no accident.
const koreanPairsMin = 24;
const commonShareMin = 0.5;

function bestDoubleByte(bytes: Uint8Array): string | null {
  let best: { readonly charset: string; readonly share: number } | null = null;
  for (const set of doubleByteSets) {
    const { pairs, share } = commonShare(bytes, set);
    const needed = set.charset === 'euc-kr' ? 0.95 : commonShareMin;
    if (share < needed || (set.charset === 'euc-kr' && pairs < koreanPairsMin)) continue;
    const wins =
      best === null || share > best.share || (set.charset === 'euc-kr' && share >= best.share);
    if (wins && tryDecode(bytes, set.charset) !== null) best = { charset: set.charset, share };
  }
  return best?.charset ?? null;
}

function commonShare(bytes: Uint8Array, { isCommon }: DoubleByteSet) {
  let pairs = 0;
  let common = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const lead = bytes[index] ?? 0;
    if (lead < 0x80) continue;
    index += 1;
    pairs += 1;
    if (isCommon(lead, bytes[index] ?? 0)) common += 1;
  }
  return { pairs, share: pairs === 0 ? 0 : common / pairs };
}

function between(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}

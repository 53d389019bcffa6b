/** An exact decimal: `digits / 10^scale`. Money is never a binary fraction. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** The exact product of decimal texts, without trailing zeros. Throws `RangeError` for what is no decimal. */
export function multiplyDecimals(...factors: readonly (string | number)[]): string {
  let product: Decimal = { digits: 1n, scale: 0 };
  for (const factor of factors) {
    const { digits, scale } = parseDecimal(factor);
    product = { digits: product.digits * digits, scale: product.scale + scale };
  }
  return formatDecimal(product);
}

/** The exact sum of decimal texts. */
export function addDecimals(...terms: readonly string[]): string {
  const parsed = terms.map(parseDecimal);
  const scale = Math.max(0, ...parsed.map((term) => term.scale));
  const digits = parsed.reduce(
    (sum, term) => sum + term.digits * 10n ** BigInt(scale - term.scale),
    0n,
  );
  return formatDecimal({ digits, scale });
}

export function isDecimal(text: string): boolean {
  return decimalForm.test(text);
}

function parseDecimal(value: string | number): Decimal {
  const match = decimalForm.exec(String(value));
  if (!match) throw new RangeError(`${JSON.stringify(value)} is not a decimal number.`);
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(`${sign}${whole}${fraction}`);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

function formatDecimal({ digits, scale }: Decimal): string {
  const negative = digits < 0n;
  const text = (negative ? -digits : digits).toString().padStart(scale + 1, '0');
  const whole = text.slice(0, text.length - scale);
  const fraction = text.slice(text.length - scale).replace(/0+$/, '');
  const plain = fraction === '' ? whole : `${whole}.${fraction}`;
  return negative && plain !== '0' ? `-${plain}` : plain;
}

/** With an exponent of at most two digits: more is an attack, not a price. */
const decimalForm = /^(-?)(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,2}))?$/;

import { AppError, messageOf, type ErrorCode } from '@outpost/contracts';

/**
 * Says why no answer came, from what `fetch` threw: the codes of OpenSSL, of the system's sockets
 * and of undici sit in the chain of causes. An `AppError` (a policy's refusal, a time-out) is
 * handed on as it is.
 */
export function transportError(
  thrown: unknown,
  {
    model,
    url,
    connectMs,
  }: { readonly model: string; readonly url: string; readonly connectMs: number },
): AppError {
  const chain = causesOf(thrown);
  const known = chain.find((link) => link instanceof AppError);
  if (known) return known;
  const coded = chain.find((link) => codeOf(link) !== null) ?? thrown;
  const code = codeOf(coded) ?? '';
  if (connectTimeouts.has(code)) {
    const details = { model, limit: 'connect', valueMs: connectMs };
    return new AppError('model_timed_out', { details, cause: thrown });
  }
  const reason = [code, messageOf(coded)].filter((part) => part !== '').join(': ');
  const details = { model, url: publicUrl(url), reason: reason.slice(0, reasonCharactersMax) };
  return new AppError(errorCodeOf(code), { details, cause: thrown });
}

/** True for failures of TLS, where the server was reached but not trusted or not understood. */
export function isTlsError(error: unknown): boolean {
  return error instanceof AppError && tlsErrors.has(error.code);
}

/** An address without the secrets that people put into it. */
export function publicUrl(url: string): string {
  try {
    const { origin, pathname } = new URL(url);
    return `${origin}${pathname}`;
  } catch {
    return url;
  }
}

function errorCodeOf(code: string): ErrorCode {
  if (code === 'ECONNREFUSED') return 'model_connection_refused';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_NONAME')
    return 'model_host_unknown';
  if (untrusted.has(code)) return 'model_certificate_untrusted';
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID')
    return 'model_certificate_expired';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH')
    return 'model_certificate_name_wrong';
  if (code === 'EPROTO' || /^ERR_(SSL|TLS)_/.test(code) || code.startsWith('CERT_'))
    return 'model_tls_failed';
  return 'model_connection_failed';
}

function causesOf(thrown: unknown): unknown[] {
  const chain: unknown[] = [];
  // A host with several addresses fails with an AggregateError: its first member tells most.
  const visit = (value: unknown): void => {
    if (value === undefined || value === null || chain.length >= causesMax) return;
    chain.push(value);
    if (value instanceof AggregateError) visit(value.errors[0]);
    if (value instanceof Error) visit(value.cause);
  };
  visit(thrown);
  return chain;
}

function codeOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('code' in value)) return null;
  return typeof value.code === 'string' ? value.code : null;
}

const causesMax = 8;
const reasonCharactersMax = 500;
const connectTimeouts = new Set(['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT']);
const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
  'CERT_CHAIN_TOO_LONG',
  'INVALID_CA',
]);
const tlsErrors = new Set<ErrorCode>([
  'model_certificate_untrusted',
  'model_certificate_expired',
  'model_certificate_name_wrong',
  'model_tls_failed',
]);

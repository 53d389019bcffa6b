/**
 * The token by which another site tells who its user is: a JWT of three base64url parts, signed with
 * HMAC-SHA-256 and the app's identity secret. Nothing else of the standard is accepted: the header
 * cannot choose another algorithm, and a token without an end is refused.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '@outpost/contracts';

export interface Identity {
  readonly subject: string;
  readonly name: string | null;
}

const leewaySeconds = 60;
const subjectLengthMax = 200;
const nameLengthMax = 100;

/** Throws `site_identity_invalid`. `code` is what an `aud` in the token must be. */
export function readIdentityToken(
  token: string,
  {
    secret,
    code,
    nowMs,
  }: { readonly secret: string; readonly code: string; readonly nowMs: number },
): Identity {
  const [header, payload, signature, ...rest] = token.split('.');
  if (!header || !payload || !signature || rest.length > 0) throw refuse(words.form);
  if (partOf(header)['alg'] !== 'HS256') throw refuse(words.algorithm);
  const expected = createHmac('sha256', secret).update(`${header}.${payload}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw refuse(words.signature);
  const claims = partOf(payload);
  const { sub, exp, nbf, aud, name } = claims;
  const now = nowMs / 1000;
  if (typeof exp !== 'number') throw refuse(words.noEnd);
  if (exp + leewaySeconds < now) throw refuse(words.expired);
  if (typeof nbf === 'number' && nbf - leewaySeconds > now) throw refuse(words.early);
  if (aud !== undefined && aud !== code && !(Array.isArray(aud) && aud.includes(code)))
    throw refuse(words.audience);
  if (typeof sub !== 'string' || sub === '' || sub.length > subjectLengthMax)
    throw refuse(words.subject);
  return {
    subject: sub,
    name: typeof name === 'string' && name.trim() !== '' ? name.slice(0, nameLengthMax) : null,
  };
}

function partOf(part: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    if (typeof value === 'object' && value !== null)
      return value as Readonly<Record<string, unknown>>;
  } catch {
    // Refused below, like everything else that is no object.
  }
  throw refuse(words.form);
}

function refuse(reason: { readonly en: string; readonly zh: string }): AppError {
  return new AppError('site_identity_invalid', { details: { reason } });
}

const words = {
  form: { en: 'the token is not a JWT', zh: '令牌不是有效的 JWT' },
  algorithm: { en: 'the token must be signed with HS256', zh: '令牌必须使用 HS256 签名' },
  signature: {
    en: 'the token was signed with another secret',
    zh: '令牌签名与密钥不符',
  },
  noEnd: { en: 'the token has no “exp”', zh: '令牌缺少 exp' },
  expired: { en: 'the token has expired', zh: '令牌已过期' },
  early: { en: 'the token is not valid yet', zh: '令牌尚未生效' },
  audience: { en: 'the token was made for another page', zh: '令牌不是为此页面签发的' },
  subject: {
    en: `“sub” must be a text of 1 to ${subjectLengthMax} characters`,
    zh: `sub 必须是 1 至 ${subjectLengthMax} 个字符的文本`,
  },
} as const;

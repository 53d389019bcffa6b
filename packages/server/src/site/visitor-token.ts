/**
 * What a visitor's browser holds: who it is in which app, signed by this installation. Nothing is
 * stored for it, so a page with a million visitors costs no rows beyond their end users.
 */
import { createHmac } from 'node:crypto';
import { isSameText } from '../auth/tokens.ts';

export interface VisitorPass {
  readonly appId: string;
  readonly endUserId: string;
  /** Of the site's settings when it was given; a later one ends it. */
  readonly generation: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

const tokenLengthMax = 1000;

export function writeVisitorToken(pass: VisitorPass, key: string): string {
  const { appId, endUserId, generation, expiresAt } = pass;
  const body = Buffer.from(JSON.stringify([appId, endUserId, generation, expiresAt])).toString(
    'base64url',
  );
  return `${body}.${signatureOf(body, key)}`;
}

/** Null when it was not made with this key. Says nothing about its time. */
export function readVisitorToken(token: string, key: string): VisitorPass | null {
  const [body = '', signature = '', ...rest] =
    token.length > tokenLengthMax ? [] : token.split('.');
  if (rest.length > 0 || !isSameText(signature, signatureOf(body, key))) return null;
  const [appId, endUserId, generation, expiresAt] = JSON.parse(
    Buffer.from(body, 'base64url').toString('utf8'),
  ) as [string, string, number, number];
  return { appId, endUserId, generation, expiresAt };
}

function signatureOf(body: string, key: string): string {
  return createHmac('sha256', key).update(`visitor ${body}`).digest('base64url');
}

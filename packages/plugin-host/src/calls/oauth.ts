import { z } from 'zod';
import { rawRequest, type RawRequest } from '../shapes/http-messages.ts';
import type { CallContext } from './call-context.ts';
import type { Caller } from './caller.ts';

export interface OauthTarget {
  readonly provider: string;
  /** Where the other side sends people back to. */
  readonly redirectUri: string;
  /** The client that an administrator registered there. */
  readonly client: Readonly<Record<string, unknown>>;
}

export interface OauthCredentials {
  readonly credentials: Readonly<Record<string, unknown>>;
  /** Epoch seconds; null when they do not expire. */
  readonly expiresAt: number | null;
  /** Such as the account's name and picture. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

const record = z.record(z.string(), z.unknown());
const answer = z.object({
  credentials: record,
  metadata: record.nullish(),
  expires_at: z.number().nullish(),
});

export type OauthCalls = ReturnType<typeof createOauthCalls>;

export function createOauthCalls(caller: Caller) {
  const fieldsOf = ({ provider, redirectUri, client }: OauthTarget) => ({
    provider,
    redirect_uri: redirectUri,
    system_credentials: client,
  });
  const read = ({
    credentials,
    metadata,
    expires_at: at,
  }: z.output<typeof answer>): OauthCredentials => ({
    credentials,
    metadata: metadata ?? {},
    expiresAt: at == null || at < 0 ? null : at,
  });
  return {
    async authorizationUrl(target: OauthTarget, context: CallContext): Promise<string> {
      const { authorization_url: url } = await caller.single(
        {
          type: 'oauth',
          action: 'get_authorization_url',
          provider: target.provider,
          fields: fieldsOf(target),
        },
        context,
        z.object({ authorization_url: z.url({ protocol: /^https?$/ }) }),
      );
      return url;
    },
    async credentials(
      target: OauthTarget,
      callback: RawRequest,
      context: CallContext,
    ): Promise<OauthCredentials> {
      return read(
        await caller.single(
          {
            type: 'oauth',
            action: 'get_credentials',
            provider: target.provider,
            fields: { ...fieldsOf(target), raw_http_request: rawRequest(callback) },
          },
          context,
          answer,
        ),
      );
    },
    async refresh(
      target: OauthTarget,
      credentials: Readonly<Record<string, unknown>>,
      context: CallContext,
    ): Promise<OauthCredentials> {
      return read(
        await caller.single(
          {
            type: 'oauth',
            action: 'refresh_credentials',
            provider: target.provider,
            fields: { ...fieldsOf(target), credentials },
          },
          context,
          answer,
        ),
      );
    },
  };
}

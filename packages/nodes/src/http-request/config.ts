import type { NodeSource } from '@outpost/contracts';
import { z } from 'zod';
import { flagOnField, listField, numberField, selectorField, textField } from '../fields/fields.ts';
import { parseFields } from '../fields/parse-fields.ts';

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const;

const authorization = z
  .object({
    type: z.enum(['no-auth', 'api-key']),
    config: z
      .object({
        type: z
          .enum(['basic', 'bearer', 'custom'])
          .nullish()
          .transform((type) => type ?? 'bearer'),
        api_key: textField,
        header: textField,
      })
      .nullish(),
  })
  .nullish();
export type Authorization = z.output<typeof authorization>;

const bodyItem = z.object({
  key: textField,
  type: z
    .enum(['text', 'file'])
    .nullish()
    .transform((type) => type ?? 'text'),
  value: textField,
  file: selectorField,
});
export type BodyItem = z.output<typeof bodyItem>;

const bodyTypes = [
  'none',
  'form-data',
  'x-www-form-urlencoded',
  'raw-text',
  'json',
  'binary',
] as const;

// Old files have one text where newer ones have a list of items; an empty one is no body at all.
const bodyData = z
  .union([z.string(), listField(bodyItem)])
  .nullish()
  .transform((data) => (data === undefined || data === null || data === '' ? null : data));

const body = z
  .object({ type: z.enum(bodyTypes), data: bodyData })
  .nullish()
  .transform((given) => given ?? { type: 'none' as const, data: null });
export type Body = z.output<typeof body>;

const seconds = (absent: number) =>
  numberField.transform((given) => Math.round((given && given > 0 ? given : absent) * 1000));

const timeout = z
  .object({ connect: seconds(10), read: seconds(600), write: seconds(600) })
  .transform(({ connect, read, write }) => ({
    connectMs: connect,
    readMs: read,
    writeMs: write,
  }));

const httpRequestFields = z.object({
  method: z
    .string()
    .transform((method) => method.toLowerCase())
    .pipe(z.enum(methods)),
  url: textField,
  headers: textField,
  params: textField,
  authorization,
  body,
  timeout: timeout.nullish().transform((given) => given ?? timeout.parse({})),
  ssl_verify: flagOnField,
});

/** Spec/dsl.md 3.10. */
export type HttpRequestConfig = z.output<typeof httpRequestFields> & {
  /** A status that is not 2xx fails the node: only where somebody is there to handle it. */
  readonly failsByStatus: boolean;
};

export function parseHttpRequest(source: NodeSource): HttpRequestConfig {
  const { failure } = source;
  const isHandled =
    failure !== undefined && (failure.strategy !== 'abort' || failure.retry !== null);
  return { ...parseFields(httpRequestFields, source), failsByStatus: isHandled };
}

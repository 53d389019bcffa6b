import {
  isFileValue,
  selectorKey,
  type FileValue,
  type NodeContext,
  type NodeFailure,
} from '@outpost/contracts';
import { isFileList } from '../conditions/file-conditions.ts';
import { failWith, requireValue, type Words } from '../failures/node-failure.ts';
import type { Body, BodyItem } from './config.ts';
import { multipartBody, type FormPart } from './multipart-body.ts';
import { repairJson } from './repair-json.ts';
import { textPairs } from './text-pairs.ts';

export interface RequestBody {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** Only this content type tells the server how to read the body. */
  readonly replacesContentType: boolean;
}

/** The bytes of a request's body and how they are to be read; null when there is none. */
export async function requestBody(body: Body, context: NodeContext): Promise<RequestBody | null> {
  if (body.type === 'none' || body.data === null) return null;
  switch (body.type) {
    case 'form-data':
      return formData(body.data, context);
    case 'x-www-form-urlencoded':
      return textBody(urlEncoded(body.data, context), 'application/x-www-form-urlencoded');
    case 'json':
      return textBody(repairJson(renderOnly(body.data, context)), 'application/json');
    case 'raw-text':
      return textBody(renderOnly(body.data, context), 'text/plain');
    case 'binary':
      return binary(body.data, context);
    default:
      return body.type satisfies never;
  }
}

type BodyData = NonNullable<Body['data']>;

function textBody(text: string, contentType: string): RequestBody {
  return { bytes: new TextEncoder().encode(text), contentType, replacesContentType: false };
}

function onlyItem(data: readonly BodyItem[]): BodyItem {
  const [item] = data;
  if (item && data.length === 1) return item;
  throw refuseBody({
    en: `A body of this type needs exactly one part, but there are ${data.length}.`,
    zh: `该类型的请求体需要且只能有一项，实际有 ${data.length} 项。`,
  });
}

function renderOnly(data: BodyData, { variables }: NodeContext): string {
  return variables.render(typeof data === 'string' ? data : onlyItem(data).value);
}

/** The items of a form; in old files it is a text of `key:value` lines. */
function formItems(data: BodyData): readonly BodyItem[] {
  if (typeof data !== 'string') return data;
  return textPairs(data).map(([key, value]) => ({ key, value, type: 'text', file: [] }));
}

function urlEncoded(data: BodyData, { variables }: NodeContext): string {
  return formItems(data)
    .map(
      ({ key, value }) =>
        `${formEncode(variables.render(key))}=${formEncode(variables.render(value))}`,
    )
    .join('&');
}

/** As browsers encode forms. */
export function formEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replaceAll('%20', '+')
    .replace(/[!'()~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

async function formData(data: BodyData, context: NodeContext): Promise<RequestBody> {
  const parts: FormPart[] = [];
  for (const item of formItems(data)) {
    const name = context.variables.render(item.key);
    if (item.type === 'text') {
      const bytes = new TextEncoder().encode(context.variables.render(item.value));
      parts.push({ name, bytes, file: null });
    } else
      for (const file of filesOf(item, context))
        parts.push({ name, bytes: await readFile(file, context), file });
  }
  const boundary = `outpost-${context.ports.ids.uuid()}`;
  return {
    bytes: multipartBody(parts, boundary),
    contentType: `multipart/form-data; boundary=${boundary}`,
    replacesContentType: true,
  };
}

async function binary(data: BodyData, context: NodeContext): Promise<RequestBody> {
  if (typeof data === 'string')
    throw refuseBody({ en: 'A binary body needs a file.', zh: '二进制请求体需要一个文件。' });
  const [file, ...others] = filesOf(onlyItem(data), context);
  if (!file || others.length > 0)
    throw refuseBody({
      en: 'A binary body needs exactly one file.',
      zh: '二进制请求体需要且只能有一个文件。',
    });
  return {
    bytes: await readFile(file, context),
    contentType: file.mime_type ?? 'application/octet-stream',
    replacesContentType: false,
  };
}

function filesOf({ file: selector }: BodyItem, { variables }: NodeContext): readonly FileValue[] {
  const value = requireValue(variables, selector);
  if (isFileValue(value)) return [value];
  if (isFileList(value)) return value;
  const [scope = '', name = ''] = selector;
  throw failWith('FileFetchError', {
    en: `The variable “${selectorKey(scope, name)}” is neither a file nor a list of files.`,
    zh: `变量“${selectorKey(scope, name)}”不是文件或文件列表。`,
  });
}

const fileBytesMax = 50 * 1024 * 1024;

function readFile(file: FileValue, { ports, signal }: NodeContext): Promise<Uint8Array> {
  return ports.files.read(file, { limitBytes: fileBytesMax, signal });
}

function refuseBody(reason: Words): NodeFailure {
  return failWith('RequestBodyError', reason);
}

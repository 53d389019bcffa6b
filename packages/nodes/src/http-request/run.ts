import type {
  EgressRequest,
  EgressResponse,
  FileValue,
  NodeContext,
  NodeFailure,
  NodeResult,
  Values,
  Variables,
} from '@outpost/contracts';
import { failWith, portFailure } from '../failures/node-failure.ts';
import { decodeText } from '../text-encoding/decode-text.ts';
import { authorize } from './authorize.ts';
import type { HttpRequestConfig } from './config.ts';
import { createHeaderList, type HeaderList } from './header-list.ts';
import { formEncode, requestBody, type RequestBody } from './request-body.ts';
import { requestTrace } from './request-trace.ts';
import { charsetOf, isFileResponse, mediaTypeOf, responseFilename } from './response-file.ts';
import { textPairs } from './text-pairs.ts';

const textBytesMax = 1024 * 1024;
const fileBytesMax = 10 * 1024 * 1024;
const redirectsMax = 10;

/** Sends the request; an answer of any status is a success unless the failure policy handles statuses. */
export async function runHttpRequest(
  context: NodeContext,
  config: HttpRequestConfig,
): Promise<NodeResult> {
  const body = await requestBody(config.body, context);
  const request = buildRequest(context, config, body);
  const processData = {
    request: requestTrace(
      request,
      config.body.type !== 'binary' && config.body.type !== 'form-data',
    ),
  };
  const response = await send(request, context, processData);
  const isSuccess = response.status >= 200 && response.status < 300;
  if (!isSuccess && config.failsByStatus) throw statusFailure(response.status, processData);
  return { processData, outputs: await outputsOf(response, context) };
}

async function send(
  request: EgressRequest,
  { ports, signal }: NodeContext,
  processData: Values,
): Promise<EgressResponse> {
  try {
    return await ports.egress.send(request);
  } catch (error) {
    throw portFailure(error, 'HttpRequestNodeError', { processData }, signal);
  }
}

function buildRequest(
  { variables, signal }: NodeContext,
  config: HttpRequestConfig,
  body: RequestBody | null,
): EgressRequest {
  if (config.method === 'options')
    throw failWith('InvalidHttpMethodError', {
      en: 'The method OPTIONS cannot be sent from a flow. Choose another one.',
      zh: '流程中不支持发送 OPTIONS 请求，请选择其他方法。',
    });
  const headers = requestHeaders(config, variables);
  if (body && (body.replacesContentType || !headers.has('content-type'))) {
    headers.remove('content-type');
    headers.set('Content-Type', body.contentType);
  }
  return {
    purpose: 'node',
    url: requestUrl(config, variables),
    method: config.method.toUpperCase(),
    headers: headers.entries(),
    body: body?.bytes ?? null,
    timeouts: config.timeout,
    responseBytesMax: fileBytesMax,
    redirectsMax,
    verifyTls: config.ssl_verify,
    signal,
  };
}

function requestHeaders(config: HttpRequestConfig, variables: Variables): HeaderList {
  const headers = createHeaderList();
  // Rendered as a whole, so that a variable may hold lines of its own.
  for (const [name, value] of textPairs(variables.render(config.headers))) headers.set(name, value);
  authorize(config.authorization, headers, variables);
  return headers;
}

function requestUrl({ url: template, params }: HttpRequestConfig, variables: Variables): string {
  const url = variables.render(template).trim();
  if (!/^https?:\/\//i.test(url))
    throw failWith('HttpRequestNodeError', {
      en: `The address “${url}” does not begin with http:// or https://.`,
      zh: `地址“${url}”必须以 http:// 或 https:// 开头。`,
    });
  // Rendered part by part: a variable's value never becomes a parameter of its own.
  const query = textPairs(params)
    .map(
      ([key, value]) =>
        `${formEncode(variables.render(key))}=${formEncode(variables.render(value))}`,
    )
    .join('&');
  if (query === '') return url;
  const [address = '', fragment] = url.split('#', 2);
  const joint = !address.includes('?') ? '?' : /[?&]$/.test(address) ? '' : '&';
  return `${address}${joint}${query}${fragment === undefined ? '' : `#${fragment}`}`;
}

async function outputsOf(response: EgressResponse, context: NodeContext): Promise<Values> {
  const { status, headers, body } = response;
  const facts = { status_code: status, headers };
  if (isFileResponse(response)) {
    const file = await saveFile(response, context);
    return { ...facts, body: '', files: [file] };
  }
  if (body.length > textBytesMax) throw tooLarge(body.length);
  return { ...facts, body: decodeText(body, charsetOf(headers)), files: [] };
}

function saveFile(response: EgressResponse, { ports }: NodeContext): Promise<FileValue> {
  return ports.files.save({
    filename: responseFilename(response),
    mediaType: mediaTypeOf(response.headers) || 'application/octet-stream',
    bytes: response.body,
  });
}

function statusFailure(status: number, processData: Values): NodeFailure {
  return failWith(
    'HTTPResponseCodeError',
    {
      en: `The request was answered with status ${status}.`,
      zh: `请求返回状态码 ${status}。`,
    },
    { processData },
  );
}

function tooLarge(sizeBytes: number): NodeFailure {
  return failWith('ResponseSizeError', {
    en: `The answer is a text of ${sizeBytes} bytes; at most ${textBytesMax} are accepted.`,
    zh: `响应文本有 ${sizeBytes} 字节，最多接受 ${textBytesMax} 字节。`,
  });
}

import { AppError } from '@outpost/contracts';
import type { DialectChanges, OpenaiDialect } from './dialect.ts';

/**
 * Reads from a server's refusal what it would accept instead; null when nothing more can be done.
 * `used` remembers which repairs were made: each is tried once a call – but for refused parameters,
 * of which there is one less every time – so that no two of them can undo each other for ever.
 */
export function repairDialect(
  dialect: OpenaiDialect,
  error: unknown,
  {
    used,
    ...sent
  }: {
    readonly body: Readonly<Record<string, unknown>>;
    readonly baseUrl: string;
    readonly used: Set<unknown>;
  },
): DialectChanges | null {
  if (!(error instanceof AppError)) return null;
  const status = Number(error.details['status'] ?? 0);
  const page = error.code === 'model_gateway_refused';
  if (!page && status !== 0 && (status < 400 || status > 501 || notAboutTheRequest.has(status)))
    return null;
  const reason = typeof error.details['reason'] === 'string' ? error.details['reason'] : '';
  for (const repair of repairs) {
    if (used.has(repair) || !repair.applies({ dialect, reason, status, ...sent })) continue;
    if (!repair.repeats) used.add(repair);
    return repair.changes({ dialect, reason });
  }
  return null;
}

interface Refusal {
  readonly dialect: OpenaiDialect;
  readonly reason: string;
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly baseUrl: string;
}

interface Repair {
  readonly repeats?: true;
  readonly applies: (refusal: Refusal) => boolean;
  readonly changes: (refusal: Pick<Refusal, 'dialect' | 'reason'>) => DialectChanges;
}

const repairs: readonly Repair[] = [
  {
    // The address was given without its version: `http://host:8000` for `http://host:8000/v1`.
    applies: ({ dialect, status, baseUrl, reason }) =>
      // Relays answer a path they do not know with their own front page and status 200.
      (status === 404 || status === 405 || status === 200) &&
      dialect.versionPath === '' &&
      !/\/v\d+[a-z]*\d*($|\/)/.test(baseUrl) &&
      !/model.{0,80}(not exist|not found|unknown)|no such model/i.test(reason),
    changes: () => ({ versionPath: '/v1' }),
  },
  {
    applies: ({ dialect, reason, body }) =>
      dialect.tokenLimit === 'max_tokens' &&
      'max_tokens' in body &&
      /max_completion_tokens/.test(reason),
    changes: () => ({ tokenLimit: 'max_completion_tokens' }),
  },
  {
    applies: ({ dialect, reason, body }) =>
      dialect.tokenLimit === 'max_completion_tokens' &&
      'max_completion_tokens' in body &&
      /max_completion_tokens/.test(reason) &&
      /un(known|supported|recognized|expected)|not (supported|permitted|allowed)|extra /i.test(
        reason,
      ),
    changes: () => ({ tokenLimit: 'max_tokens' }),
  },
  {
    applies: ({ dialect, reason, body }) =>
      dialect.streamUsage &&
      'stream_options' in body &&
      /stream_options|include_usage/.test(reason),
    changes: () => ({ streamUsage: false }),
  },
  {
    applies: ({ dialect, reason, body }) =>
      dialect.streaming === 'both' &&
      body['stream'] === true &&
      /stream/i.test(reason) &&
      /not (supported|support|allowed|implemented)|unsupported|disabled|不支持/i.test(reason),
    changes: () => ({ streaming: 'never' }),
  },
  {
    applies: ({ dialect, reason, body }) =>
      dialect.streaming !== 'always' &&
      body['stream'] !== true &&
      'messages' in body &&
      /(only|must|requires?|should).{0,40}stream|stream.{0,30}(only|must|required|true)|仅支持流式|只支持流式/i.test(
        reason,
      ),
    changes: () => ({ streaming: 'always' }),
  },
  {
    applies: ({ dialect, reason }) =>
      dialect.systemRole === 'developer' && /developer/i.test(reason),
    changes: () => ({ systemRole: 'system' }),
  },
  {
    applies: ({ dialect, reason }) =>
      dialect.systemRole === 'system' &&
      /system (role|message|prompt)|role.{0,20}system/i.test(reason) &&
      /not support|unsupported|not allowed|invalid|only/i.test(reason),
    changes: () => ({ systemRole: 'user' }),
  },
  {
    applies: ({ dialect, reason, body }) =>
      dialect.json === 'schema' &&
      responseType(body) === 'json_schema' &&
      /response_format|json_schema|guided/i.test(reason),
    changes: () => ({ json: 'object' }),
  },
  {
    applies: ({ dialect, reason, body }) =>
      dialect.json !== 'none' &&
      responseType(body) === 'json_object' &&
      /response_format|json_object|json mode/i.test(reason),
    changes: () => ({ json: 'none' }),
  },
  {
    applies: ({ dialect, reason, body }) =>
      dialect.toolsRequired === 'required' &&
      'tool_choice' in body &&
      body['tool_choice'] !== 'auto' &&
      /tool_choice|tool choice/i.test(reason),
    changes: () => ({ toolsRequired: 'auto' }),
  },
  {
    applies: ({ dialect, reason, body }) =>
      dialect.embeddingFormat !== 'absent' &&
      'encoding_format' in body &&
      /encoding_format|extra (fields|inputs)/i.test(reason),
    changes: () => ({ embeddingFormat: 'absent' }),
  },
  {
    applies: ({ dialect, reason, body, status }) =>
      dialect.emptyContent === 'empty' &&
      (status === 400 || status === 422) &&
      hasEmptyContent(body) &&
      /content|empty|length|blank|为空|string_too_short/i.test(reason),
    changes: () => ({ emptyContent: 'space' }),
  },
  {
    repeats: true,
    // “Unsupported parameter: 'temperature'”, “Unrecognized request argument supplied: seed”, “x is not supported”.
    applies: ({ dialect, reason, body }) => refusedParameter(dialect, reason, body) !== null,
    changes: ({ dialect, reason }) => {
      const named = parametersNamed(reason);
      return { droppedParameters: [...new Set([...dialect.droppedParameters, ...named])] };
    },
  },
];

function refusedParameter(
  dialect: OpenaiDialect,
  reason: string,
  body: Readonly<Record<string, unknown>>,
): string | null {
  const fresh = parametersNamed(reason).filter(
    (name) => name in body && !needed.has(name) && !dialect.droppedParameters.includes(name),
  );
  return fresh[0] ?? null;
}

function parametersNamed(reason: string): string[] {
  const words =
    /(?:unsupported (?:parameter|value|argument)|unrecognized (?:request )?arguments?(?: supplied)?|unknown (?:parameter|field|argument)|extra (?:fields|inputs)[^:]*|unexpected (?:parameter|keyword argument))s?[:\s]+['"`]?([a-z_]+)/i.exec(
      reason,
    ) ??
    /['"`]?([a-z]+(?:_[a-z]+)*)['"`]?\s+(?:is|are) (?:not supported|unsupported|not permitted|not allowed)/i.exec(
      reason,
    );
  return words?.[1] === undefined ? [] : [words[1]];
}

function responseType(body: Readonly<Record<string, unknown>>): unknown {
  const format = body['response_format'];
  return typeof format === 'object' && format !== null && 'type' in format ? format.type : null;
}

function hasEmptyContent(body: Readonly<Record<string, unknown>>): boolean {
  const { messages } = body;
  return (
    Array.isArray(messages) &&
    messages.some(
      ({ content }: { readonly content?: unknown }) => content === '' || content === null,
    )
  );
}

const needed = new Set(['model', 'messages', 'input', 'prompt', 'stream', 'tools', 'query']);
/** Access, payment and rate: nothing that another form of the same request would change. */
const notAboutTheRequest = new Set([401, 402, 403, 408, 409, 429]);

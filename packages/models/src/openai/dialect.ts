/**
 * How one server departs from the OpenAI wire format. Plain data: a provider folder states what is
 * known of its server, the probe learns the rest, and both are stored with the provider.
 */
export interface OpenaiDialect {
  /** Whether the server streams, does not, or does nothing else. */
  readonly streaming: 'both' | 'never' | 'always';
  /** Sends `stream_options: { include_usage: true }`. */
  readonly streamUsage: boolean;
  readonly tokenLimit: 'max_tokens' | 'max_completion_tokens';
  /** The role of instructions; `user` for servers that know no other. */
  readonly systemRole: 'system' | 'developer' | 'user';
  /** What stands for an empty text: some servers refuse `""`, some refuse an absent one. */
  readonly emptyContent: 'empty' | 'space' | 'null';
  readonly tools: 'yes' | 'no';
  /** What says “some tool must be called”. */
  readonly toolsRequired: 'required' | 'any' | 'auto';
  /** The most that is understood of “answer in JSON”; what is lacking is asked for in words. */
  readonly json: 'schema' | 'object' | 'none';
  /** The field in which a model's earlier thinking goes back to it, if it may. */
  readonly reasoningField: 'reasoning_content' | 'reasoning' | 'none';
  /** Texts a call. */
  readonly embeddingBatchMax: number;
  /** `encoding_format` of embeddings; `absent` for servers that refuse the field. */
  readonly embeddingFormat: 'float' | 'base64' | 'absent';
  readonly rerankWire: 'cohere' | 'voyage' | 'tei';
  /** Parameters that are never sent. */
  readonly droppedParameters: readonly string[];
  /** Inserted between the address and each path; learned when an address was given without `/v1`. */
  readonly versionPath: '' | '/v1';
  readonly paths: OpenaiPaths;
}

/** Joined to the address; `{model}` stands for the model's name, and a whole address is taken as it is. */
export interface OpenaiPaths {
  readonly models: string;
  readonly chat: string;
  readonly completions: string;
  readonly embeddings: string;
  readonly rerank: string;
  readonly transcriptions: string;
  readonly speech: string;
  readonly moderations: string;
}

export type DialectChanges = Partial<Omit<OpenaiDialect, 'paths'>> & {
  readonly paths?: Partial<OpenaiPaths>;
};

export const openaiDialect: OpenaiDialect = {
  streaming: 'both',
  streamUsage: true,
  tokenLimit: 'max_tokens',
  systemRole: 'system',
  emptyContent: 'empty',
  tools: 'yes',
  toolsRequired: 'required',
  json: 'schema',
  reasoningField: 'none',
  embeddingBatchMax: 32,
  embeddingFormat: 'float',
  rerankWire: 'cohere',
  droppedParameters: [],
  versionPath: '',
  paths: {
    models: '/models',
    chat: '/chat/completions',
    completions: '/completions',
    embeddings: '/embeddings',
    rerank: '/rerank',
    transcriptions: '/audio/transcriptions',
    speech: '/audio/speech',
    moderations: '/moderations',
  },
};

/** Later changes win. */
export function withDialect(
  dialect: OpenaiDialect,
  ...changes: readonly (DialectChanges | undefined)[]
): OpenaiDialect {
  let result = dialect;
  for (const change of changes)
    if (change) result = { ...result, ...change, paths: { ...result.paths, ...change.paths } };
  return result;
}

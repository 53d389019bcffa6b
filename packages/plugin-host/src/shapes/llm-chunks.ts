/** Pieces of a model's answer in the protocol's form and in ours, both ways. */
import {
  noUsage,
  usageRecord,
  type ChatChunk,
  type FinishReason,
  type ModelRef,
  type ToolCall,
  type Usage,
} from '@outpost/contracts';
import { isTree, listOf, numberOf, textOf, treeOf, type Tree } from '../declaration/fields.ts';
import { plainDecimal } from './decimals.ts';

export interface LlmChunkReader {
  /** What one chunk says at once; calls of tools are told by `finish`. Throws an `Error` with the reason. */
  read(chunk: unknown): readonly ChatChunk[];
  finish(): readonly ChatChunk[];
}

interface PartialCall {
  readonly id: string;
  name: string;
  arguments: string;
  readonly extra?: Tree;
}

/** Reads the answer of a plugin's model. Its tool calls come whole or in fragments, as the plugin likes. */
export function createLlmChunkReader(model: ModelRef): LlmChunkReader {
  const calls: PartialCall[] = [];
  let current: PartialCall | undefined;
  let usage: Usage | null = null;
  let reason: FinishReason | null = null;

  function takeCall(item: unknown, opaque: unknown): void {
    const call = treeOf(item);
    const id = textOf(call['id']);
    const { name, arguments: given } = treeOf(call['function']);
    const known = id === '' ? current : calls.find((other) => other.id === id);
    if (known) {
      current = known;
      if (known.name === '') known.name = textOf(name);
      known.arguments += textOf(given);
      return;
    }
    current = {
      id: id || `call_${calls.length + 1}`,
      name: textOf(name),
      arguments: textOf(given),
      ...(isTree(opaque) ? { extra: opaque } : {}),
    };
    calls.push(current);
  }

  return {
    read(chunk) {
      if (!isTree(chunk) || !isTree(chunk['delta'])) throw new Error('a piece has no delta');
      const { message, usage: told, finish_reason: finish } = chunk['delta'];
      const { content, tool_calls: fragments, opaque_body: opaque } = treeOf(message);
      for (const fragment of listOf(fragments)) takeCall(fragment, opaque);
      if (isTree(told)) usage = usageFrom(told);
      if (typeof finish === 'string' && finish !== '') reason = reasonFrom(finish);
      return chunksOf(content);
    },
    finish() {
      return [
        ...calls.map((call): ChatChunk => ({ type: 'tool-call', call: call satisfies ToolCall })),
        {
          type: 'finish',
          reason: reason ?? (calls.length > 0 ? 'tool-calls' : 'stop'),
          usage: usage ?? noUsage,
          model,
        },
      ];
    },
  };
}

function chunksOf(content: unknown): readonly ChatChunk[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  return listOf(content).flatMap((item): readonly ChatChunk[] => {
    const part = treeOf(item);
    if (part['type'] === 'text') {
      const text = textOf(part['data']);
      return text === '' ? [] : [{ type: 'text', text }];
    }
    const data = textOf(part['base64_data']);
    const url = textOf(part['url']);
    if (data !== '')
      return [
        {
          type: 'file',
          mediaType: textOf(part['mime_type']) || 'application/octet-stream',
          bytes: Buffer.from(data, 'base64'),
        },
      ];
    return url === '' ? [] : [{ type: 'text', text: `![](${url})` }];
  });
}

function usageFrom(told: Tree): Usage {
  const promptTokens = numberOf(told['prompt_tokens']) ?? 0;
  const completionTokens = numberOf(told['completion_tokens']) ?? 0;
  return {
    promptTokens,
    completionTokens,
    totalTokens: numberOf(told['total_tokens']) ?? promptTokens + completionTokens,
    promptUnitPrice: plainDecimal(told['prompt_unit_price']),
    promptPriceUnit: plainDecimal(told['prompt_price_unit']),
    promptPrice: plainDecimal(told['prompt_price']),
    completionUnitPrice: plainDecimal(told['completion_unit_price']),
    completionPriceUnit: plainDecimal(told['completion_price_unit']),
    completionPrice: plainDecimal(told['completion_price']),
    totalPrice: plainDecimal(told['total_price']),
    currency: textOf(told['currency']) || 'USD',
    latencyMs: (numberOf(told['latency']) ?? 0) * 1000,
    timeToFirstTokenMs: null,
  };
}

function reasonFrom(finish: string): FinishReason {
  const reason = finish.toLowerCase();
  if (reason.includes('tool') || reason.includes('function')) return 'tool-calls';
  if (reason.includes('length') || reason.includes('max_tokens')) return 'length';
  if (reason.includes('filter') || reason.includes('safety') || reason.includes('sensitive'))
    return 'content-filter';
  return reason.includes('stop') || reason.includes('end') ? 'stop' : 'other';
}

const finishWords: Readonly<Record<FinishReason, string>> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
  other: 'stop',
};

/** Our chunks as a plugin reads them; `index` counts from 0. */
export function createLlmChunkWriter(ref: ModelRef): (chunk: ChatChunk) => Tree | null {
  let index = 0;
  const chunkOf = (delta: Tree, content: unknown, toolCalls: readonly Tree[] = []): Tree => {
    const chunk = {
      model: ref.name,
      prompt_messages: [],
      system_fingerprint: null,
      delta: {
        index,
        message: { role: 'assistant', content, name: null, tool_calls: toolCalls },
        usage: null,
        finish_reason: null,
        ...delta,
      },
    };
    index += 1;
    return chunk;
  };
  return (chunk) => {
    switch (chunk.type) {
      case 'text':
        return chunkOf({}, chunk.text);
      // Plugins know no thinking apart from the answer, and few expect it there.
      case 'reasoning':
        return null;
      case 'tool-call': {
        const { id, name, arguments: given } = chunk.call;
        return chunkOf({}, '', [{ id, type: 'function', function: { name, arguments: given } }]);
      }
      case 'file':
        return chunkOf({}, [
          {
            type: 'image',
            format: chunk.mediaType.split('/')[1] ?? '',
            mime_type: chunk.mediaType,
            base64_data: Buffer.from(chunk.bytes).toString('base64'),
            url: '',
            filename: '',
            detail: 'low',
          },
        ]);
      case 'finish':
        return chunkOf(
          { usage: wireUsage(chunk.usage), finish_reason: finishWords[chunk.reason] },
          '',
        );
    }
  };
}

/** The whole answer as one chunk: what plugins that do not stream add up. */
export function wholeLlmChunk(ref: ModelRef, chunks: readonly ChatChunk[]): Tree {
  const text = chunks.map((chunk) => (chunk.type === 'text' ? chunk.text : '')).join('');
  const calls = chunks.flatMap((chunk) =>
    chunk.type === 'tool-call'
      ? [
          {
            id: chunk.call.id,
            type: 'function',
            function: { name: chunk.call.name, arguments: chunk.call.arguments },
          },
        ]
      : [],
  );
  const finish = chunks.find((chunk) => chunk.type === 'finish');
  return {
    model: ref.name,
    prompt_messages: [],
    system_fingerprint: null,
    delta: {
      index: 0,
      message: { role: 'assistant', content: text, name: null, tool_calls: calls },
      usage: finish ? wireUsage(finish.usage) : null,
      finish_reason: finish ? finishWords[finish.reason] : null,
    },
  };
}

function wireUsage(usage: Usage): Tree {
  const { time_to_first_token: _first, time_to_generate: _generate, ...rest } = usageRecord(usage);
  return rest;
}

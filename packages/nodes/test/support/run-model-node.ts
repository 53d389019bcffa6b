import type {
  ChatChunk,
  ChatMessage,
  ChatRequest,
  HistoryTurn,
  ModelFeature,
  NodeKind,
  NodePorts,
  NodeResult,
  RunFacts,
} from '@outpost/contracts';
import {
  createFakeChatModel,
  createFakeHistory,
  createFakeModels,
  createFakeNodePorts,
} from '@outpost/contracts/testing';
import { createNodeContext, type TestPool } from './create-node-context.ts';

export interface ModelNodeOptions {
  /** What the model answers; `ok` when a test does not care. */
  readonly answer?: readonly string[] | ((request: ChatRequest) => readonly (string | ChatChunk)[]);
  readonly features?: readonly ModelFeature[];
  readonly contextTokens?: number | null;
  /** The model's server fetches media itself. */
  readonly readsUrls?: boolean;
  readonly pool?: TestPool;
  /** Makes the run part of a conversation. */
  readonly history?: readonly HistoryTurn[];
  readonly ports?: Partial<NodePorts>;
  readonly run?: Partial<RunFacts>;
}

export interface ModelNodeOutcome {
  readonly result: NodeResult;
  /** The one request that the model got. */
  readonly request: ChatRequest;
  /** Its messages as `role: text`, media as `<kind>`. */
  readonly prompt: readonly string[];
  readonly streamed: readonly string[];
  readonly reasoned: readonly string[];
}

/** Runs a model node against a fake model and shows both sides of the talk. */
export async function runModelNode<Config>(
  kind: NodeKind<Config>,
  config: Readonly<Record<string, unknown>>,
  options: ModelNodeOptions = {},
): Promise<ModelNodeOutcome> {
  const { answer = ['ok'], features = [], contextTokens = null, pool = {}, history, run } = options;
  const fake = createFakeChatModel({ answer, features, contextTokens });
  const model = { ...fake, facts: { ...fake.facts, readsUrls: options.readsUrls ?? false } };
  const context = createNodeContext({
    pool,
    run: { conversationId: history ? 'conversation-1' : null, ...run },
    ports: createFakeNodePorts({
      models: createFakeModels(model),
      history: createFakeHistory(history),
      ...options.ports,
    }),
  });

  const parsed = kind.parse({ id: 'node', title: 'Node under test', config });
  if (!kind.run) throw new Error(`${kind.type} never runs.`);
  const result = await kind.run(context, parsed);

  const [request] = fake.requests;
  if (!request) throw new Error('The model was not asked.');
  return {
    result,
    request,
    prompt: request.messages.map(messageLine),
    streamed: context.streamed.map(([, text]) => text),
    reasoned: context.reasoned,
  };
}

function messageLine(message: ChatMessage): string {
  if (message.role !== 'user') return `${message.role}: ${message.text}`;
  const parts = message.content.map((part) =>
    part.type === 'text' ? part.text : `<${part.kind}>`,
  );
  return `user: ${parts.join(' ')}`;
}

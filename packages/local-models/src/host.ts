// The program of a model host: a process that loads one model at a time and does what its
// supervisor asks. It ends when its standard input does, so it never outlives the server.
import { createWriteStream } from 'node:fs';
import { messageOf } from '@outpost/contracts';
import {
  createFrameReader,
  encodeFrame,
  type HostAnswer,
  type HostModel,
  type HostRequest,
} from './host-protocol.ts';
import { HostError } from './host/host-error.ts';
import type { LoadedModel } from './host/loaded-model.ts';

const answers = createWriteStream('', { fd: 3 });
const queue: HostRequest[] = [];
let current: { readonly id: number; readonly controller: AbortController } | null = null;
let loaded: { readonly key: string; readonly model: LoadedModel } | null = null;

const read = createFrameReader<HostRequest>((message) => {
  if (message.type === 'cancel') {
    if (current?.id === message.id) current.controller.abort();
    return;
  }
  queue.push(message);
  if (!current) void work();
});
process.stdin.on('data', read);
process.stdin.on('end', () => process.exit(0));
// The supervisor is gone: there is nobody to answer.
answers.on('error', () => process.exit(0));
send({ type: 'ready' });

async function work(): Promise<void> {
  for (let request = queue.shift(); request; request = queue.shift()) {
    if (request.type === 'cancel') continue;
    const { id } = request;
    const controller = new AbortController();
    current = { id, controller };
    try {
      send(await perform(request, controller.signal));
    } catch (error) {
      const failure = error instanceof HostError ? error.failure : 'model';
      send({ type: 'failed', id, failure, reason: messageOf(error) });
    }
  }
  current = null;
}

async function perform(
  request: Exclude<HostRequest, { readonly type: 'cancel' }>,
  signal: AbortSignal,
): Promise<HostAnswer> {
  const { id } = request;
  const model = await load(request.model);
  switch (request.type) {
    case 'chat': {
      if (!model.chat) throw new HostError('request', 'it is not a chat model');
      const end = await model.chat(request.request, {
        signal,
        onPart: (part) => {
          send({ ...part, id });
        },
      });
      return { type: 'chat-end', id, ...end };
    }
    case 'embed': {
      if (!model.embed) throw new HostError('request', 'it is not an embedding model');
      const { vectors, tokens } = await model.embed(request.texts, signal);
      const dimensions = vectors[0]?.length ?? 0;
      const all = new Float32Array(dimensions * vectors.length);
      for (const [index, vector] of vectors.entries()) all.set(vector, index * dimensions);
      return {
        type: 'vectors',
        id,
        dimensions,
        data: Buffer.from(all.buffer).toString('base64'),
        tokens,
      };
    }
    case 'rerank': {
      if (!model.rerank) throw new HostError('request', 'it is not a rerank model');
      return { type: 'scores', id, scores: await model.rerank(request.query, request.documents) };
    }
    default: {
      const unknown: never = request;
      throw new Error(`unknown request ${JSON.stringify(unknown)}`);
    }
  }
}

/** The model asked for; another one is put away first, so that only one takes memory. */
async function load(model: HostModel): Promise<LoadedModel> {
  const key = JSON.stringify(model);
  if (loaded?.key === key) return loaded.model;
  const previous = loaded;
  loaded = null;
  await previous?.model.dispose();
  const { loadModel } = model.file.endsWith('.onnx')
    ? await import('./host/onnx-model.ts')
    : await import('./host/llama-model.ts');
  loaded = { key, model: await loadModel(model) };
  return loaded.model;
}

function send(answer: HostAnswer): void {
  answers.write(encodeFrame(answer));
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { ModelAddress, ModelPace } from '../programs/model-server.ts';
import type { StreamFigures, StreamLoad } from '../programs/stream-load.ts';
import { stallRow, type Measurement, type Row } from '../row.ts';
import {
  createDataDirectory,
  OutpostProcess,
  type ServerLoad,
} from '../support/outpost-process.ts';
import { runProgram, startProgram } from '../support/run-program.ts';
import { percentile } from '../support/statistics.ts';

const pace: ModelPace = { firstTokenMs: 200, tokenMs: 25, tokens: 60, floodChunks: 2048 };

/** A hundred streams that talk like real models: what the platform adds to the wait for the first token. */
export const firstToken: Measurement = {
  name: 'first-token',
  run: () =>
    withPlatform(async ({ server, modelUrl }) => {
      const { key } = await server.importApp('chat.yml', { MODEL: 'paced' });
      const plan = { streams: 100, spreadMs: 1700, warmUpMs: 4000, measuredMs: 12_000 };
      const direct = await load(askModel(modelUrl, 'paced'), plan);
      const { through, serverLoad } = await loadWatched(server, key, plan);
      const cpuShare = serverLoad.cpuMs / plan.measuredMs;
      const added = (share: number): number =>
        percentile(through.firstTokenMs, share) - percentile(direct.firstTokenMs, share);
      const row = {
        unit: 'ms',
        note: `100 streams, 40 tokens/s each; server at ${(cpuShare * 100).toFixed(0)} % of a core`,
      };
      return [
        {
          ...row,
          title: 'Added latency to the first token, p50',
          measured: added(0.5),
          budget: { atMost: 3 },
        },
        {
          ...row,
          title: 'Added latency to the first token, p95',
          measured: added(0.95),
          budget: { atMost: 10 },
        },
        stallRow('paced streams', serverLoad),
      ];
    }),
};

/** Models that talk as fast as they are read. */
export const modelChunks: Measurement = {
  name: 'model-chunks',
  run: () =>
    withPlatform(async ({ server, modelUrl }) => {
      const { key } = await server.importApp('chat.yml', { MODEL: 'flood' });
      const plan = { streams: 20, spreadMs: 200, warmUpMs: 4000, measuredMs: 8000 };
      const direct = await load(askModel(modelUrl, 'flood'), plan);
      const { through, serverLoad } = await loadWatched(server, key, plan);
      return [
        {
          title: 'Model chunks passed through',
          measured: through.tokensPerSecond,
          unit: 'chunks/s',
          budget: { atLeast: 20_000 },
          note: `20 streams; without the platform ${Math.round(direct.tokensPerSecond)}/s`,
        },
        stallRow('chunks at full speed', serverLoad),
      ];
    }),
};

async function withPlatform(
  measure: (parts: {
    readonly server: OutpostProcess;
    readonly modelUrl: string;
  }) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const models = await startProgram<ModelPace, ModelAddress>('model-server', pace);
  const server = await OutpostProcess.start(createDataDirectory());
  try {
    await server.addModels(models.told.url, ['paced', 'flood']);
    return await measure({ server, modelUrl: models.told.url });
  } finally {
    await server.stop();
    models.stop();
  }
}

type Target = Pick<StreamLoad, 'url' | 'headers' | 'body' | 'textFrame' | 'token' | 'ending'>;
type Plan = Omit<StreamLoad, keyof Target>;

async function load(target: Target, plan: Plan): Promise<StreamFigures> {
  const figures = await runProgram<StreamLoad, StreamFigures>('stream-load', {
    ...target,
    ...plan,
  });
  if (figures.wrongAnswers > 0) throw new Error(`${figures.wrongAnswers} streams went wrong.`);
  return figures;
}

/** The load on the app, and what the server's event loop went through after the warm-up. */
async function loadWatched(
  server: OutpostProcess,
  key: string,
  plan: Plan,
): Promise<{ readonly through: StreamFigures; readonly serverLoad: ServerLoad }> {
  const through = load(askApp(server, key), plan);
  await sleep(plan.warmUpMs);
  server.resetLoad();
  await sleep(plan.measuredMs);
  const serverLoad = await server.readLoad();
  return { through: await through, serverLoad };
}

function askModel(url: string, model: string): Target {
  return {
    url: `${url}/chat/completions`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: 'hello' }] }),
    textFrame: '"content":"',
    token: 'word ',
    ending: '[DONE]',
  };
}

function askApp({ url }: OutpostProcess, key: string): Target {
  return {
    url: `${url}/v1/chat-messages`,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ inputs: {}, query: 'hello', user: 'bench', response_mode: 'streaming' }),
    textFrame: '"event":"message"',
    token: 'word ',
    ending: '"event":"message_end"',
  };
}

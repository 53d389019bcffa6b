import { bounded } from './probe-calls.ts';
import type { Probe } from './probe-server.ts';

/** Embeddings and rerank, each with a model that is known or looks like one. */
export async function vectorSteps(probe: Probe): Promise<void> {
  const { step, skip, models, kinds, provider, request, limits } = probe;
  const offered = provider.manifest.kinds;
  const bounds = { ...request, limits };
  // A server with a single model that does not chat has it for something else.
  const only = !kinds.has('chat') && models.names.length === 1 ? models.chat : null;
  models.embedding ??= only;

  if (!offered.includes('embedding') || models.embedding === null)
    skip('embeddings', noModel('embedding', '向量'));
  else {
    const name = models.embedding;
    const done = await step('embeddings', async () => {
      const client = await probe.client();
      const model = { name, mode: 'chat', features: new Set<never>() } as const;
      const result = await bounded(bounds, name, async (signal) =>
        client.embed?.(['a first text', '第二段文字'], { model, signal, purpose: 'document' }),
      );
      const size = result?.vectors[0]?.length ?? 0;
      const finding = { en: `Its vectors have ${size} dimensions.`, zh: `向量维度为 ${size}。` };
      return { value: true, finding };
    });
    if (done) kinds.add('embedding');
  }

  models.rerank ??= kinds.size === 0 ? only : null;
  if (!offered.includes('rerank') || models.rerank === null)
    skip('rerank', noModel('rerank', '重排序'));
  else {
    const name = models.rerank;
    const done = await step('rerank', async () => {
      const client = await probe.client();
      const model = { name, mode: 'chat', features: new Set<never>() } as const;
      const query = { query: 'apple', documents: ['A red apple.', 'A blue car.'], top: 2 };
      const scores = await bounded(bounds, name, async (signal) =>
        client.rerank?.(query, { model, signal }),
      );
      const finding = {
        en: `It scored ${scores?.length ?? 0} of 2 texts.`,
        zh: `对 2 段文字中的 ${scores?.length ?? 0} 段给出了分数。`,
      };
      return { value: true, finding, limited: scores?.length !== 2 };
    });
    if (done) kinds.add('rerank');
  }
}

function noModel(en: string, zh: string): { readonly en: string; readonly zh: string } {
  return {
    en: `No ${en} model is known here. Give the name of one to try it.`,
    zh: `未发现${zh}模型。如需检测，请填写模型名称。`,
  };
}

interface Embedded {
  readonly vectors: readonly Float32Array[];
  readonly promptTokens: number | null;
}

/**
 * Embeds any number of texts in batches, a few at a time, in order. The first failure ends it: the
 * batches on their way are awaited, so that nothing runs on unseen.
 */
export async function embedAll(
  texts: readonly string[],
  batchMax: number,
  embed: (batch: readonly string[]) => Promise<Embedded>,
): Promise<Embedded> {
  const size = Math.max(1, Math.floor(batchMax));
  const batches = Array.from({ length: Math.ceil(texts.length / size) }, (_, at) =>
    texts.slice(at * size, (at + 1) * size),
  );
  const done: Embedded[] = [];
  let next = 0;
  let failure: { readonly error: unknown } | null = null;
  const work = async (): Promise<void> => {
    while (next < batches.length && !failure) {
      const at = next;
      next += 1;
      try {
        done[at] = await embed(batches[at] ?? []);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, batches.length) }, work));
  const failed = failure as { readonly error: unknown } | null;
  if (failed) throw failed.error;
  return {
    vectors: done.flatMap(({ vectors }) => vectors),
    promptTokens: done.some(({ promptTokens }) => promptTokens === null)
      ? null
      : done.reduce((sum, { promptTokens }) => sum + (promptTokens ?? 0), 0),
  };
}

const parallel = 4;

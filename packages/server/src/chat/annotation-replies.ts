/**
 * Questions whose answers people have written down. A question that reads the same is found without
 * a model; otherwise the nearest one by embedding counts, if it is near enough. What an app has is
 * kept in memory with its vectors and read anew after a change, here or in another process.
 */
import { AppError, type Embedder } from '@outpost/contracts';
import type { ModelDirectory } from '@outpost/models';
import type { Annotation, AnnotationSettings, App, Job, Store } from '@outpost/store';
import { createLru } from '../lru.ts';

export interface AnnotationRepliesOptions {
  readonly store: Store;
  readonly modelsOf: (workspaceId: string) => ModelDirectory;
  readonly report: (error: unknown, what: string) => void;
}

export type AnnotationReplies = ReturnType<typeof createAnnotationReplies>;

type Switch = Omit<AnnotationSettings, 'updatedAt'>;

interface Known {
  readonly annotation: Annotation;
  readonly normal: string;
  /** Of length one; set when it is first needed. */
  vector: Float32Array | null;
}

interface Book {
  readonly settings: AnnotationSettings | null;
  readonly entries: readonly Known[];
  readonly byText: ReadonlyMap<string, Known>;
}

const channel = 'annotations-changed';
const queue = 'annotation-reply';
const booksMax = 200;
const annotationsMax = 5000;
const pageSize = 100;
/** An answer is waited for: better none from here than a late one. */
const questionMs = 10_000;
const indexMs = 600_000;

export function createAnnotationReplies({ store, modelsOf, report }: AnnotationRepliesOptions) {
  const books = createLru<string, Promise<Book>>(booksMax);
  const leaveSignals = store.signals.subscribe(channel, (appId) => books.delete(appId));
  const leaveGaps = store.signals.onGap(() => books.clear());

  const changed = async (appId: string): Promise<void> => {
    books.delete(appId);
    await store.signals.publish(channel, appId);
  };

  function bookOf(appId: string): Promise<Book> {
    const kept = books.get(appId);
    if (kept) return kept;
    const book = readBook(store, appId);
    books.set(appId, book);
    book.catch(() => books.delete(appId));
    return book;
  }

  const embedderOf = (workspaceId: string, { embeddingProvider, embeddingModel }: Switch) =>
    modelsOf(workspaceId).embedder({ provider: embeddingProvider, name: embeddingModel });

  async function nearest(app: App, book: Book, query: string): Promise<Known | null> {
    const { settings, entries } = book;
    if (!settings || entries.length === 0) return null;
    const signal = AbortSignal.timeout(questionMs);
    const embedder = await embedderOf(app.workspaceId, settings);
    await fillVectors(embedder, entries, signal);
    const { vectors } = await embedder.embed([query], { signal, purpose: 'query' });
    const asked = unit(vectors[0] ?? new Float32Array());
    let best: { readonly entry: Known; readonly score: number } | null = null;
    for (const entry of entries) {
      const score = entry.vector ? dot(entry.vector, asked) : 0;
      if (score >= settings.scoreThreshold && score > (best?.score ?? -1)) best = { entry, score };
    }
    return best?.entry ?? null;
  }

  /** Switching on tries the model first, on everything there is. */
  async function switchTo(settings: Switch): Promise<void> {
    if (settings.enabled) {
      const app = await store.apps.byId(settings.appId);
      if (!app) throw new AppError('app_removed');
      const { entries } = await readBook(store, settings.appId);
      const embedder = await embedderOf(app.workspaceId, settings);
      const signal = AbortSignal.timeout(indexMs);
      if (entries.length === 0) await embedder.embed(['?'], { signal, purpose: 'query' });
      await fillVectors(embedder, entries, signal);
    }
    await store.annotations.putSettings(settings);
    await changed(settings.appId);
  }

  const stopWork = store.jobs.work(queue, { concurrency: 1 }, ({ data }) =>
    switchTo(data as Switch),
  );

  return {
    /** The annotation that answers the question; its hit is counted. Null when there is none, or when the model fails. */
    async find(app: App, query: string): Promise<Annotation | null> {
      const book = await bookOf(app.id);
      if (!book.settings?.enabled) return null;
      let found = book.byText.get(normalOf(query)) ?? null;
      try {
        found ??= await nearest(app, book, query);
      } catch (error) {
        report(error, `The annotations of the app ${app.id} could not be compared`);
      }
      if (found) await store.annotations.countHit(found.annotation.id);
      return found?.annotation ?? null;
    },

    /** Told after every change of an app's annotations. */
    changed,

    /** Switches replies on or off in the background; returns the job's id. */
    schedule: (settings: Switch): Promise<string> =>
      store.jobs.enqueue({ queue, data: settings, attemptsMax: 1 }),

    /** Null for an unknown job and for another app's. */
    async job(appId: string, id: string): Promise<Job | null> {
      const job = await store.jobs.get(id);
      const data = job?.data as Partial<Switch> | undefined;
      return job?.queue === queue && data?.appId === appId ? job : null;
    },

    async close(): Promise<void> {
      leaveSignals();
      leaveGaps();
      await stopWork();
    },
  };
}

async function readBook(store: Store, appId: string): Promise<Book> {
  const settings = await store.annotations.settings(appId);
  if (!settings) return { settings, entries: [], byText: new Map() };
  const entries: Known[] = [];
  for (let page = 1; entries.length < annotationsMax; page += 1) {
    const { items, hasMore } = await store.annotations.list(appId, { page, limit: pageSize });
    for (const annotation of items)
      entries.push({ annotation, normal: normalOf(annotation.question), vector: null });
    if (!hasMore) break;
  }
  // Newest first: of two that read the same, the newer one answers.
  const byText = new Map(entries.toReversed().map((entry) => [entry.normal, entry]));
  return { settings, entries, byText };
}

async function fillVectors(
  embedder: Embedder,
  entries: readonly Known[],
  signal: AbortSignal,
): Promise<void> {
  const missing = entries.filter(({ vector }) => vector === null);
  if (missing.length === 0) return;
  const questions = missing.map(({ annotation }) => annotation.question);
  const { vectors } = await embedder.embed(questions, { signal, purpose: 'document' });
  for (const [index, entry] of missing.entries())
    entry.vector = unit(vectors[index] ?? new Float32Array());
}

/** Upper and lower case, width of characters, spaces and marks at the end make no other question. */
function normalOf(question: string): string {
  return question
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[\s?？!！.。…]+$/, '')
    .trim();
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector) || 1;
  return vector.map((part) => part / length);
}

function dot(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return 0;
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}

/**
 * Saves of drafts by several people. A save on an old revision is merged with what was saved since;
 * what both changed differently is refused with both sides, and nothing is saved.
 */
import {
  AppError,
  isSameValue,
  mergeDocuments,
  type AppDocument,
  type SecretBox,
} from '@outpost/contracts';
import type { App, Draft, Store } from '@outpost/store';
import { maskSecrets, sealSecrets } from './secrets.ts';

/** Others may save again while this merges. */
const triesMax = 5;

export interface DraftSave {
  readonly app: App;
  readonly accountId: string;
  readonly document: AppDocument;
  /** What the document was made from. */
  readonly revision: number;
}

/** True when the saved draft holds changes that the sender has not seen. Throws `draft_conflict`. */
export async function saveMerged(
  { store, box }: { readonly store: Store; readonly box: SecretBox },
  save: DraftSave,
  current: () => Promise<Draft>,
): Promise<boolean> {
  const { app, accountId, revision } = save;
  for (let tries = 1; ; tries++) {
    const theirs = await current();
    const { document, merged } = await merge({ store, box }, save, theirs);
    try {
      await store.drafts.save({
        appId: app.id,
        document,
        expectedRevision: theirs.revision,
        updatedBy: accountId,
      });
      return merged && theirs.revision !== revision;
    } catch (error) {
      const isLate = error instanceof AppError && error.code === 'record_conflict';
      if (!isLate || tries === triesMax) throw error;
    }
  }
}

async function merge(
  { store, box }: { readonly store: Store; readonly box: SecretBox },
  { app, document, revision }: DraftSave,
  theirs: Draft,
): Promise<{ readonly document: AppDocument; readonly merged: boolean }> {
  if (theirs.revision === revision)
    return { document: sealSecrets(document, box, theirs.document), merged: false };
  const base = (await store.drafts.revision(app.id, revision))?.document ?? null;
  const yours = sealSecrets(document, box, base ?? theirs.document);
  const result = mergeDocuments({ base: base ?? yours, yours, theirs: theirs.document });
  const isLost = base === null && !isSameValue(yours.graph, theirs.document.graph);
  if (result.conflicts.length === 0 && !isLost)
    return { document: result.document, merged: !isSameValue(result.document, yours) };
  const saver = await store.accounts.get(theirs.updatedBy);
  throw new AppError('draft_conflict', {
    details: {
      count: Math.max(1, result.conflicts.length),
      revision: theirs.revision,
      theirs: maskSecrets(theirs.document, box),
      baseKept: base !== null,
      conflicts: withoutSeals(result.conflicts),
      savedBy: saver && { id: saver.id, name: saver.name },
    },
  });
}

/** Not even a sealed secret leaves the server. */
function withoutSeals(value: unknown): unknown {
  const hide = (_key: string, part: unknown): unknown =>
    typeof part === 'string' && part.startsWith('sealed:') ? '••••••••' : part;
  return JSON.parse(JSON.stringify(value, hide)) as unknown;
}

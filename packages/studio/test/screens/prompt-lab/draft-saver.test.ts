import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createBlankApp } from '@outpost/dsl';
import { ConsoleError } from '../../../src/api/console-error.ts';
import { createEditorStore } from '../../../src/screens/canvas/model/editor-store.ts';
import {
  promptOf,
  setPrompt,
  withClassic,
} from '../../../src/screens/prompt-lab/model/classic-config.ts';
import {
  createDraftSaver,
  type SavedDraft,
} from '../../../src/screens/prompt-lab/model/draft-saver.ts';

/** A server with one draft, and timers that run when told to. */
function bench() {
  const start: SavedDraft = { document: createBlankApp('chat', 'A'), revision: 1 };
  const server = { draft: start, saves: 0, fails: null as Error | null };
  const due: (() => void)[] = [];
  const store = createEditorStore({ appId: 'a', document: start.document, now: () => 0 });
  const saver = createDraftSaver({
    store,
    saved: start,
    read: () => Promise.resolve(server.draft),
    async save({ document, revision }) {
      await Promise.resolve();
      server.saves += 1;
      if (server.fails) throw server.fails;
      if (revision !== server.draft.revision)
        throw new ConsoleError('record_conflict', 'Somebody saved.', 409);
      server.draft = { document, revision: revision + 1 };
      return server.draft;
    },
    after(_delayMs, callback) {
      due.push(callback);
      return () => void due.splice(due.indexOf(callback) >>> 0, 1);
    },
  });
  return {
    store,
    saver,
    server,
    settle: async (): Promise<void> => {
      for (let round = 0; round < 6; round += 1) {
        for (const callback of due.splice(0)) callback();
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
    },
    /** What somebody else saves. */
    others: (patch: Readonly<Record<string, unknown>>) =>
      (server.draft = {
        document: withClassic(server.draft.document, patch),
        revision: server.draft.revision + 1,
      }),
  };
}

describe('saving a draft', () => {
  test('edits in quick succession are one save, and nothing is left', async () => {
    const { store, saver, server, settle } = bench();

    store.dispatch(setPrompt('a'));
    store.dispatch(setPrompt('ab'));
    await settle();

    assert.deepEqual([server.saves, promptOf(server.draft.document)], [1, 'ab']);
    assert.deepEqual([saver.isDirty(), saver.getState().type], [false, 'saved']);
  });

  test('what others changed elsewhere is merged and saved', async () => {
    const { store, saver, server, settle, others } = bench();

    others({ opening_statement: 'Hello' });
    store.dispatch(setPrompt('mine'));
    await settle();

    assert.equal(promptOf(server.draft.document), 'mine');
    assert.equal(server.draft.document.classic?.['opening_statement'], 'Hello');
    assert.equal(store.getState().document.classic?.['opening_statement'], 'Hello');
    assert.equal(saver.isDirty(), false);
  });

  test('what both changed waits for a decision, and is never overwritten without one', async () => {
    for (const side of ['yours', 'theirs'] as const) {
      const { store, saver, server, settle, others } = bench();
      others({ pre_prompt: 'theirs' });
      store.dispatch(setPrompt('yours'));
      await settle();

      assert.equal(saver.getState().type, 'conflict');
      assert.equal(promptOf(server.draft.document), 'theirs');
      saver.resolve(side);
      await settle();

      assert.equal(promptOf(server.draft.document), side);
      assert.equal(promptOf(store.getState().document), side);
      assert.equal(saver.isDirty(), false);
    }
  });

  test('a server that is away is tried again, and nothing is lost', async () => {
    const { store, saver, server, settle } = bench();
    server.fails = ConsoleError.unreachable(new Error('away'));
    store.dispatch(setPrompt('kept'));
    await settle();
    assert.equal(saver.getState().type, 'failed');

    server.fails = null;
    await settle();

    assert.equal(promptOf(server.draft.document), 'kept');
    assert.equal(saver.getState().type, 'saved');
  });
});

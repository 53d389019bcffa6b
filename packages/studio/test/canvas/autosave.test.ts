import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { AppDocument } from '@outpost/contracts';
import { ConsoleError } from '../../src/api/console-error.ts';
import { createEditorStore } from '../../src/screens/canvas/model/editor-store.ts';
import { nodeOf, renameNode } from '../../src/screens/canvas/model/node-commands.ts';
import {
  createAutosave,
  type LocalCopy,
  type SavedDraft,
} from '../../src/screens/canvas/sync/autosave.ts';
import { draw } from './graphs.ts';

function renamed(document: AppDocument, id: string, title: string): AppDocument {
  return renameNode({ id, title: id }, title).edit(document);
}

test('what others saved meanwhile is merged, and a conflict waits for the person', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const document = draw([{ id: 'a' }, { id: 'b' }]);
    const editor = createEditorStore({ appId: 'app', document, now: () => 0 });
    let server: SavedDraft = { document: renamed(document, 'b', 'theirs'), revision: 2 };
    const copies: (LocalCopy | null)[] = [];
    const autosave = createAutosave({
      editor,
      revision: 1,
      keepCopy: (copy) => copies.push(copy),
      async save(draft) {
        if (draft.revision === 1) {
          server = { document: renamed(server.document, 'a', 'mine'), revision: 3 };
          return { ...server, merged: true };
        }
        if (draft.revision === 3)
          throw new ConsoleError('draft_conflict', 'conflict', 409, {
            revision: 9,
            theirs: renamed(server.document, 'a', 'other'),
          });
        server = { document: draft.document, revision: draft.revision + 1 };
        return { ...server, merged: false };
      },
    });
    const titles = () => ['a', 'b'].map((id) => nodeOf(editor.getState().document, id)?.title);

    editor.dispatch(renameNode({ id: 'a', title: 'a' }, 'mine'));
    await autosave.flush();
    assert.deepEqual([titles(), autosave.getState().status], [['mine', 'theirs'], 'saved']);
    assert.equal(copies.at(-1), null);

    editor.dispatch(renameNode({ id: 'a', title: 'mine' }, 'again'));
    await autosave.flush();
    assert.equal(autosave.getState().status, 'conflict');

    autosave.settle('yours');
    await autosave.flush();
    assert.deepEqual([titles(), autosave.getState().status], [['again', 'theirs'], 'saved']);
    assert.equal(server.revision, 10);
  } finally {
    mock.timers.reset();
  }
});

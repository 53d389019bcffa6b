import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { AppDocument } from '@outpost/contracts';
import { askConsole } from '../support/console-events.ts';
import { openTestPlatform, type TestPlatform } from '../support/open-test-platform.ts';
import { echoWorkflow } from '../support/service-apps.ts';

interface Draft {
  readonly document: AppDocument;
  readonly revision: number;
  readonly merged?: boolean;
}

let server: TestPlatform;
before(async () => {
  server = await openTestPlatform();
});
after(() => server.close());

async function makeApp(): Promise<{
  readonly path: string;
  readonly draft: Draft;
  readonly runs: string;
}> {
  const { app } = (await server.console('POST', '/apps/import', {
    content: echoWorkflow(),
    publish: true,
  })) as { app: { id: string } };
  const path = `/apps/${app.id}`;
  return {
    path,
    runs: `${path}/run`,
    draft: (await server.console('GET', `${path}/draft`)) as Draft,
  };
}

const titled = ({ document }: Draft, id: string, title: string): AppDocument => ({
  ...document,
  graph: {
    ...document.graph,
    nodes: document.graph.nodes.map((node) => (node.id === id ? { ...node, title } : node)),
  },
});
const titlesOf = ({ document }: Draft) => document.graph.nodes.map(({ title }) => title);

test('a save on an old revision is merged with what was saved since, and says so', async () => {
  const { path, draft } = await makeApp();
  const save = async (document: AppDocument) =>
    (await server.console('PUT', `${path}/draft`, { document, revision: draft.revision })) as Draft;

  const first = await save(titled(draft, 'start', 'Begin'));
  const second = await save(titled(draft, 'end', 'Finish'));

  assert.deepEqual(
    [first.merged, second.merged, second.revision],
    [false, true, draft.revision + 2],
  );
  assert.deepEqual(titlesOf(second), ['Begin', 'Finish']);
});

test('a place that both changed is refused with both sides, and nothing is saved', async () => {
  const { path, draft } = await makeApp();
  const save = (title: string) =>
    askConsole(server, 'PUT', `${path}/draft`, {
      document: titled(draft, 'start', title),
      revision: draft.revision,
    });
  await save('Theirs');

  const refused = await save('Yours');

  assert.equal(refused.status, 409);
  const { code, details } = (await refused.json()) as {
    code: string;
    details: { revision: number; theirs: AppDocument; conflicts: readonly object[] };
  };
  assert.deepEqual([code, details.revision], ['draft_conflict', draft.revision + 1]);
  assert.deepEqual(details.conflicts, [
    {
      path: ['graph', 'nodes', 'start', 'title'],
      base: 'Start',
      yours: 'Yours',
      theirs: 'Theirs',
      nodeId: 'start',
      title: 'Theirs',
    },
  ]);
  const now = (await server.console('GET', `${path}/draft`)) as Draft;
  assert.deepEqual([now.revision, titlesOf(now)[0]], [details.revision, 'Theirs']);
});

test('an earlier save can be looked at and made the draft again', async () => {
  const { path, draft } = await makeApp();
  await server.console('PUT', `${path}/draft`, {
    document: titled(draft, 'start', 'Worse'),
    revision: draft.revision,
  });

  const { data } = (await server.console('GET', `${path}/draft/revisions`)) as {
    data: readonly { revision: number }[];
  };
  const kept = `${path}/draft/revisions/${draft.revision}`;
  const seen = (await server.console('GET', kept)) as Draft;
  const restored = (await server.console('POST', `${kept}/restore`)) as Draft;

  assert.deepEqual(
    data.map(({ revision }) => revision),
    [draft.revision],
  );
  assert.deepEqual([seen.document, restored.document], [draft.document, draft.document]);
  assert.equal((await askConsole(server, 'GET', `${path}/draft/revisions/x`)).status, 404);
});

test('a version is renamed and deleted, but not while the app runs it', async () => {
  const { path } = await makeApp();
  const newer = (await server.console('POST', `${path}/versions`, {})) as { id: string };
  const { data } = (await server.console('GET', `${path}/versions`)) as {
    data: readonly { id: string; isCurrent: boolean }[];
  };
  const older = data.find(({ isCurrent }) => !isCurrent);

  const named = (await server.console('PATCH', `${path}/versions/${newer.id}`, {
    note: 'Why',
  })) as {
    note: string;
  };
  const refused = await askConsole(server, 'DELETE', `${path}/versions/${newer.id}`);
  const deleted = await askConsole(server, 'DELETE', `${path}/versions/${older?.id}`);

  assert.deepEqual([named.note, refused.status, deleted.status], ['Why', 409, 204]);
});

test('a run is heard by asking again and again, each event once', async () => {
  const { runs } = await makeApp();
  const begun = await askConsole(server, 'POST', runs, { inputs: { text: 'hi' } });
  const runId = begun.headers.get('x-run-id');
  const streamed = (await begun.text()).split('\n').filter((line) => line.startsWith('id: '));

  const seen: number[] = [];
  for (let after = 0, done = false; !done;) {
    const polled = (await server.console(
      'GET',
      `/runs/${runId}/events?mode=poll&waitMs=5000&after=${after}`,
    )) as { events: readonly { seq: number }[]; after: number; done: boolean };
    seen.push(...polled.events.map(({ seq }) => seq));
    ({ after, done } = polled);
  }

  assert.deepEqual(
    seen,
    streamed.map((line) => Number(line.slice('id: '.length))),
  );
});

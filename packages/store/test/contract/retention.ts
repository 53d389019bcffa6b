import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RetentionRequest, Store } from '../../src/index.ts';
import { makeHousehold, useStore, type Backend } from '../support/backend.ts';
import {
  events,
  makeConversation,
  makeEndUser,
  makeMessage,
  newRun,
  summary,
} from '../support/records.ts';

export function retentionContract(backend: Backend): void {
  describe(`retention on ${backend.name}`, () => {
    const suite = useStore(backend);

    test('an app that ends for good takes all that it wrote along, and nothing of others', async () => {
      const { store, clock } = suite;
      const gone = await makeHousehold(store);
      const kept = await makeHousehold(store);
      const written = await Promise.all([gone, kept].map((household) => write(store, household)));

      await store.apps.remove(gone.workspace.id, gone.app.id);
      const sweeps = await sweepAll(store, { removedBefore: clock.now() + 1, rowsMax: 2 });

      assert.ok(sweeps > 2, 'in slices');
      const [of_gone, of_kept] = await Promise.all(
        written.map(async ({ user, conversation, message, runIds }) => ({
          user: (await store.endUsers.get(user.id)) !== null,
          conversation:
            (await store.conversations.get(conversation.appId, conversation.id)) !== null,
          message: (await store.messages.get(message.appId, message.id)) !== null,
          events: (await Promise.all(runIds.map((id) => store.runLog.read(id)))).flat().length,
          variables: Object.keys(await store.conversationVariables.values(conversation.id)).length,
        })),
      );
      assert.deepEqual(of_gone, {
        user: false,
        conversation: false,
        message: false,
        events: 0,
        variables: 0,
      });
      assert.deepEqual(of_kept, {
        user: true,
        conversation: true,
        message: true,
        events: 15,
        variables: 1,
      });
    });

    test('a removed conversation ends with its messages and runs', async () => {
      const { store, clock } = suite;
      const household = await makeHousehold(store);
      const { conversation, message, runIds } = await write(store, household);

      await store.conversations.remove(conversation.id);
      await sweepAll(store, { removedBefore: clock.now() + 1 });

      assert.equal(await store.messages.get(household.app.id, message.id), null);
      assert.equal(await store.runs.byId(runIds[0] ?? ''), null);
    });

    test('old runs that are over are forgotten, the unfinished never', async () => {
      const { store, clock } = suite;
      const household = await makeHousehold(store);
      const { runIds } = await write(store, household);
      const [running] = runIds;
      clock.advance(10);
      const recent = newRun(household);
      await store.runs.start(recent);
      await store.runs.finish(recent.id, summary);

      await sweepAll(store, { removedBefore: 0, runsBefore: clock.now() });

      const page = await store.runSearch.search(household.app.id);
      assert.deepEqual(
        page.items.map(({ run }) => run.id),
        [recent.id, running],
      );
    });
  });
}

/** Sweeps until nothing is due; returns how often. */
export async function sweepAll(store: Store, request: RetentionRequest): Promise<number> {
  let sweeps = 1;
  while (await store.retention.sweep(request)) sweeps += 1;
  return sweeps;
}

/** Some of everything that an app writes; the first of its runs is unfinished. */
async function write(store: Store, household: Awaited<ReturnType<typeof makeHousehold>>) {
  const user = await makeEndUser(store, household, 'user');
  const conversation = await makeConversation(store, household, { endUserId: user.id });
  const message = await makeMessage(store, household, conversation, 'hi');
  const variable = { name: 'v', valueType: 'string', value: 'x', description: '' };
  await store.conversationVariables.put(conversation.id, [variable]);
  const runs = Array.from({ length: 5 }, () =>
    newRun(household, { conversationId: conversation.id }),
  );
  for (const [index, run] of runs.entries()) {
    await store.runs.start(run);
    await store.runLog.append(run.id, events(1, 3));
    if (index > 0) await store.runs.finish(run.id, summary);
  }
  return { user, conversation, message, runIds: runs.map(({ id }) => id) };
}

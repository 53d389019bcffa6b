import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { noParent, type Conversation, type Message } from '../../src/index.ts';
import { makeHousehold, useStore, type Backend } from '../support/backend.ts';
import { makeConversation, makeEndUser, makeMessage } from '../support/records.ts';

export function chatContract(backend: Backend): void {
  describe(`chat on ${backend.name}`, () => {
    const suite = useStore(backend);

    test('an end user is made at first sight, once, however many ask at a time', async () => {
      const { app, workspace } = await makeHousehold(suite.store);
      const ask = () => makeEndUser(suite.store, { app, workspace }, 'user-1');

      const users = await Promise.all([ask(), ask(), ask(), ask()]);

      assert.equal(new Set(users.map(({ id }) => id)).size, 1);
      assert.deepEqual(await suite.store.endUsers.get(users[0].id), users[0]);
    });

    test('conversations are paged behind the last one held, in each order', async () => {
      const { store, clock } = suite;
      const household = await makeHousehold(store);
      const user = await makeEndUser(store, household, 'pager');
      const owner = { endUserId: user.id };
      for (const name of ['a', 'b', 'c', 'd', 'e']) {
        // Two of each time: the order must be total all the same.
        if ('ace'.includes(name)) clock.advance(1);
        await makeConversation(store, household, { endUserId: user.id, name });
      }
      clock.advance(1);
      const all = await store.conversations.list(household.app.id, owner, { limit: 100 });
      const first = all.items.at(-1);
      await store.conversations.update(first?.id ?? '', { turns: 1 });

      for (const sort of ['created_at', '-created_at', 'updated_at', '-updated_at'] as const) {
        const whole = await store.conversations.list(household.app.id, owner, { sort });
        const paged: Conversation[] = [];
        for (let lastId: string | undefined; ; lastId = paged.at(-1)?.id) {
          const slice = await store.conversations.list(household.app.id, owner, {
            sort,
            lastId,
            limit: 2,
          });
          paged.push(...slice.items);
          if (!slice.hasMore) break;
        }
        assert.deepEqual(paged, whole.items);
        assert.equal(paged.length, 5);
      }
      const newest = await store.conversations.list(household.app.id, owner);
      assert.deepEqual([newest.items[0]?.id, newest.items[0]?.dialogueCount], [first?.id, 1]);
    });

    test('a thread leads from a message back to where it began, past other answers', async () => {
      const { store, clock } = suite;
      const household = await makeHousehold(store);
      const user = await makeEndUser(store, household, 'threads');
      const conversation = await makeConversation(store, household, { endUserId: user.id });
      const write = async (query: string, parentMessageId: string | null, answer = query) => {
        clock.advance(1);
        const message = await store.messages.create({
          workspaceId: household.workspace.id,
          appId: household.app.id,
          conversationId: conversation.id,
          parentMessageId,
          runId: null,
          source: 'web-app',
          endUserId: user.id,
          accountId: null,
          inputs: {},
          query,
        });
        await store.messages.update(message.id, { answer, status: 'normal' });
        return message.id;
      };
      const one = await write('one', null);
      const two = await write('two', null);
      const other = await write('two again', one);
      const three = await write('three', other);
      const silent = await write('no answer', three, '');
      const anew = await write('anew', noParent);
      const thread = async (leaf: string, turnsMax = 10) =>
        (await store.messages.thread(conversation.id, leaf, turnsMax)).map(({ query }) => query);

      assert.deepEqual(await thread(two), ['one', 'two']);
      assert.deepEqual(await thread(silent), ['one', 'two again', 'three']);
      assert.deepEqual(await thread(three, 2), ['two again', 'three']);
      assert.deepEqual(await thread(anew), ['anew']);
      assert.deepEqual(await thread(noParent), []);
    });

    test('what a reader keeps is listed for that reader, kept last first', async () => {
      const { store, clock } = suite;
      const household = await makeHousehold(store);
      const user = await makeEndUser(store, household, 'keeper');
      const conversation = await makeConversation(store, household, { endUserId: user.id });
      const keep = async (query: string) => {
        const { id } = await makeMessage(store, household, conversation, query);
        clock.advance(1);
        await store.messages.update(id, { savedAt: clock.now() });
        return id;
      };
      const ids = [await keep('a'), await keep('b'), await keep('c')];
      await store.messages.update(ids[1] ?? '', { savedAt: null });
      const first = await store.messages.saved(household.app.id, user.id, { limit: 1 });
      const rest = await store.messages.saved(household.app.id, user.id, { lastId: ids[2] });

      assert.deepEqual([first.items.map(({ id }) => id), first.hasMore], [[ids[2]], true]);
      assert.deepEqual([rest.items.map(({ id }) => id), rest.hasMore], [[ids[0]], false]);
      assert.deepEqual((await store.messages.saved(household.app.id, 'another')).items, []);
    });

    test('a conversation is seen by its owner only, and by nobody once removed', async () => {
      const { store } = suite;
      const household = await makeHousehold(store);
      const [mine, other] = await Promise.all([
        makeEndUser(store, household, 'mine'),
        makeEndUser(store, household, 'other'),
      ]);
      const { id } = await makeConversation(store, household, { endUserId: mine.id });
      const get = (endUserId: string) =>
        store.conversations.get(household.app.id, id, { endUserId });

      assert.equal((await get(mine.id))?.id, id);
      assert.equal(await get(other.id), null);
      assert.equal(
        await store.conversations.get(household.app.id, id, { accountId: mine.id }),
        null,
      );
      await store.conversations.remove(id);
      assert.equal(await get(mine.id), null);
      await assert.rejects(store.conversations.update(id, { name: 'x' }), { code: 'not_found' });
      await assert.rejects(
        store.conversations.list(household.app.id, { endUserId: mine.id }, { lastId: id }),
        { code: 'not_found' },
      );
    });

    test('messages are read from the newest backwards and shown in the order they were written', async () => {
      const { store, clock } = suite;
      const household = await makeHousehold(store);
      const conversation = await makeConversation(store, household, {});
      const made: Message[] = [];
      for (let turn = 1; turn <= 5; turn += 1) {
        clock.advance(1);
        made.push(await makeMessage(store, household, conversation, `question ${turn}`));
      }
      const ids = made.map(({ id }) => id);

      const newest = await store.messages.list(conversation.id, { limit: 2 });
      const before = await store.messages.list(conversation.id, {
        limit: 3,
        firstId: newest.items[0]?.id,
      });

      assert.deepEqual([newest.items.map(({ id }) => id), newest.hasMore], [ids.slice(3), true]);
      assert.deepEqual(
        [before.items.map(({ id }) => id), before.hasMore],
        [ids.slice(0, 3), false],
      );
    });

    test('a message grows by what is given and keeps the rest', async () => {
      const { store, clock } = suite;
      const household = await makeHousehold(store);
      const conversation = await makeConversation(store, household, {});
      const message = await makeMessage(store, household, conversation, 'hi');
      const metadata = { usage: { total_tokens: 3 }, retriever_resources: [] };
      const file = {
        type: 'image',
        transferMethod: 'tool_file',
        belongsTo: 'assistant',
        url: null,
        uploadId: 'u1',
        filename: '图.png',
        mimeType: 'image/png',
        sizeBytes: 12,
      } as const;

      clock.advance(5);
      const unfinished = await store.messages.turns(conversation.id, 10);
      await store.messages.update(message.id, {
        answer: 'before \u0000 after 答案',
        status: 'normal',
        promptTokens: 1,
        totalPrice: '0.0000001',
        latencyMs: 12.5,
        metadata,
        files: [file],
      });

      assert.deepEqual(await store.messages.get(household.app.id, message.id), {
        ...message,
        // PostgreSQL has no NUL; neither has what we store.
        answer: 'before  after 答案',
        status: 'normal',
        promptTokens: 1,
        totalPrice: '0.0000001',
        latencyMs: 12.5,
        metadata,
        updatedAt: clock.now(),
      });
      const [stored] = await store.messages.filesOf([message.id, 'none']);
      assert.deepEqual([stored?.filename, stored?.messageId], ['图.png', message.id]);
      assert.deepEqual(unfinished, []);
      assert.deepEqual(await store.messages.turns(conversation.id, 10), [
        { messageId: message.id, query: 'hi', answer: 'before  after 答案' },
      ]);
    });

    test('reader and maker each have one opinion, which they can take back', async () => {
      const { store } = suite;
      const household = await makeHousehold(store);
      const conversation = await makeConversation(store, household, {});
      const { id: messageId } = await makeMessage(store, household, conversation, 'hi');
      const opinion = {
        appId: household.app.id,
        conversationId: conversation.id,
        messageId,
        endUserId: null,
        accountId: null,
        content: null,
      };

      await store.feedbacks.set({ ...opinion, fromSource: 'user', rating: 'like' });
      await store.feedbacks.set({ ...opinion, fromSource: 'user', rating: 'dislike' });
      await store.feedbacks.set({ ...opinion, fromSource: 'admin', rating: 'like' });

      const ratings = async () =>
        (await store.feedbacks.ofMessages([messageId]))
          .map(({ fromSource, rating }) => `${fromSource} ${rating}`)
          .sort();
      assert.deepEqual(await ratings(), ['admin like', 'user dislike']);
      await store.feedbacks.set({ ...opinion, fromSource: 'user', rating: null });
      assert.deepEqual(await ratings(), ['admin like']);
      assert.equal((await store.feedbacks.ofApp(household.app.id)).length, 1);
      await assert.rejects(
        store.feedbacks.set({ ...opinion, messageId: 'x', fromSource: 'user', rating: 'like' }),
        { code: 'not_found' },
      );
    });

    test('variables of a conversation keep their id while their value changes', async () => {
      const { store } = suite;
      const { conversationVariables: variables } = store;
      const conversation = await makeConversation(store, await makeHousehold(store), {});
      const variable = { name: 'topic', valueType: 'string', value: 'a', description: '' };

      await variables.put(conversation.id, [variable, { ...variable, name: 'list', value: [1] }]);
      const before = await variables.list(conversation.id, { name: 'topic' });
      await variables.put(conversation.id, [{ ...variable, value: '主题' }]);
      const updated = await variables.update(conversation.id, before.items[0]?.id ?? '', { a: [] });

      assert.equal(updated.id, before.items[0]?.id);
      assert.deepEqual(await variables.values(conversation.id), { topic: { a: [] }, list: [1] });
      const first = await variables.list(conversation.id, { limit: 1 });
      const second = await variables.list(conversation.id, { lastId: first.items[0]?.id });
      assert.deepEqual([first.hasMore, second.items.length, second.hasMore], [true, 1, false]);
    });

    test('the makers find conversations by what was said in them', async () => {
      const { store, clock } = suite;
      const household = await makeHousehold(store);
      const wanted = await makeConversation(store, household, {});
      const other = await makeConversation(store, household, {});
      const message = await makeMessage(store, household, wanted, 'Where is the OFFICE?');
      await makeMessage(store, household, other, 'nothing');
      await store.messages.update(message.id, { answer: '在三楼', status: 'normal' });
      const search = async (filter: Parameters<typeof store.conversations.search>[1]) =>
        (await store.conversations.search(household.app.id, filter)).items.map(({ id }) => id);

      assert.deepEqual(await search({ keyword: 'office' }), [wanted.id]);
      assert.deepEqual(await search({ keyword: '三楼' }), [wanted.id]);
      assert.deepEqual(await search({ keyword: '四楼' }), []);
      assert.equal((await search({})).length, 2);
      assert.deepEqual(await search({ from: clock.now() + 1 }), []);
      assert.equal((await search({ from: clock.now(), until: clock.now() + 1 })).length, 2);
    });

    test('uploads that nothing uses are found for removal', async () => {
      const { store, clock } = suite;
      const { app, workspace } = await makeHousehold(store);
      const upload = (name: string) =>
        store.uploads.create({
          workspaceId: workspace.id,
          appId: null,
          endUserId: null,
          accountId: null,
          name,
          sizeBytes: 3,
          extension: 'txt',
          mimeType: 'text/plain',
          sha256: 'x',
          storageKey: `uploads/${name}`,
          sourceUrl: null,
        });
      const [used, unused] = await Promise.all([upload('used'), upload('unused')]);
      clock.advance(1);

      await store.uploads.markUsed([used.id], app.id);

      const mine = (await store.uploads.unused(clock.now(), 1000)).filter(
        ({ workspaceId }) => workspaceId === workspace.id,
      );
      assert.deepEqual(
        mine.map(({ id }) => id),
        [unused.id],
      );
      assert.equal((await store.uploads.get(used.id))?.appId, app.id);
      assert.equal((await store.uploads.getMany([used.id, unused.id, 'x'])).length, 2);
      await store.uploads.remove(unused.id);
      assert.equal(await store.uploads.get(unused.id), null);
    });
  });
}

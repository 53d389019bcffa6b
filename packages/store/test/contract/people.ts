import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeHousehold, useStore, type Backend } from '../support/backend.ts';

export function peopleContract(backend: Backend): void {
  describe(`people on ${backend.name}`, () => {
    const suite = useStore(backend);

    test('the set-up token makes the first account once, and only the right token does', async () => {
      const { setup } = suite.store;
      const account = {
        email: 'First@Example.com',
        name: 'First',
        passwordHash: 'hash',
        language: 'en',
      } as const;
      assert.equal(await setup.state(), null);
      await setup.begin('old');
      await setup.begin('right');

      await assert.rejects(setup.complete({ tokenHash: 'old', account, workspaceName: 'W' }), {
        code: 'record_conflict',
      });
      const made = await setup.complete({ tokenHash: 'right', account, workspaceName: 'W' });
      await assert.rejects(
        setup.complete({
          tokenHash: 'right',
          account: { ...account, email: 'x@y.z' },
          workspaceName: 'W',
        }),
        { code: 'record_conflict' },
      );
      await setup.begin('late');

      assert.equal((await setup.state())?.tokenHash, 'right');
      assert.equal(await suite.store.accounts.byEmail('x@y.z'), null);
      assert.equal(made.account.email, 'first@example.com');
      assert.equal(await suite.store.members.roleOf(made.workspace.id, made.account.id), 'owner');
    });

    test('an e-mail address belongs to one account in any case, and the refusal names it', async () => {
      const { account } = await makeHousehold(suite.store);

      await assert.rejects(
        suite.store.accounts.create({
          email: account.email.toUpperCase(),
          name: 'Other',
          passwordHash: null,
          language: 'en',
        }),
        { code: 'record_exists', details: { thing: `The account ${account.email}` } },
      );
      assert.deepEqual(await suite.store.accounts.byEmail(account.email.toUpperCase()), account);
    });

    test('a session is found by its hash until it expires or is signed out', async () => {
      const { store, clock } = suite;
      const { account } = await makeHousehold(store);
      const session = (tokenHash: string, lifeMs: number) =>
        store.sessions.create({
          accountId: account.id,
          tokenHash,
          csrfToken: 'c',
          address: '::1',
          userAgent: 'test',
          expiresAt: clock.now() + lifeMs,
        });
      const long = await session('long', 60_000);
      await session('short', 1000);
      await session('other', 60_000);

      assert.deepEqual(await store.sessions.byTokenHash('long'), long);
      clock.advance(1000);
      assert.equal(await store.sessions.byTokenHash('short'), null);
      await store.sessions.removeAllOf(account.id, long.id);
      assert.equal(await store.sessions.byTokenHash('other'), null);
      await store.sessions.touch(long.id, { expiresAt: clock.now() + 5 });
      clock.advance(5);
      assert.equal(await store.sessions.byTokenHash('long'), null);
    });

    test('members have a role in each workspace, and leave', async () => {
      const { members, accounts } = suite.store;
      const { workspace, account } = await makeHousehold(suite.store);
      const guest = await accounts.create({
        email: 'guest@example.com',
        name: 'Guest',
        passwordHash: null,
        language: 'en',
      });
      const seat = { workspaceId: workspace.id, accountId: guest.id };

      await members.add({ ...seat, role: 'normal' });
      await assert.rejects(members.add({ ...seat, role: 'admin' }), { code: 'record_exists' });
      await members.setRole(workspace.id, guest.id, 'editor');

      assert.deepEqual(
        (await members.list(workspace.id)).map(({ account: { id }, role }) => [id, role]),
        [
          [account.id, 'owner'],
          [guest.id, 'editor'],
        ].sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
      );
      assert.deepEqual(
        (await members.workspacesOf(guest.id)).map(({ workspace: { id } }) => id),
        [workspace.id],
      );
      await members.remove(workspace.id, guest.id);
      await assert.rejects(members.remove(workspace.id, guest.id), { code: 'not_found' });
      assert.equal(await members.roleOf(workspace.id, guest.id), null);
    });

    test('a setting keeps any JSON value under its key, apart from other workspaces', async () => {
      const { settings } = suite.store;
      const value = { deep: [1, null, '漢字 \u0000 \ud800 “”'], on: true };
      await settings.set('w1', 'theme', value);
      await settings.set('w1', 'theme', { ...value, on: false });
      await settings.set('w2', 'theme', null);

      assert.deepEqual(await settings.get('w1', 'theme'), { ...value, on: false });
      assert.deepEqual(await settings.all('w2'), { theme: null });
      await settings.remove('w1', 'theme');
      assert.equal(await settings.get('w1', 'theme'), undefined);
    });
  });
}

import { randomUUID } from 'node:crypto';
import { after, before } from 'node:test';
import type { AppDocument } from '@outpost/contracts';
import { createTestClock } from '@outpost/contracts/testing';
import { openStore, type Account, type App, type Store, type Workspace } from '../../src/index.ts';

/** A database that the contract holds for. */
export interface Backend {
  readonly name: string;
  /** An empty place of its own for a store. */
  place(): Promise<Place>;
}

export interface Place {
  readonly directory: string;
  readonly databaseUrl?: string;
  /** What is durable now is all that the next `open` finds, as after a power cut. */
  crash(): Promise<void>;
  remove(): Promise<void>;
}

export type TestClock = ReturnType<typeof createTestClock>;

/** A store at a place; the box reverses its text, which is enough to tell sealed from plain. */
export function openTestStore(place: Place, clock = createTestClock()): Promise<Store> {
  const { directory, databaseUrl } = place;
  const reversed = (text: string): string => Array.from(text).reverse().join('');
  return openStore({
    directory,
    databaseUrl,
    clock,
    ids: { uuid: randomUUID },
    secrets: { encrypt: reversed, decrypt: reversed },
  });
}

/** One store for all tests of a suite; each test makes a workspace of its own. */
export function useStore(backend: Backend): { readonly store: Store; readonly clock: TestClock } {
  const clock = createTestClock();
  let place: Place;
  let store: Store;
  before(async () => {
    place = await backend.place();
    store = await openTestStore(place, clock);
  });
  after(async () => {
    await store.close();
    await place.remove();
  });
  return {
    clock,
    get store() {
      return store;
    },
  };
}

export interface Household {
  readonly account: Account;
  readonly workspace: Workspace;
  readonly app: App;
}

/** An account with a workspace and an app in it. */
export async function makeHousehold(store: Store): Promise<Household> {
  const account = await store.accounts.create({
    email: `${randomUUID()}@example.com`,
    name: '王小明',
    passwordHash: 'hash',
    language: 'zh',
  });
  const workspace = await store.workspaces.create({ name: 'Lab', ownerId: account.id });
  return { account, workspace, app: await makeApp(store, { account, workspace }) };
}

export function makeApp(
  store: Store,
  { account, workspace }: Pick<Household, 'account' | 'workspace'>,
  name = 'Weather',
): Promise<App> {
  return store.apps.create({
    workspaceId: workspace.id,
    document: appDocument(name),
    siteCode: randomUUID(),
    createdBy: account.id,
  });
}

export function appDocument(name: string, nodeConfig: Record<string, unknown> = {}): AppDocument {
  return {
    schema: 1,
    profile: {
      name,
      mode: 'workflow',
      description: `About ${name}`,
      iconType: 'emoji',
      icon: '🌦',
      iconBackground: '#FFEAD5',
      useIconAsAnswerIcon: false,
    },
    graph: {
      nodes: [
        {
          id: 'start',
          kind: 'start',
          title: 'Start',
          config: nodeConfig,
          failure: { retry: null, strategy: 'abort', defaults: {} },
          position: { x: 0, y: 0 },
          extra: {},
        },
      ],
      edges: [],
      viewport: { x: 0, y: 0, zoom: 1 },
    },
    features: {},
    environmentVariables: [],
    conversationVariables: [],
    classic: null,
    dependencies: [],
    extra: {},
  };
}

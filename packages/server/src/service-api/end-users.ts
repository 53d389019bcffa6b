/** The people behind an app's clients, by the name that a client gives them. */
import { AppError } from '@outpost/contracts';
import type { App, EndUser, Store } from '@outpost/store';
import { createLru } from '../lru.ts';

export interface ServiceEndUsers {
  /** The end user of that name, made at first sight; an empty name is the app's shared anonymous one. */
  find(app: App, name: string): EndUser | Promise<EndUser>;
}

const keptMax = 10_000;
const anonymousSession = 'DEFAULT-USER';
const nameLengthMax = 255;

export function createServiceEndUsers(store: Store): ServiceEndUsers {
  const known = createLru<string, EndUser>(keptMax);

  async function make(app: App, name: string, key: string): Promise<EndUser> {
    if (name.length > nameLengthMax)
      throw new AppError('request_invalid', {
        details: { path: 'user', reason: `it has more than ${nameLengthMax} characters` },
      });
    const isAnonymous = name === '' || name === anonymousSession;
    const user = await store.endUsers.findOrCreate({
      workspaceId: app.workspaceId,
      appId: app.id,
      type: 'service-api',
      externalUserId: isAnonymous ? null : name,
      sessionId: isAnonymous ? anonymousSession : name,
      name: null,
      isAnonymous,
    });
    known.set(key, user);
    return user;
  }

  return {
    find(app, name) {
      const key = `${app.id} ${name}`;
      return known.get(key) ?? make(app, name, key);
    },
  };
}

import { AppError } from '@outpost/contracts';
import type { ConsoleCall, ConsoleHandlers, SignedIn } from '../http/console-router.ts';
import type { OpenedSession } from '../auth/accounts.ts';
import type { Services } from '../services.ts';
import { version } from '../version.ts';

type Names = 'setupState' | 'setUp' | 'signIn' | 'currentSession' | 'signOut';

export function accountHandlers({ accounts, store }: Services): Pick<ConsoleHandlers, Names> {
  const userAgent = (call: ConsoleCall): string => call.request.headers.get('user-agent') ?? '';

  async function describe({ accountId, workspaceId, role, csrfToken }: SignedIn) {
    const [account, workspace] = await Promise.all([
      store.accounts.get(accountId),
      store.workspaces.get(workspaceId),
    ]);
    if (!account || !workspace) throw new AppError('sign_in_required');
    const { id, name, email, language } = account;
    return {
      account: { id, name, email: email.includes('@') ? email : null, language, role },
      workspace: { id: workspace.id, name: workspace.name },
      csrfToken,
    };
  }

  function enter(call: ConsoleCall, { signedIn, cookie }: OpenedSession) {
    call.headers.append('set-cookie', cookie);
    return describe(signedIn);
  }

  return {
    setupState: async () => ({ done: await accounts.isSetUp(), version }),
    setUp: async (call, { body }) =>
      enter(call, await accounts.setUp(body, call.client, userAgent(call))),
    signIn: async (call, { body }) =>
      enter(call, await accounts.signIn(body.name, body.password, call.client, userAgent(call))),
    currentSession: (call) => describe(signedInOf(call)),
    async signOut(call) {
      call.headers.append(
        'set-cookie',
        await accounts.signOut(signedInOf(call).sessionId, call.client),
      );
    },
  };
}

/** The router has refused everybody else; this is for the compiler and against a mistake there. */
export function signedInOf(call: ConsoleCall): SignedIn {
  if (!call.signedIn) throw new AppError('sign_in_required');
  return call.signedIn;
}

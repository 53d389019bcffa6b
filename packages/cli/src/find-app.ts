import { AppError } from '@outpost/contracts';
import type { ConsoleClient } from './console-client.ts';
import { UsageError } from './command.ts';

/** The app with this id or this exact name; a name that several apps share is refused. */
export async function findApp(client: ConsoleClient, wanted: string | undefined, usage: string) {
  if (wanted === undefined)
    throw new UsageError('Which app? Give its name or id.', '请提供应用名称或 ID。', usage);
  if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(wanted))
    return client.json('readApp', { params: { appId: wanted } });
  const { data } = await client.json('listApps', { query: { keyword: wanted, limit: 100 } });
  const named = data.filter((app) => app.name === wanted);
  const [only] = named;
  if (!only) throw new AppError('not_found', { details: { thing: `The app “${wanted}”` } });
  if (named.length > 1) throw severalApps(wanted, named);
  return only;
}

function severalApps(name: string, found: readonly { readonly id: string }[]): UsageError {
  const ids = found.map(({ id }) => `\n  ${id}`).join('');
  return new UsageError(
    `${found.length} apps are called “${name}”. Give the id:${ids}`,
    `有 ${found.length} 个应用名为“${name}”，请提供 ID：${ids}`,
  );
}

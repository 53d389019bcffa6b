import { AppError } from '@outpost/contracts';
import { UsageError } from './command.ts';
import type { ConsoleClient } from './console-client.ts';

/** The installed plugin of a name: `author/name`, or its second part when only one has it. */
export async function findPlugin(client: ConsoleClient, wanted: string | undefined, usage: string) {
  if (wanted === undefined) throw new UsageError('Which plugin?', '请提供插件。', usage);
  const { data } = await client.json('listPlugins');
  const named = data.filter(
    ({ id, pluginId }) => id === wanted || pluginId === wanted || pluginId.split('/')[1] === wanted,
  );
  const [only, ...more] = named;
  if (!only) throw new AppError('plugin_not_found', { details: { plugin: wanted } });
  if (more.length > 0) {
    const names = named.map(({ pluginId }) => pluginId).join(', ');
    throw new UsageError(`Several plugins are called so: ${names}`, `有多个同名插件：${names}`);
  }
  return only;
}

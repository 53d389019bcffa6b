import { parseWords, platformOptions, type RunCommand } from '../command.ts';
import { openConsole } from '../console-client.ts';
import { findPlugin } from '../find-plugin.ts';

/** `enable`, `disable` and `remove`. */
export function switchCommand(verb: 'enable' | 'disable' | 'remove'): RunCommand {
  const usage = `plugin ${verb} PLUGIN`;
  return async (words) => {
    const { values, positionals } = parseWords(
      words,
      { options: platformOptions, allowPositionals: true },
      usage,
    );
    await using client = await openConsole(values);
    const { id, pluginId } = await findPlugin(client, positionals[0], usage);
    if (verb === 'remove') await client.text('removePlugin', { params: { id } });
    else
      await client.json('updatePlugin', { params: { id }, body: { enabled: verb === 'enable' } });
    process.stdout.write(`✓ ${pluginId}\n`);
    return 0;
  };
}

import { parseWords, platformOptions, UsageError, type RunCommand } from '../command.ts';
import { openConsole } from '../console-client.ts';
import { findPlugin } from '../find-plugin.ts';

const usage = 'plugin run PLUGIN TOOL [--parameter NAME=VALUE]… [--json]';

export const run: RunCommand = async (words) => {
  const { values, positionals } = parseWords(
    words,
    {
      options: {
        ...platformOptions,
        parameter: { type: 'string', short: 'p', multiple: true },
        json: { type: 'boolean' },
      },
      allowPositionals: true,
    },
    usage,
  );
  const [wanted, tool] = positionals;
  if (tool === undefined) throw new UsageError('Which tool?', '请提供工具名。', usage);
  await using client = await openConsole(values);
  const { id } = await findPlugin(client, wanted, usage);
  const parameters = Object.fromEntries((values.parameter ?? []).map(splitPair));
  const events = client.events('runPluginTool', { params: { id }, body: { tool, parameters } });
  for await (const event of events as AsyncIterable<Readonly<Record<string, unknown>>>) {
    if (values.json) process.stdout.write(`${JSON.stringify(event)}\n`);
    if (event['type'] === 'failed') {
      process.stderr.write(`${String(event['message'])}\n`);
      return 1;
    }
    if (event['type'] === 'done') {
      if (!values.json) process.stdout.write('\n');
      return 0;
    }
    if (!values.json)
      process.stdout.write(
        event['type'] === 'text' ? String(event['text']) : `\n${JSON.stringify(event)}`,
      );
  }
  process.stderr.write('The connection ended before the tool did.\n');
  return 7;
};

/** A value that is JSON is given as such: `count=3`, `list=[1,2]`. */
function splitPair(text: string): [string, unknown] {
  const at = text.indexOf('=');
  if (at < 1)
    throw new UsageError(
      `“${text}” is not NAME=VALUE.`,
      `“${text}”不是 NAME=VALUE 的形式。`,
      usage,
    );
  const value = text.slice(at + 1);
  try {
    return [text.slice(0, at), JSON.parse(value) as unknown];
  } catch {
    return [text.slice(0, at), value];
  }
}

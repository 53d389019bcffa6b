import { basename } from 'node:path';
import type { RunEvent } from '@outpost/contracts';
import { parseWords, platformOptions, UsageError, type RunCommand } from '../command.ts';
import { openConsole, type ConsoleClient } from '../console-client.ts';
import { findApp } from '../find-app.ts';
import { readGivenFile } from '../read-given-file.ts';

const usage =
  'run APP [--input NAME=VALUE]… [--query TEXT] [--file NAME=PATH]… [--draft] [--stream] [--json]';

export const run: RunCommand = async (words) => {
  const { values, positionals } = parseWords(
    words,
    {
      options: {
        ...platformOptions,
        input: { type: 'string', short: 'i', multiple: true },
        file: { type: 'string', short: 'f', multiple: true },
        query: { type: 'string', short: 'q' },
        draft: { type: 'boolean' },
        stream: { type: 'boolean' },
        json: { type: 'boolean' },
      },
      allowPositionals: true,
    },
    usage,
  );
  await using client = await openConsole(values);
  const app = await findApp(client, positionals[0], usage);
  const inputs: Record<string, unknown> = Object.fromEntries((values.input ?? []).map(splitPair));
  for (const [name, path] of (values.file ?? []).map(splitPair))
    inputs[name] = await upload(client, path);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const events = client.events('runApp', {
    params: { appId: app.id },
    body: {
      target: values.draft ? 'draft' : 'published',
      inputs,
      ...(values.query === undefined ? {} : { query: values.query }),
    },
    signal: stop.signal,
  });
  return await printRun(events as AsyncIterable<RunEvent>, {
    stream: values.stream ?? false,
    json: values.json ?? false,
  });
};

/** Prints what people want to see: the answer as it comes, or the outputs at the end. */
async function printRun(
  events: AsyncIterable<RunEvent>,
  { stream, json }: { readonly stream: boolean; readonly json: boolean },
): Promise<number> {
  let printed = '';
  for await (const event of events) {
    if (json && stream) process.stdout.write(`${JSON.stringify(event)}\n`);
    if (event.type === 'text-delta' && stream && !json) {
      process.stdout.write(event.text);
      printed += event.text;
    }
    if (event.type === 'text-replace' && stream && !json) {
      process.stdout.write(`\n${event.text}`);
      printed = event.text;
    }
    if (event.type !== 'run-end') continue;
    if (json) {
      if (!stream) process.stdout.write(`${JSON.stringify(event, null, 2)}\n`);
    } else if (event.status === 'failed' || event.status === 'stopped') {
      process.stderr.write(
        `${printed === '' ? '' : '\n'}${event.error?.message ?? event.status}\n`,
      );
    } else if (printed === '') process.stdout.write(`${outputText(event.outputs)}\n`);
    else process.stdout.write('\n');
    return event.status === 'failed' || event.status === 'stopped' ? 1 : 0;
  }
  process.stderr.write('The connection ended before the run did.\n');
  return 7;
}

function outputText(outputs: Readonly<Record<string, unknown>>): string {
  const { answer, ...rest } = outputs;
  if (typeof answer === 'string') return answer;
  const shown = answer === undefined ? rest : outputs;
  const [only, ...more] = Object.values(shown);
  return more.length === 0 && typeof only === 'string' ? only : JSON.stringify(shown, null, 2);
}

function splitPair(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1)
    throw new UsageError(
      `“${text}” is not NAME=VALUE.`,
      `“${text}”不是 NAME=VALUE 的形式。`,
      usage,
    );
  return [text.slice(0, at), text.slice(at + 1)];
}

async function upload(client: ConsoleClient, path: string) {
  const form = new FormData();
  form.set('file', new File([await readGivenFile(path)], basename(path)));
  const file = await client.json('uploadFile', { form });
  return { type: 'custom', transfer_method: 'local_file', upload_file_id: file.id };
}

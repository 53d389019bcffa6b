import type { Language } from '@outpost/contracts';
import type { ProbeReport, ProbeStep } from '@outpost/models';
import { parseWords, platformOptions, UsageError, type RunCommand } from '../command.ts';
import { openConsole, type ConsoleClient } from '../console-client.ts';

const usage =
  'probe URL [--provider openai-compatible] [--key KEY] [--model NAME] [--save NAME] [--json]';

const marks: Readonly<Record<ProbeStep['status'], string>> = {
  passed: '✓',
  limited: '!',
  failed: '✗',
  skipped: '·',
};

type ProbeEvent =
  | { readonly type: 'step'; readonly step: ProbeStep }
  | { readonly type: 'report'; readonly report: ProbeReport }
  | { readonly type: 'error'; readonly message: string };

export const run: RunCommand = async (words, { language }) => {
  const { values, positionals } = parseWords(
    words,
    {
      options: {
        ...platformOptions,
        provider: { type: 'string', default: 'openai-compatible' },
        key: { type: 'string' },
        model: { type: 'string' },
        save: { type: 'string' },
        json: { type: 'boolean' },
      },
      allowPositionals: true,
    },
    usage,
  );
  const [baseUrl] = positionals;
  if (baseUrl === undefined) throw new UsageError('Which address?', '请提供地址。', usage);
  await using client = await openConsole(values);
  const events = client.events('probeProvider', {
    body: {
      providerId: values.provider,
      settings: { baseUrl, ...(values.key === undefined ? {} : { api_key: values.key }) },
      ...(values.model === undefined ? {} : { model: values.model }),
    },
  });
  let report: ProbeReport | null = null;
  for await (const event of events as AsyncIterable<ProbeEvent>) {
    if (event.type === 'error') {
      process.stderr.write(`${event.message}\n`);
      return 7;
    }
    if (event.type === 'step' && !values.json) process.stdout.write(stepLine(event.step, language));
    if (event.type !== 'report') continue;
    report = event.report;
    if (values.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  }
  if (!report?.usable) return 7;
  if (values.save !== undefined) {
    await save(client, values.save, values.provider, values.key, report);
    process.stdout.write(`✓ ${values.save}\n`);
  }
  return 0;
};

/** Adds the server as a provider, with its dialect and the models that answered. */
async function save(
  client: ConsoleClient,
  id: string,
  providerId: string,
  key: string | undefined,
  { baseUrl, dialect, tried }: ProbeReport,
): Promise<void> {
  const settings = { baseUrl, ...(key === undefined ? {} : { api_key: key }) };
  await client.json('saveProvider', { body: { id, name: id, providerId, settings, dialect } });
  for (const [kind, name] of Object.entries(tried))
    if (name !== null) await client.json('saveCustomModel', { body: { provider: id, name, kind } });
}

/** What went over the wire is shown where the step did not simply pass. */
function stepLine(
  { id, status, finding, durationMs, evidence }: ProbeStep,
  language: Language,
): string {
  const exchanges = evidence.map((exchange) => `    ${JSON.stringify(exchange)}\n`);
  return `${marks[status]} ${id}: ${finding[language]} (${Math.round(durationMs)} ms)\n${exchanges.join('')}`;
}

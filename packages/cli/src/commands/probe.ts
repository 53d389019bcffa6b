import type { Language } from '@outpost/contracts';
import type { ProbeReport, ProbeStep } from '@outpost/models';
import { parseWords, platformOptions, UsageError, type RunCommand } from '../command.ts';
import { openConsole } from '../console-client.ts';

const usage = 'probe URL [--provider openai-compatible] [--key KEY] [--model NAME] [--json]';

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
        json: { type: 'boolean' },
      },
      allowPositionals: true,
    },
    usage,
  );
  const [baseUrl] = positionals;
  if (baseUrl === undefined) throw new UsageError(`Which address?\nUsage: outpost ${usage}`);
  await using client = await openConsole(values);
  const events = client.events('probeProvider', {
    body: {
      providerId: values.provider,
      settings: { baseUrl, ...(values.key === undefined ? {} : { apiKey: values.key }) },
      ...(values.model === undefined ? {} : { model: values.model }),
    },
  });
  let usable = false;
  for await (const event of events as AsyncIterable<ProbeEvent>) {
    if (event.type === 'error') {
      process.stderr.write(`${event.message}\n`);
      return 7;
    }
    if (event.type === 'step' && !values.json) process.stdout.write(stepLine(event.step, language));
    if (event.type !== 'report') continue;
    usable = event.report.usable;
    if (values.json) process.stdout.write(`${JSON.stringify(event.report, null, 2)}\n`);
  }
  return usable ? 0 : 7;
};

/** What went over the wire is shown where the step did not simply pass. */
function stepLine(
  { id, status, finding, durationMs, evidence }: ProbeStep,
  language: Language,
): string {
  const exchanges = evidence.map((exchange) => `    ${JSON.stringify(exchange)}\n`);
  return `${marks[status]} ${id}: ${finding[language]} (${Math.round(durationMs)} ms)\n${exchanges.join('')}`;
}

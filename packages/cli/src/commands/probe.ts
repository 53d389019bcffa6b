import { parseWords, platformOptions, UsageError, type RunCommand } from '../command.ts';
import { openConsole } from '../console-client.ts';

const usage = 'probe URL [--provider openai-compatible] [--key KEY] [--model NAME] [--json]';

const marks: Readonly<Record<string, string>> = { passed: '✓', failed: '✗', skipped: '·' };

interface ProbeStepLine {
  readonly name: string;
  readonly status: string;
  readonly message?: { readonly en: string; readonly zh: string };
  readonly evidence?: unknown;
}

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
  let failed = false;
  for await (const event of events as AsyncIterable<{ type: string; step?: ProbeStepLine; report?: unknown; message?: string }>) {
    if (event.type === 'error') {
      process.stderr.write(`${event.message}\n`);
      return 7;
    }
    if (event.step) {
      failed ||= event.step.status === 'failed';
      if (!values.json) process.stdout.write(stepLine(event.step, language));
    }
    if (event.report && values.json) process.stdout.write(`${JSON.stringify(event.report, null, 2)}\n`);
  }
  return failed ? 7 : 0;
};

function stepLine({ name, status, message, evidence }: ProbeStepLine, language: 'en' | 'zh'): string {
  const text = message ? ` ${message[language]}` : '';
  const shown = status === 'failed' && evidence !== undefined ? `\n    ${JSON.stringify(evidence)}` : '';
  return `${marks[status] ?? ' '} ${name}${text}${shown}\n`;
}

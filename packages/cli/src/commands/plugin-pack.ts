import { packPlugin, parsePluginReference, type PackingProgress } from '@outpost/packs';
import { parseWords, UsageError, type RunCommand } from '../command.ts';
import { packerFrom, packOptions } from '../plugin-options.ts';
import { packReport } from '../plugin-report.ts';
import { createProgress } from '../progress.ts';

export const usage =
  'plugin pack PACKAGE|FOLDER|ADDRESS | market AUTHOR NAME VERSION | github OWNER/REPOSITORY RELEASE ASSET [--target TARGET]… [--sign KEY] [--relax] [--check]';

/** Packs one plugin; exit code 2 when a target is refused. */
export const run: RunCommand = async (words, { language }) => {
  const { values, positionals } = parseWords(
    words,
    { options: packOptions, allowPositionals: true },
    usage,
  );
  if (positionals.length === 0) throw new UsageError('Which plugin?', '请提供插件。', usage);
  const stop = new AbortController();
  process.once('SIGINT', () =>
    stop.abort(new Error('Stopped. Run the same command again to go on.')),
  );
  const reference = parsePluginReference(positionals);
  const packer = await packerFrom(values, process.env, stop.signal);
  const meter = createMeter();
  const outcome = await packPlugin({ ...packer, reference, onProgress: meter.show }).finally(
    meter.end,
  );
  process.stdout.write(
    values.json
      ? `${JSON.stringify(jsonOf(outcome), null, 2)}\n`
      : packReport(outcome, {
          language,
          isFull: (values.verbose ?? false) || (values.check ?? false),
          isCheck: values.check ?? false,
        }),
  );
  return outcome.verdicts.every(({ isAccepted }) => isAccepted) ? 0 : 2;
};

/** The outcome as data, without the bytes that were read. */
function jsonOf(outcome: Awaited<ReturnType<typeof packPlugin>>): unknown {
  const { plugin, dependenciesFrom, upstreamSignature, verdicts, notes, packages } = outcome;
  return {
    plugin,
    dependenciesFrom,
    upstreamSignature,
    verdicts,
    notes,
    packages: packages.map(({ files, ...rest }) => ({ ...rest, files: files.length })),
  };
}

function createMeter(): {
  readonly show: (progress: PackingProgress) => void;
  readonly end: () => void;
} {
  let shown: { readonly type: string; readonly line: ReturnType<typeof createProgress> } | null =
    null;
  return {
    show: (progress) => {
      if (progress.type !== 'source' && progress.type !== 'wheels') return;
      if (shown?.type !== progress.type) {
        shown?.line.end();
        const name = progress.type === 'source' ? 'plugin' : 'wheels';
        shown = { type: progress.type, line: createProgress(process.stderr, name) };
      }
      shown.line.show(progress.doneBytes, progress.totalBytes);
    },
    end: () => shown?.line.end(),
  };
}

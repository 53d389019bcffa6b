// Fetches the starter packs, pinned by hash in packages/packs/packs.lock.json, into .outpost/ unless
// they are there. What cannot be reached is skipped with a note: everything but local models works
// without. OUTPOST_PACKS=none skips all of them; `--stamp TEXT` leaves a note when all are there.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  fetchPacks,
  prepareNetwork,
  readRegistrySettings,
  starterPacks,
  type PackProgress,
} from '../packages/packs/src/index.ts';

const directory = fileURLToPath(new URL('../.outpost', import.meta.url));
const stampAt = process.argv.indexOf('--stamp');
const stamp = stampAt < 0 ? null : (process.argv[stampAt + 1] ?? null);
const interrupted = new AbortController();
process.once('SIGINT', () => {
  interrupted.abort();
});

if (process.env['OUTPOST_PACKS'] === 'none') {
  say('Packs: skipped, because OUTPOST_PACKS is none.');
} else {
  try {
    await main();
  } catch (error) {
    if (interrupted.signal.aborted) process.exitCode = 130;
    else throw error;
  }
}

async function main(): Promise<void> {
  const settings = readRegistrySettings(process.env);
  prepareNetwork(settings, process.env);
  const results = await fetchPacks({
    lock: starterPacks(),
    directory,
    settings,
    signal: interrupted.signal,
    onProgress: report(),
  });
  if (!results.every(({ outcome }) => outcome !== 'skipped')) return;
  if (results.every(({ outcome }) => outcome === 'present'))
    say(`Packs: all ${results.length} are installed.`);
  if (stamp !== null) await writeFile(join(directory, 'complete'), stamp);
}

/** One line a pack; on a terminal the line moves, in a log it appears at its start and end. */
function report(): (progress: PackProgress) => void {
  let shownPercent = -1;
  return (progress) => {
    if (progress.type === 'pack-start') {
      const { pack, totalBytes } = progress;
      shownPercent = -1;
      say(
        `Packs: fetching ${pack.id} ${pack.version} (${megabytes(totalBytes)}, ${pack.licence}) …`,
      );
    } else if (progress.type === 'pack-progress') {
      const percent = Math.floor((progress.doneBytes / progress.totalBytes) * 100);
      if (!process.stderr.isTTY || percent === shownPercent) return;
      shownPercent = percent;
      process.stderr.write(`\r  ${percent} %  ${megabytes(progress.doneBytes)}\u001b[K`);
    } else {
      if (process.stderr.isTTY && shownPercent >= 0) process.stderr.write('\r\u001b[K');
      const { pack, outcome, error } = progress.result;
      if (outcome === 'skipped') say(`Packs: ${pack.id} is skipped. ${error?.message ?? ''}`);
      if (outcome === 'installed') say(`Packs: ${pack.id} is installed.`);
    }
  };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

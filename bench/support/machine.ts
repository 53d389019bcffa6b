import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';

/** What a reader must know of the machine to compare figures. */
export interface Machine {
  readonly date: string;
  readonly version: string;
  readonly node: string;
  readonly system: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  /** Programs that wanted a core in the last minute, before the benchmark began. */
  readonly load: number;
}

export function describeMachine(root: string): Machine {
  const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
    readonly version: string;
  };
  return {
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    version: `${version} (${revision(root)})`,
    node: process.version,
    system: `${platform()} ${release()}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    load: Number((loadavg()[0] ?? 0).toFixed(1)),
  };
}

function revision(root: string): string {
  try {
    const hash = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root });
    return hash.toString('utf8').trim();
  } catch {
    return 'no git';
  }
}

/** Every command that README.md shows is run, in its order, on a directory and a port of its own. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startModelServer } from './support/model-server.ts';
import { root, runProgram } from './support/run-program.ts';
import { starterMissing } from './support/starter-packs.ts';

/** An installation and a build may be part of it. */
const startMs = 300_000;

/** What each command must print, by what it begins with. */
const expected: readonly {
  readonly command: RegExp;
  readonly prints: RegExp;
}[] = [
  { command: /outpost -- check /, prints: /(✓ examples\/.*can be imported\n){3}/ },
  { command: /outpost -- models$/, prints: /local\/smollm2-135m-instruct +\d+ +yes/ },
  { command: /outpost -- import /, prints: /(✓ examples\/.*ready to run\n){3}/ },
  { command: /outpost -- run "Reading time" /, prints: /^5 words 字词, 1 s 秒\n$/ },
  { command: /outpost -- run Summary /, prints: /\w+ \w+ \w+.*\n$/ },
  { command: /outpost -- run Assistant /, prints: /photosynthesis/i },
  { command: /^KEY=/, prints: /^$/ },
  { command: /^curl .*\/v1\/workflows\/run/, prints: /"status":"succeeded"/ },
  { command: /^curl .*\/v1\/chat\/completions/, prints: /"finish_reason":"(stop|length)"/ },
  { command: /outpost -- probe /, prints: /✓ chat/ },
];

test('every command of README.md does what it says', { skip: starterMissing }, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'outpost-readme-'));
  const models = await startModelServer();
  const commands = commandsOf(await readFile(join(root, 'README.md'), 'utf8'));
  const environment = { OUTPOST_DIRECTORY: directory, OUTPOST_PORT: '0' };
  await using server = await npmStart(environment);
  try {
    // This is the run of `npm test`, and `npm start` was done; it stands there twice.
    const rest = commands.filter((command) => command !== 'npm test' && command !== 'npm start');
    assert.equal(commands.length - rest.length, 3);
    const script = rest
      .map((command) => `${command}\nprintf '\\036%s\\036' $?`)
      .join('\n')
      .replaceAll('http://127.0.0.1:8480', server.url)
      .replaceAll('http://127.0.0.1:11434/v1', models.url);

    const { out, err } = await runProgram('bash', ['-c', script], environment, 240_000);

    const parts = out.split('\x1e');
    for (const [index, command] of rest.entries()) {
      const rule = expected.find((known) => known.command.test(command));
      assert.ok(rule, `README.md shows a command that no test knows: ${command}`);
      assert.equal(parts[2 * index + 1], '0', `${command}\n${parts[2 * index]}\n${err}`);
      assert.match(parts[2 * index] ?? '', rule.prints, command);
    }
  } finally {
    await models.close();
    await rm(directory, { recursive: true, force: true });
  }
});

/** The lines of the shell blocks; a line that ends in `\` goes on in the next. */
function commandsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
    block
      .replaceAll(/\\\n\s*/g, '')
      .split('\n')
      .map((line) => line.replace(/\s+# .*$/, '').trim())
      .filter((line) => line !== ''),
  );
}

async function npmStart(environment: Readonly<Record<string, string>>) {
  const child = spawn('npm', ['start'], {
    cwd: root,
    env: { ...process.env, LANG: 'C', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: npm does not pass every signal on to what it started.
    detached: true,
  });
  let said = '';
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const hear = (text: string): void => {
    said += text;
    const [, url] = /ready: (http:\/\/\S+)\/\n[\s\S]*\/setup#/.exec(said) ?? [];
    if (url !== undefined) resolve(url);
  };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  const exited = new Promise<void>((done) => child.once('close', () => done()));
  const late = setTimeout(() => reject(new Error(`npm start says no address:\n${said}`)), startMs);
  void promise.then(() => clearTimeout(late));
  child.once('close', (code) => reject(new Error(`npm start ended with ${code}:\n${said}`)));
  return {
    url: await promise,
    async [Symbol.asyncDispose]() {
      process.kill(-(child.pid ?? 0), 'SIGTERM');
      await exited;
    },
  };
}

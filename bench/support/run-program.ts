import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const programFile = (name: string): string =>
  fileURLToPath(new URL(`../programs/${name}.ts`, import.meta.url));

/** A program of the benchmark that goes on until it is stopped; `told` is what it said once it was ready. */
export interface RunningProgram<Told> {
  readonly told: Told;
  readonly stop: () => void;
}

/** Starts a program in a process of its own, so that what measures never shares a thread with what is measured. */
export async function startProgram<Options extends object, Told>(
  name: string,
  options: Options,
): Promise<RunningProgram<Told>> {
  const child = fork(programFile(name), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.send(options);
  const told = await firstMessage<Told>(child, name);
  return { told, stop: () => void child.kill('SIGKILL') };
}

/** Runs a program to its result. */
export async function runProgram<Options extends object, Result>(
  name: string,
  options: Options,
): Promise<Result> {
  const { told, stop } = await startProgram<Options, Result>(name, options);
  stop();
  return told;
}

function firstMessage<Told>(child: ChildProcess, name: string): Promise<Told> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Told));
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}.`)));
  });
}

/**
 * Spoils and reads as many files as the first argument says, then prints one line of JSON: how many
 * were accepted, the slowest file's time on the processor, and the most memory the process had.
 */
import { corpusFiles, ownFiles } from './app-files.ts';
import { createRandom, mutate } from './mutate.ts';
import { useEverything } from './use-everything.ts';

const count = Number(process.argv[2]);
const seed = Number(process.argv[3]);
const random = createRandom(seed);
const all = [...ownFiles(), ...corpusFiles()];
const small = all.filter(({ text }) => text.length < 25_000);
let accepted = 0;
let slowestMs = 0;
const failures: string[] = [];

for (let index = 0; index < count; index += 1) {
  // The large files take most of the time and have the same parts as the others.
  const files = index % 10 === 0 ? all : small;
  const file = files[Math.floor(random() * files.length)];
  if (file === undefined) break;
  const spoiled = mutate(file.text, random);
  const before = process.threadCpuUsage();
  try {
    if (useEverything(spoiled)) accepted += 1;
  } catch (error) {
    failures.push(`file ${index} (${file.name}): ${String(error).slice(0, 500)}`);
  }
  const { user, system } = process.threadCpuUsage(before);
  slowestMs = Math.max(slowestMs, (user + system) / 1000);
}

console.log(
  JSON.stringify({
    count,
    accepted,
    slowestMs,
    maxMemoryMb: process.resourceUsage().maxRSS / 1024,
    failures: failures.slice(0, 5),
  }),
);

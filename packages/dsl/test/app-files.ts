import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TestFile {
  readonly name: string;
  readonly text: string;
}

const fixtures = join(import.meta.dirname, 'fixtures');

/** The corpus: files that people exported elsewhere. `OUTPOST_CORPUS` names another folder of such files. */
export function corpusFiles(): readonly TestFile[] {
  return filesIn(process.env['OUTPOST_CORPUS'] ?? join(fixtures, 'corpus'));
}

/** Our own files, for what the corpus lacks. */
export function ownFiles(): readonly TestFile[] {
  return filesIn(join(fixtures, 'own'));
}

export function ownFile(name: string): string {
  return readFileSync(join(fixtures, 'own', name), 'utf8');
}

function filesIn(folder: string): readonly TestFile[] {
  return readdirSync(folder)
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .toSorted()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}

import assert from 'node:assert/strict';
import { AppError, isSameValue } from '@outpost/contracts';
import {
  applyMapping,
  checkFile,
  featuresOf,
  graphFromClassic,
  importReport,
  parseAppDocument,
  readAppFile,
  writeAppFile,
  type AppFile,
} from '../src/index.ts';
import { createInstallation } from './installation.ts';

/**
 * Does with a text what can be done with an app file, and returns whether it is one. Throws when
 * something other than a clear refusal happens, or when an accepted file does not come back whole.
 */
export function useEverything(text: string): boolean {
  const check = checkFile(text, { kinds: createInstallation().kinds, checkGraph: () => [] });
  const file = readOrRefuse(text);
  assert.equal(check.app !== null, file !== null);
  if (file === null) return false;
  const { document } = file;

  const written = writeAppFile(document, { includeSecrets: true });
  const again = readAppFile(written);
  const third = readAppFile(writeAppFile(again.document, { includeSecrets: true }));
  // A tenth of the time that a deep comparison by assert takes.
  assert.ok(isSameValue(third.document, again.document), 'a second trip changed the app');
  assert.ok(isSameValue(again.document.graph.edges, document.graph.edges), 'edges were lost');
  assert.deepEqual(
    again.document.graph.nodes.map(({ id }) => id),
    document.graph.nodes.map(({ id }) => id),
  );

  importReport(applyMapping(document, {}), createInstallation());
  parseAppDocument(JSON.parse(JSON.stringify(document)));
  graphFromClassic(document);
  featuresOf(document);
  return true;
}

function readOrRefuse(text: string): AppFile | null {
  try {
    return readAppFile(text);
  } catch (error) {
    assert.ok(error instanceof AppError, `not a refusal: ${String(error)}`);
    assert.match(error.code, /^app_file_(invalid|too_large)$/);
    assert.doesNotMatch(
      error.message + error.messageIn('zh'),
      /\{(path|reason)\}|undefined|\[object/,
    );
    assert.notEqual(error.details['path'], '');
    return null;
  }
}

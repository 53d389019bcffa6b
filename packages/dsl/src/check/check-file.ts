import { AppError } from '@outpost/contracts';
import type { ImportNote } from '../import-note.ts';
import { readAppFile } from '../reading/read-app-file.ts';
import { checkDocument, type Checks, type Problem } from './check-document.ts';

/** What can be said about an app file without an installation. */
export interface CheckResult {
  /** No problem of severity `error`. */
  readonly ok: boolean;
  /** Null when the file cannot be read at all. */
  readonly app: {
    readonly name: string;
    readonly mode: string;
    readonly fileVersion: string;
  } | null;
  readonly problems: readonly Problem[];
  readonly notes: readonly ImportNote[];
}

/** Reads an app file and looks for what would keep it from running. Bad files are a result, not an error. */
export function checkFile(text: string, checks: Checks): CheckResult {
  try {
    const { document, notes, fileVersion } = readAppFile(text);
    const problems = checkDocument(document, checks);
    return {
      ok: problems.every((problem) => problem.severity !== 'error'),
      app: { name: document.profile.name, mode: document.profile.mode, fileVersion },
      problems,
      notes,
    };
  } catch (error) {
    if (!(error instanceof AppError) || error.category === 'internal') throw error;
    const path = error.details['path'];
    const problem: Problem = {
      severity: 'error',
      nodeId: null,
      path: typeof path === 'string' ? path : '/',
      message: { en: error.messageIn('en'), zh: error.messageIn('zh') },
    };
    return { ok: false, app: null, problems: [problem], notes: [] };
  }
}

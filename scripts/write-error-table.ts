// Writes docs/errors.md from the table of codes. Run after adding a code.
import { writeFileSync } from 'node:fs';
import { errorCodes } from '../packages/contracts/src/index.ts';
import { errorTable } from '../packages/contracts/src/testing/error-table.ts';

writeFileSync(new URL('../docs/errors.md', import.meta.url), errorTable(errorCodes));

import type { RunCommand } from '../command.ts';
import { run as pack } from './plugin-pack.ts';

/** The verb of the well-known repackaging script. */
export const run: RunCommand = (words, context) => pack(['local', ...words], context);

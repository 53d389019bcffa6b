import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError, messageOf } from '@outpost/contracts';

/**
 * Makes the data directory with what is missing above it, for its owner only. Throws
 * `data_directory_unusable`. Step by step, because `mkdirSync` with `recursive` tries for ever where
 * a directory is that takes none, as `/proc` is.
 */
export function makeDataDirectory(directory: string): void {
  try {
    make(directory);
  } catch (error) {
    const details = { directory, reason: messageOf(error) };
    throw new AppError('data_directory_unusable', { details, cause: error });
  }
}

function make(directory: string): void {
  const found = statSync(directory, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  if (!found && dirname(directory) !== directory) make(dirname(directory));
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    // Of two that start at once the other may have made it.
    const made = statSync(directory, { throwIfNoEntry: false });
    if (!made?.isDirectory()) throw error;
  }
}

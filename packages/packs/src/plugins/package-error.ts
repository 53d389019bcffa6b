import { basename } from 'node:path';
import { AppError, messageOf } from '@outpost/contracts';

/** Words that people read, in both languages. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

export function invalidPackage(file: string, reason: Words, cause?: unknown): AppError {
  return new AppError('plugin_package_invalid', {
    details: { file: basename(file), reason },
    cause,
  });
}

/** For reasons that the zip reader gives, which are in English. */
export function damagedPackage(file: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  // A fault of the disk says nothing about the package.
  if (error instanceof Error && 'syscall' in error) throw error;
  const reason = messageOf(error);
  return invalidPackage(file, { en: reason, zh: `压缩包已损坏（${reason}）` }, error);
}

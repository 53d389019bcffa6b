import { readFile } from 'node:fs/promises';
import { messageOf } from '@outpost/contracts';
import { UsageError } from './command.ts';

/** The bytes of a file that was named on the command line; a file that cannot be read is a wrong word. */
export async function readGivenFile(path: string): Promise<Buffer<ArrayBuffer>> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError(
      `${path} cannot be read: ${messageOf(error)}`,
      `无法读取 ${path}：${messageOf(error)}`,
    );
  }
}

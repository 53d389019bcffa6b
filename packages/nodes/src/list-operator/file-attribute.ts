import { fileAttribute, type FileValue } from '@outpost/contracts';
import { failWith } from '../failures/node-failure.ts';

/** An attribute to filter and sort by: the size is a number, what is not known an empty text. */
export function sortableAttribute(file: FileValue, key: string): string | number {
  // Here, and only here, the address of a file is the one it came from.
  const value = key === 'url' ? file.remote_url : fileAttribute(file, key);
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (value === null) return '';
  throw failWith('InvalidKeyError', {
    en: `“${key}” is not an attribute of a file.`,
    zh: `“${key}”不是文件的属性。`,
  });
}

import { dump } from 'js-yaml';
import { writeSchema } from './python-schema.ts';

/** Plain data as YAML the way app files are written: keys sorted, lists not indented, unicode raw. */
export function writeAppYaml(data: unknown): string {
  return dump(data, {
    schema: writeSchema,
    sortKeys: true,
    noRefs: true,
    seqNoIndent: true,
    lineWidth: -1,
    skipInvalid: true,
  });
}

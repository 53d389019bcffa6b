import { createHash } from 'node:crypto';
import { makeZip } from './make-zip.ts';

export interface WheelParts {
  readonly project: string;
  readonly version: string;
  /** Such as `cp312-cp312-manylinux_2_28_aarch64`; pure Python by default. */
  readonly tag?: string;
  readonly requires?: readonly string[];
  readonly requiresPython?: string;
  readonly files?: Readonly<Record<string, Buffer | string>>;
  /** Files that RECORD gets a wrong hash for. */
  readonly spoiled?: readonly string[];
}

export interface MadeWheel {
  readonly filename: string;
  readonly bytes: Buffer;
  readonly sha256: string;
}

/** Writes a small wheel as build tools do: files, METADATA, WHEEL, RECORD. */
export function makeWheel(parts: WheelParts): MadeWheel {
  const { project, version, tag = 'py3-none-any', requires = [], spoiled = [] } = parts;
  const escaped = project.replace(/[-_.]+/g, '_');
  const info = `${escaped}-${version}.dist-info`;
  const files = {
    ...(parts.files ?? { [`${escaped}/__init__.py`]: `version = "${version}"\n` }),
    [`${info}/METADATA`]: [
      'Metadata-Version: 2.3',
      `Name: ${project}`,
      `Version: ${version}`,
      'License-Expression: MIT',
      ...(parts.requiresPython ? [`Requires-Python: ${parts.requiresPython}`] : []),
      ...requires.map((row) => `Requires-Dist: ${row}`),
      '',
      'A package made for a test.',
      '',
    ].join('\n'),
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: ${String(tag.endsWith('any'))}\nTag: ${tag}\n`,
  };
  const record = Object.entries(files).map(([name, content]) => {
    const hashed = spoiled.includes(name) ? 'something else' : content;
    const hash = createHash('sha256').update(hashed).digest('base64url');
    return `${name},sha256=${hash},${Buffer.from(content).length}\n`;
  });
  const bytes = makeZip(
    Object.entries({ ...files, [`${info}/RECORD`]: `${record.join('')}${info}/RECORD,,\n` }).map(
      ([name, content]) => ({ name, content: Buffer.from(content) }),
    ),
  );
  return {
    filename: `${escaped}-${version}-${tag}.whl`,
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

import { normaliseName } from '../python-resolve/marker.ts';

/** What the file name of a wheel says (PEP 427). */
export interface WheelName {
  readonly filename: string;
  /** In the one spelling of PEP 503. */
  readonly project: string;
  readonly version: string;
  /** Breaks ties between otherwise equal wheels; the empty text sorts first. */
  readonly build: string;
  readonly pythonTags: readonly string[];
  readonly abiTags: readonly string[];
  readonly platformTags: readonly string[];
}

/** Null for what is not the name of a wheel. */
export function parseWheelName(filename: string): WheelName | null {
  const match = /^([\w.]+)-([\w.!+]+)(?:-(\d[\w.]*))?-([\w.]+)-([\w.]+)-([\w.]+)\.whl$/i.exec(
    filename,
  );
  if (!match || filename.length > 255) return null;
  const [, name = '', version = '', build = '', python = '', abi = '', platform = ''] = match;
  const tags = (text: string): string[] => text.toLowerCase().split('.');
  return {
    filename,
    project: normaliseName(name),
    version: version.replaceAll('_', '-'),
    build,
    pythonTags: tags(python),
    abiTags: tags(abi),
    platformTags: tags(platform),
  };
}

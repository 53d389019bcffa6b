import { parseRequirement, type Requirement } from './requirement.ts';

/** A `requirements.txt`, as far as an installation follows it. */
export interface RequirementsFile {
  readonly requirements: readonly PinnedRequirement[];
  /** The file forbids every index: what it needs lies in its folders. */
  readonly noIndex: boolean;
  readonly findLinks: readonly string[];
  /** The file allows pre-releases for all (`--pre`). */
  readonly preReleases: boolean;
  /** Lines that ask for what is not a package of an index: other files, folders, archives. */
  readonly unsupported: readonly string[];
}

export interface PinnedRequirement {
  readonly requirement: Requirement;
  /** As it stands in the file, with its marker, without options. */
  readonly line: string;
  /** SHA-256 in hexadecimal of the files that are accepted; empty accepts any. */
  readonly sha256: readonly string[];
}

/** Reads the text of a requirements file; what cannot be read is listed as unsupported. */
export function parseRequirementsFile(text: string): RequirementsFile {
  const requirements: PinnedRequirement[] = [];
  const findLinks: string[] = [];
  const unsupported: string[] = [];
  let noIndex = false;
  let preReleases = false;
  for (const line of logicalLines(text)) {
    if (line.startsWith('-')) {
      const [, option = '', value = ''] =
        /^(-\w|--[\w-]+)(?:[\s=]+|(?<=^-\w))(.*)$/.exec(`${line} `) ?? [];
      if (option === '--no-index') noIndex = true;
      else if (option === '--pre') preReleases = true;
      else if (option === '-f' || option === '--find-links') findLinks.push(unquote(value.trim()));
      else if (!harmless.has(option)) unsupported.push(line);
      continue;
    }
    const [written = '', ...options] = line.split(/\s+(?=--[a-z-]+[=\s])/);
    const sha256 = options.flatMap((option) => {
      const hash = /^--hash[=\s]+sha256:([0-9a-f]{64})$/i.exec(option.trim());
      return hash?.[1] ? [hash[1].toLowerCase()] : [];
    });
    try {
      requirements.push({ requirement: parseRequirement(written), line: written.trim(), sha256 });
    } catch {
      unsupported.push(line);
    }
  }
  return { requirements, noIndex, findLinks, preReleases, unsupported };
}

/** Without comments; a line that ends with `\` goes on. */
function logicalLines(text: string): readonly string[] {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter(Boolean);
}

function unquote(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2');
}

/** Options that choose where from or how, which the packer decides itself. */
const harmless: ReadonlySet<string> = new Set([
  '-i',
  '--index-url',
  '--extra-index-url',
  '--trusted-host',
  '--prefer-binary',
  '--only-binary',
  '--no-binary',
  '--require-hashes',
  '--use-feature',
]);

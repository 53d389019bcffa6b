/**
 * The patterns of a `.difyignore` or `.gitignore`, with the packaging tool's one difference from git:
 * a negation (`!keep`) has no effect.
 */
export function parseIgnoreRules(text: string): (path: string, isFolder: boolean) => boolean {
  const rules = text
    .split(/\r?\n/)
    .map((line) => line.replace(/(?<!\\)\s+$/, ''))
    .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('!'))
    .map(ruleFrom);
  return (path, isFolder) =>
    rules.some(({ pattern, foldersOnly }) => (isFolder || !foldersOnly) && pattern.test(path));
}

interface Rule {
  readonly pattern: RegExp;
  readonly foldersOnly: boolean;
}

function ruleFrom(line: string): Rule {
  const foldersOnly = line.endsWith('/');
  const body = line.replace(/\/+$/, '').replace(/^\\(?=[!#])/, '');
  // A slash anywhere but at the end ties the pattern to the root.
  const isRooted = body.includes('/');
  const glob = body.replace(/^\//, '');
  return {
    foldersOnly,
    pattern: new RegExp(`^${isRooted ? '' : '(?:.*/)?'}${globSource(glob)}$`, 's'),
  };
}

function globSource(glob: string): string {
  let source = '';
  for (let at = 0; at < glob.length; at += 1) {
    const rest = glob.slice(at);
    const set = /^\[(!|\^)?(\]?[^\]]*)\]/.exec(rest);
    if (rest.startsWith('**/')) {
      source += '(?:.*/)?';
      at += 2;
    } else if (rest.startsWith('/**') && at + 3 === glob.length) {
      source += '/.*';
      at += 2;
    } else if (rest.startsWith('*')) {
      source += '[^/]*';
      while (glob[at + 1] === '*') at += 1;
    } else if (rest.startsWith('?')) source += '[^/]';
    else if (set) {
      source += `[${set[1] ? '^' : ''}${(set[2] ?? '').replace(/[\\\]^]/g, '\\$&')}]`;
      at += set[0].length - 1;
    } else if (rest.startsWith('\\') && rest.length > 1) {
      source += escapeSource(rest[1] ?? '');
      at += 1;
    } else source += escapeSource(rest[0] ?? '');
  }
  return source;
}

function escapeSource(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

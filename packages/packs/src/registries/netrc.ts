/** A login for a host from a `.netrc` file, as pip, uv and curl read it; null without one. */
export function netrcLogin(
  text: string,
  host: string,
): { readonly login: string; readonly password: string } | null {
  const words = text
    .split(/\r?\n/)
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .split(/\s+/)
    .filter(Boolean);
  let found: { login: string; password: string } | null = null;
  let current: { login: string; password: string } | null = null;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === 'machine' || word === 'default') {
      if (found) break;
      const isWanted = word === 'default' || words[at + 1] === host;
      current = isWanted ? { login: '', password: '' } : null;
      if (isWanted) found = current;
      if (word === 'machine') at += 1;
    } else if (word === 'login' || word === 'password' || word === 'account') {
      at += 1;
      if (current && word !== 'account') current[word] = words[at] ?? '';
    } else if (word === 'macdef') break;
  }
  return found;
}

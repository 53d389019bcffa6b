/**
 * `key:value` lines, as forms hold headers and parameters: cut at the first colon, trimmed. A line
 * without a colon has an empty value; one without a key is nothing.
 */
export function textPairs(text: string): readonly (readonly [key: string, value: string])[] {
  return text.split('\n').flatMap((line) => {
    // The colon within a reference cannot be: references have none.
    const colon = line.indexOf(':');
    const key = (colon < 0 ? line : line.slice(0, colon)).trim();
    return key === '' ? [] : [[key, colon < 0 ? '' : line.slice(colon + 1).trim()] as const];
  });
}

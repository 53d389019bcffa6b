/** Headers and parameters: lines of `name:value`, cut at the first colon (spec/dsl.md 3.10). */
export interface TextPair {
  readonly name: string;
  readonly value: string;
}

export function pairsOfText(text: string): readonly TextPair[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const colon = line.indexOf(':');
      return colon < 0
        ? { name: line.trim(), value: '' }
        : { name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() };
    });
}

export function textOfPairs(pairs: readonly TextPair[]): string {
  return pairs.map(({ name, value }) => `${name}:${value}`).join('\n');
}

/** The first JSON object in a model's answer, which may stand in prose or in a code block; null when there is none. */
export function findJsonObject(text: string): Readonly<Record<string, unknown>> | null {
  for (let start = text.indexOf('{'), tries = 0; start >= 0 && tries < triesMax; tries += 1) {
    for (let end = text.lastIndexOf('}'); end > start; end = text.lastIndexOf('}', end - 1)) {
      tries += 1;
      if (tries >= triesMax) break;
      try {
        return JSON.parse(text.slice(start, end + 1)) as Readonly<Record<string, unknown>>;
      } catch {
        // Shorter, or from the next brace on.
      }
    }
    start = text.indexOf('{', start + 1);
  }
  return null;
}

const triesMax = 100;

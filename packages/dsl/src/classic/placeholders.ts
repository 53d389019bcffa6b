/**
 * Prompts of classic apps write `{{name}}` for an input, and `{{#query#}}`, `{{#context#}}` and
 * `{{#histories#}}` for what the app adds. Graphs write `{{#node.name#}}`.
 */

/** Where classic placeholders lead in the graph, as selectors joined by dots. */
export type PlaceholderTargets = ReadonlyMap<string, string>;

/** Targets of the inputs of a form, which the start node offers, and of the question. */
export function placeholderTargets(
  inputNames: readonly string[],
  { startId, hasQuery }: { readonly startId: string; readonly hasQuery: boolean },
): PlaceholderTargets {
  const targets = new Map<string, string>();
  if (hasQuery) {
    targets.set('query', 'sys.query');
    targets.set('#query#', 'sys.query');
  }
  for (const name of inputNames)
    if (referable.test(name)) {
      targets.set(name, `${startId}.${name}`);
      if (name === 'query') targets.set('#query#', `${startId}.${name}`);
    }
  return targets;
}

/** The text with graph references; a placeholder that no input answers stays as it is written. */
export function withReferences(text: string, targets: PlaceholderTargets): string {
  return text.replace(placeholder, (whole, name: string) => {
    const target = targets.get(name.trim());
    return target === undefined ? whole : `{{#${target}#}}`;
  });
}

const placeholder = /\{\{([^{}\n]{1,60})\}\}/g;
/** What a reference can name: spec/dsl.md 4.1. */
const referable = /^[A-Za-z_][A-Za-z0-9_]{0,29}$/;

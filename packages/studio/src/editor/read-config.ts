import { AppError, type GraphNode, type NodeKind } from '@outpost/contracts';

/**
 * A node's settings as far as they can be read. A node that is being filled in has faults; its
 * outputs are wanted all the same, so what is at fault is left out, and a missing model is any.
 * Undefined when nothing helps.
 */
export function readConfig<Config>(
  kind: NodeKind<Config>,
  node: Pick<GraphNode, 'id' | 'title' | 'config'>,
): Config | undefined {
  let config: Readonly<Record<string, unknown>> = node.config;
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    try {
      return kind.parse({ id: node.id, title: node.title, config });
    } catch (error) {
      const repaired = withoutFault(config, faultyKey(error));
      if (!repaired) return undefined;
      config = repaired;
    }
  }
  return undefined;
}

const attemptsMax = 6;

function faultyKey(error: unknown): string {
  const path = error instanceof AppError ? error.details['path'] : undefined;
  return typeof path === 'string' ? (path.split('.')[0] ?? '') : '';
}

function withoutFault(
  config: Readonly<Record<string, unknown>>,
  key: string,
): Readonly<Record<string, unknown>> | null {
  if (key === 'model') return config['model'] === anyModel ? null : { ...config, model: anyModel };
  if (!(key in config)) return null;
  const { [key]: _faulty, ...rest } = config;
  return rest;
}

const anyModel = { provider: '?', name: '?' };

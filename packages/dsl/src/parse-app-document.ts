import { AppError, appModes, type AppDocument, type Value } from '@outpost/contracts';
import { z } from 'zod';
import { refuseHugeTree } from './yaml/parse-app-yaml.ts';

/**
 * An app document that came as JSON, such as a draft from the studio. Unfinished settings are fine;
 * a shape that would lose data or break the graph throws `request_invalid` with its path.
 */
export function parseAppDocument(value: unknown): AppDocument {
  refuseHugeTree(value);
  const result = documentSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new AppError('request_invalid', {
    details: { path: issue?.path.join('.') || '/', reason: issue?.message ?? 'it cannot be read' },
  });
}

const tree = z.record(z.string(), z.unknown());
const jsonValue = z.json() as z.ZodType<Value>;
const point = z.strictObject({ x: z.number(), y: z.number() });
const id = z.string().min(1);

const nodeSchema = z.strictObject({
  id,
  kind: z.string(),
  title: z.string(),
  parentId: z.string().min(1).exactOptional(),
  config: tree,
  failure: z.strictObject({
    retry: z
      .strictObject({
        retriesMax: z.int().min(0).max(100),
        intervalMs: z.int().min(0).max(600_000),
      })
      .nullable(),
    strategy: z.enum(['abort', 'fail-branch', 'default-value']),
    defaults: z.record(z.string(), jsonValue),
  }),
  position: point,
  extra: tree,
});

const edgeSchema = z.strictObject({
  id: z.string().min(1),
  source: id,
  handle: z.string().min(1),
  target: id,
  extra: tree,
});

const variableSchema = z.strictObject({
  id: z.string(),
  name: z.string().min(1),
  valueType: z.string(),
  value: jsonValue,
  description: z.string(),
  extra: tree,
});

const documentSchema = z.strictObject({
  schema: z.literal(1),
  profile: z.strictObject({
    name: z.string(),
    mode: z.enum(appModes),
    description: z.string(),
    iconType: z.enum(['emoji', 'image', 'link']),
    icon: z.string(),
    iconBackground: z.string(),
    useIconAsAnswerIcon: z.boolean(),
  }),
  graph: z.strictObject({
    nodes: z.array(nodeSchema).check(uniqueBy('id')),
    edges: z.array(edgeSchema).check(uniqueBy('id')),
    viewport: z.strictObject({ x: z.number(), y: z.number(), zoom: z.number() }),
  }),
  features: tree,
  environmentVariables: z.array(variableSchema).check(uniqueBy('name')),
  conversationVariables: z.array(variableSchema).check(uniqueBy('name')),
  classic: tree.nullable(),
  dependencies: z.array(z.unknown()),
  extra: z.record(z.string(), tree),
}) satisfies z.ZodType<AppDocument>;

function uniqueBy<Key extends string>(key: Key) {
  return (payload: z.core.ParsePayload<Readonly<Record<Key, string>>[]>): void => {
    const seen = new Set<string>();
    for (const [index, item] of payload.value.entries()) {
      if (seen.has(item[key]))
        payload.issues.push({
          code: 'custom',
          input: item[key],
          path: [index, key],
          message: `“${item[key]}” is there twice`,
        });
      seen.add(item[key]);
    }
  };
}

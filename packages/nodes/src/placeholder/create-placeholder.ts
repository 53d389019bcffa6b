import type { JsonSchema, NodeKind, NodeManifest, NodeTraits } from '@outpost/contracts';
import type { z } from 'zod';
import { parseFields } from '../fields/parse-fields.ts';
import { nodeFailure, type Words } from '../failures/node-failure.ts';

export interface Placeholder<Schema extends z.ZodType> {
  readonly type: string;
  readonly traits?: NodeTraits;
  readonly manifest: NodeManifest;
  /** Lenient: what this installation cannot run must still be read, shown and carried on. */
  readonly schema: Schema;
  /** What is missing here, as it completes “the node needs …”. */
  readonly need: (config: z.output<Schema>) => Words;
  readonly references: NodeKind<z.output<Schema>>['references'];
  readonly outputs: NodeKind<z.output<Schema>>['outputs'];
  readonly shapes?: (config: z.output<Schema>) => Readonly<Record<string, JsonSchema>>;
  readonly handles?: (config: z.output<Schema>) => readonly string[];
}

/** A kind that is known but cannot run here: it imports, says what it lacks, and fails when reached. */
export function createPlaceholder<Schema extends z.ZodType>({
  schema,
  need,
  traits = {},
  ...rest
}: Placeholder<Schema>): NodeKind<z.output<Schema>> {
  return {
    ...rest,
    traits,
    parse: (source) => parseFields(schema, source),
    lacks: (config) => need(config).en,
    run({ title }, config) {
      throw nodeFailure('NodeUnavailableError', 'node_unavailable', {
        node: title,
        need: need(config),
      });
    },
  };
}

/**
 * Apps made ready to run: the document, its graph (classic apps become one) and the compiled plan.
 * A published version never changes, so its plan is kept; a draft's is kept for its revision.
 */
import {
  AppError,
  isGraphMode,
  type AppDocument,
  type ModelOverride,
  type NodeKind,
  type SecretBox,
  type Values,
} from '@outpost/contracts';
import { graphFromClassic, overrideModel } from '@outpost/dsl';
import { compilePlan, type Plan } from '@outpost/engine';
import type { App, Store } from '@outpost/store';
import { createLru } from '../lru.ts';
import { createSecretMask, type SecretMask } from '../runs/secret-mask.ts';
import { openSecrets } from './secrets.ts';

export interface Runnable {
  readonly app: App;
  /** Null for the draft. */
  readonly versionId: string | null;
  /** What clients get as the id of the workflow. */
  readonly workflowId: string;
  readonly document: AppDocument;
  readonly plan: Plan;
  /** The plan without some nodes, for a run that has no use for them. */
  planWithout(nodeIds: readonly string[]): Plan;
  /** Null when the app has no secret. */
  readonly mask: SecretMask | null;
  /** Checks and converts a caller's inputs; files are values already. */
  readInputs(raw: Readonly<Record<string, unknown>>): Values;
  /** The form fields of the start node, as app files write them. */
  readonly form: readonly Readonly<Record<string, unknown>>[];
}

export type Runnables = ReturnType<typeof createRunnables>;

const keptMax = 256;

export function createRunnables(
  store: Store,
  kinds: ReadonlyMap<string, NodeKind>,
  box: SecretBox,
) {
  type Ready = Omit<Runnable, 'app'>;
  const versions = createLru<string, Ready>(keptMax);
  const drafts = createLru<string, Ready>(keptMax);

  function ready(sealed: AppDocument, versionId: string | null, workflowId: string): Ready {
    const document = openSecrets(sealed, box);
    const mask = createSecretMask(document, box);
    return { ...prepare(document, versionId, workflowId, kinds), mask };
  }

  return {
    /** What API clients run; throws `app_not_published`. */
    async published(app: App): Promise<Runnable> {
      if (app.currentVersionId === null)
        throw new AppError('app_not_published', { details: { app: app.name } });
      return this.version(app, app.currentVersionId);
    },

    /** Throws `not_found` for a version of another app. */
    async version(app: App, versionId: string): Promise<Runnable> {
      const kept = versions.get(versionId);
      if (kept) return { ...kept, app };
      const version = await store.versions.get(app.id, versionId);
      if (!version)
        throw new AppError('not_found', { details: { thing: `The version ${versionId}` } });
      const made = ready(version.document, versionId, versionId);
      versions.set(versionId, made);
      return { ...made, app };
    },

    /** With an override nothing is kept. */
    async draft(app: App, override?: ModelOverride): Promise<Runnable> {
      const draft = await store.drafts.get(app.id);
      if (!draft)
        throw new AppError('not_found', { details: { thing: `The draft of ${app.name}` } });
      if (override) return this.trial(app, draft.document, override);
      const key = `${app.id} ${draft.revision}`;
      const made = drafts.get(key) ?? ready(draft.document, null, app.id);
      drafts.set(key, made);
      return { ...made, app };
    },

    /** A document that is neither published nor the draft any more, perhaps with another model; nothing is kept. */
    trial(app: App, document: AppDocument, override: ModelOverride | null): Runnable {
      const tried = override === null ? document : overrideModel(document, override);
      return { ...ready(tried, null, app.id), app };
    },
  };
}

/** Throws `graph_invalid` or `node_config_invalid`, naming the node. */
function prepare(
  document: AppDocument,
  versionId: string | null,
  workflowId: string,
  kinds: ReadonlyMap<string, NodeKind>,
): Omit<Runnable, 'app' | 'mask'> {
  const { mode } = document.profile;
  const graph = isGraphMode(mode) ? document.graph : graphFromClassic(document);
  const source = { graph, kinds, mode: isGraphMode(mode) ? mode : ('advanced-chat' as const) };
  const plan = compilePlan(source);
  const root = graph.nodes.find(
    (node) => node.parentId === undefined && kinds.get(node.kind)?.readInputs !== undefined,
  );
  const kind = root ? kinds.get(root.kind) : undefined;
  const config =
    root && kind ? kind.parse({ id: root.id, title: root.title, config: root.config }) : undefined;
  const variables = root?.config['variables'];
  return {
    versionId,
    workflowId,
    document,
    plan,
    planWithout: (nodeIds) => compilePlan({ ...source, leftOut: new Set(nodeIds) }),
    readInputs: (raw) => kind?.readInputs?.(config, raw) ?? {},
    form: Array.isArray(variables) ? (variables as Readonly<Record<string, unknown>>[]) : [],
  };
}

/**
 * Finds what a configuration names of an installation: models, knowledge bases, tools. Places are
 * known by their shape, not by the kind of node they stand in, so that kinds of plugins and later
 * versions are found as well.
 */
import type { ModelKind, ModelRef } from '@outpost/contracts';
import { isTree, type Tree } from '../reading/shape.ts';

export interface Place {
  /** Below the configuration, such as `model` or `tools.value[2]`. */
  readonly path: string;
  /** False when another setting switches this part off. */
  readonly inUse: boolean;
}

export interface ModelPlace extends Place {
  readonly ref: ModelRef;
  readonly kind: ModelKind;
}

export interface ToolPlace extends Place {
  readonly providerType: string;
  readonly provider: string;
  readonly name: string;
}

/** A copy of a configuration with every map changed; `change` sees outer maps first. */
export function mapTrees(
  value: unknown,
  change: (tree: Tree, place: Place & { readonly key: string }) => Tree,
  place: Place & { readonly key: string } = { path: '', inUse: true, key: '' },
): unknown {
  if (Array.isArray(value))
    return value.map((item: unknown, index) =>
      mapTrees(item, change, { ...place, path: `${place.path}[${index}]` }),
    );
  if (!isTree(value)) return value;
  const changed = change(value, place);
  const idle = idleKeys(value);
  return Object.fromEntries(
    Object.entries(changed).map(([key, item]) => [
      key,
      typeof item === 'object' && item !== null
        ? mapTrees(item, change, {
            path: place.path === '' ? key : `${place.path}.${key}`,
            inUse: place.inUse && !idle.includes(key) && value['enabled'] !== false,
            key,
          })
        : item,
    ]),
  );
}

/** A configuration with each model replaced by what `change` answers. */
export function mapModels(value: unknown, change: (place: ModelPlace) => ModelRef): unknown {
  return mapTrees(value, (tree, { path, inUse, key }) => {
    let changed = tree;
    for (const form of modelForms) {
      const provider = tree[form.provider];
      const name = tree[form.name];
      if (typeof provider !== 'string' || typeof name !== 'string' || name === '') continue;
      const kind = form.kind(tree, key);
      if (kind === null) continue;
      const ref = change({ ref: { provider, name }, kind, path, inUse });
      changed = { ...changed, [form.provider]: ref.provider, [form.name]: ref.name };
    }
    return changed;
  });
}

export function modelsIn(value: unknown): readonly ModelPlace[] {
  const places: ModelPlace[] = [];
  mapModels(value, (place) => {
    places.push(place);
    return place.ref;
  });
  return places;
}

interface ModelForm {
  readonly provider: string;
  readonly name: string;
  /** The kind of model a map of this form names; null when the map is something else. */
  kind(tree: Tree, key: string): ModelKind | null;
}

const modelForms: readonly ModelForm[] = [
  {
    provider: 'provider',
    name: 'name',
    kind: (tree) => ('completion_params' in tree || isModelMode(tree['mode']) ? 'chat' : null),
  },
  {
    provider: 'provider',
    name: 'model',
    kind: (tree, key) =>
      key === 'reranking_model'
        ? 'rerank'
        : 'model_type' in tree || tree['type'] === 'model-selector'
          ? kindOfType(tree['model_type'])
          : null,
  },
  { provider: 'embedding_provider_name', name: 'embedding_model_name', kind: () => 'embedding' },
  { provider: 'embedding_model_provider', name: 'embedding_model', kind: () => 'embedding' },
  { provider: 'reranking_provider_name', name: 'reranking_model_name', kind: () => 'rerank' },
];

function isModelMode(mode: unknown): boolean {
  return mode === 'chat' || mode === 'completion';
}

function kindOfType(type: unknown): ModelKind {
  return typeof type === 'string' && Object.hasOwn(kindOfModelType, type)
    ? (kindOfModelType[type] ?? 'chat')
    : 'chat';
}

const kindOfModelType: Readonly<Record<string, ModelKind>> = {
  llm: 'chat',
  'text-embedding': 'embedding',
  rerank: 'rerank',
  speech2text: 'speech-to-text',
  tts: 'text-to-speech',
  moderation: 'moderation',
};

/** Settings that files carry although another setting of the same map switches them off (spec/dsl.md 3.5). */
function idleKeys(tree: Tree): readonly string[] {
  return [
    ...(tree['retrieval_mode'] === 'single' ? ['multiple_retrieval_config'] : []),
    ...(tree['retrieval_mode'] === 'multiple' ? ['single_retrieval_config'] : []),
    ...(tree['reranking_enable'] === false ? ['reranking_model'] : []),
    ...(tree['reranking_mode'] === 'weighted_score' ? ['reranking_model'] : []),
    ...(tree['reranking_mode'] === 'reranking_model' || tree['reranking_enable'] === false
      ? ['weights']
      : []),
    ...(tree['metadata_filtering_mode'] === 'automatic' ? [] : ['metadata_model_config']),
  ];
}

/** A configuration with each knowledge base's id replaced by what `change` answers; null drops it. */
export function mapDatasets(
  value: unknown,
  change: (id: string, place: Place) => string | null,
): unknown {
  return mapTrees(value, (tree, place) => {
    const { dataset, dataset_ids: ids } = tree;
    if (Array.isArray(ids))
      return { ...tree, dataset_ids: ids.flatMap((id) => changedIds(id, change, place)) };
    if (!isTree(dataset) || typeof dataset['id'] !== 'string') return tree;
    const inUse = place.inUse && dataset['enabled'] !== false;
    const id = change(dataset['id'], { path: place.path, inUse });
    return { ...tree, dataset: { ...dataset, ...(id === null ? { enabled: false } : { id }) } };
  });
}

function changedIds(
  id: unknown,
  change: (id: string, place: Place) => string | null,
  { path, inUse }: Place,
): readonly unknown[] {
  if (typeof id !== 'string') return [id];
  const changed = change(id, { path: path === '' ? 'dataset_ids' : `${path}.dataset_ids`, inUse });
  return changed === null ? [] : [changed];
}

export function toolsIn(value: unknown): readonly ToolPlace[] {
  const places: ToolPlace[] = [];
  mapTrees(value, (tree, { path, inUse }) => {
    const provider = [tree['provider_id'], tree['provider_name']].find(isFilled);
    const name = tree['tool_name'];
    if (provider !== undefined && isFilled(name))
      places.push({
        providerType: [tree['provider_type'], tree['type']].find(isFilled) ?? 'builtin',
        provider,
        name,
        path,
        inUse: inUse && tree['enabled'] !== false,
      });
    return tree;
  });
  return places;
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

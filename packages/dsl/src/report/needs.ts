import type { AppDocument, GraphNode, ModelKind, ModelRef, NodeKind } from '@outpost/contracts';
import type { LocalText } from '../import-note.ts';
import { unavailableMessage } from '../unavailable-message.ts';
import { mapDatasets, mapTrees, modelsIn, toolsIn, type ToolPlace } from './config-places.ts';
import { environmentNamesIn } from './environment-names.ts';
import type { Installation } from './installation.ts';
import { pluginOfProvider, pluginOfTool } from './packages.ts';

/** One thing that one place of the app needs and this installation lacks. */
export interface ImportNeed {
  readonly type: 'model' | 'dataset' | 'secret' | 'plugin' | 'tool' | 'node-kind' | 'requirement';
  readonly what: string;
  readonly message: LocalText;
  /** Null when no single node needs it. */
  readonly nodeId: string | null;
  readonly title: string;
  /** Below the node's configuration, or from the file's root when there is no node. */
  readonly path: string;
  /** The slot that, once filled, satisfies the need; null when something must be installed. */
  readonly slotId: string | null;
}

/** What holds a configuration: a node, or the classic app itself. */
export interface Owner {
  readonly node: GraphNode | null;
  readonly config: Readonly<Record<string, unknown>>;
  readonly root: string;
}

/** What a person can choose instead of what is missing. */
export type SlotMatter =
  | { readonly type: 'model'; readonly kind: ModelKind; readonly from: ModelRef }
  | { readonly type: 'dataset'; readonly from: string }
  | { readonly type: 'secret'; readonly name: string };

/** A need, and what would satisfy it without installing anything. */
export interface Found {
  readonly need: ImportNeed;
  readonly matter: SlotMatter | null;
}

/** Everything that one node, or a classic configuration, lacks here. */
export function needsOfOwner(owner: Owner, installation: Installation): readonly Found[] {
  const parts = [
    ...modelNeeds(owner, installation),
    ...datasetNeeds(owner, installation),
    ...toolNeeds(owner, installation),
    ...strategiesIn(owner.config)
      .map(pluginOfProvider)
      .flatMap((id) =>
        installation.hasPlugin(id) ? [] : [pluginNeed(owner, id, 'agent_strategy_provider_name')],
      ),
  ];
  return [...parts, ...kindNeeds(owner, installation, parts.length > 0)];
}

function modelNeeds(owner: Owner, installation: Installation): readonly Found[] {
  return modelsIn(owner.config)
    .filter((place) => place.inUse && !installation.hasModel(place.ref, place.kind))
    .map(({ ref, kind, path }) => {
      const what = `${ref.provider} / ${ref.name}`;
      return found(
        owner,
        { type: 'model', what, path },
        {
          en: `The model ${what} is not set up here.`,
          zh: `此处尚未配置模型 ${what}。`,
        },
        { type: 'model', kind, from: ref },
      );
    });
}

function datasetNeeds(owner: Owner, installation: Installation): readonly Found[] {
  const needs: Found[] = [];
  mapDatasets(owner.config, (id, { path, inUse }) => {
    if (inUse && !installation.hasDataset(id))
      needs.push(
        found(
          owner,
          { type: 'dataset', what: id, path },
          {
            en: `The knowledge base ${id} does not exist here.`,
            zh: `此处没有知识库 ${id}。`,
          },
          { type: 'dataset', from: id },
        ),
      );
    return id;
  });
  return needs;
}

function toolNeeds(owner: Owner, installation: Installation): readonly Found[] {
  return toolsIn(owner.config)
    .filter((tool) => tool.inUse && !installation.hasTool(tool))
    .map((tool) => {
      const plugin = pluginOfTool(tool);
      if (plugin !== null && !installation.hasPlugin(plugin))
        return pluginNeed(owner, plugin, tool.path, tool);
      const what = `${tool.provider} / ${tool.name}`;
      return found(
        owner,
        { type: 'tool', what, path: tool.path },
        {
          en: `The tool ${what} does not exist here.`,
          zh: `此处没有工具 ${what}。`,
        },
      );
    });
}

function pluginNeed(owner: Owner, id: string, path: string, tool?: ToolPlace): Found {
  const [en, zh] =
    tool === undefined ? ['', ''] : [` (for the tool ${tool.name})`, `（工具 ${tool.name} 需要）`];
  return found(
    owner,
    { type: 'plugin', what: id, path },
    {
      en: `The plugin ${id} is not installed here${en}.`,
      zh: `此处未安装插件 ${id}${zh}。`,
    },
  );
}

function kindNeeds(owner: Owner, { kinds }: Installation, hasNeeds: boolean): readonly Found[] {
  if (owner.node === null) return [];
  const kind = kinds.get(owner.node.kind);
  if (kind === undefined)
    return [
      found(
        owner,
        { type: 'node-kind', what: owner.node.kind, path: '' },
        {
          en: `Nodes of the kind ${owner.node.kind} do not exist here.`,
          zh: `此处没有 ${owner.node.kind} 类型的节点。`,
        },
      ),
    ];
  // What a tool node lacks has been said by its plugin already.
  const what = hasNeeds ? null : lackOf(kind, owner.node);
  if (what === null) return [];
  const about = { type: 'requirement', what, path: '' } as const;
  return [found(owner, about, unavailableMessage(owner.node, what))];
}

function lackOf(kind: NodeKind, node: GraphNode): string | null {
  if (kind.lacks === undefined) return null;
  try {
    return kind.lacks(kind.parse(node));
  } catch {
    // Settings that cannot be read are the check's matter, not the report's.
    return null;
  }
}

/** Secrets without a value, which is how they leave another installation. */
export function secretNeeds(document: AppDocument, nodes: readonly GraphNode[]): readonly Found[] {
  const blank = document.environmentVariables.filter(
    ({ valueType, value }) => valueType === 'secret' && value === '',
  );
  if (blank.length === 0) return [];
  const namesOf = new Map(nodes.map((node) => [node, environmentNamesIn(node.config)]));
  return blank.flatMap(({ name }) => {
    const users = nodes.filter((node) => namesOf.get(node)?.has(name));
    const owners = users.length > 0 ? users : [null];
    return owners.map((node) =>
      found(
        { node, config: {}, root: node === null ? 'workflow' : '' },
        {
          type: 'secret',
          what: name,
          path: node === null ? 'environment_variables' : '',
        },
        {
          en: `The secret ${name} has no value.`,
          zh: `密钥 ${name} 没有值。`,
        },
        { type: 'secret', name },
      ),
    );
  });
}

export function strategiesIn(config: unknown): readonly string[] {
  const providers: string[] = [];
  mapTrees(config, (tree) => {
    const provider = tree['agent_strategy_provider_name'];
    if (typeof provider === 'string' && provider !== '') providers.push(provider);
    return tree;
  });
  return providers;
}

function found(
  { node, root }: Owner,
  about: Pick<ImportNeed, 'type' | 'what' | 'path'>,
  message: LocalText,
  matter: SlotMatter | null = null,
): Found {
  const path = [root, about.path].filter((part) => part !== '').join('.');
  const place = { nodeId: node?.id ?? null, title: node?.title ?? '', path };
  const slotId = matter === null ? null : slotIdOf(matter);
  return { need: { ...about, ...place, message, slotId }, matter };
}

/** Two places that lack the same thing share one slot. */
function slotIdOf(matter: SlotMatter): string {
  switch (matter.type) {
    case 'model':
      return `model:${matter.kind}:${matter.from.provider}:${matter.from.name}`;
    case 'dataset':
      return `dataset:${matter.from}`;
    case 'secret':
      return `secret:${matter.name}`;
  }
}

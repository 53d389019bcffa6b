import type { AppDocument, ModelRef } from '@outpost/contracts';
import { isTree } from '../reading/shape.ts';
import type { ToolPlace } from './config-places.ts';
import type { Installation } from './installation.ts';

/** A plugin package that an app names, or that follows from what its nodes use. */
export interface NeededPackage {
  /** `organisation/plugin`. */
  readonly id: string;
  readonly version: string | null;
  /** The package's whole identifier when the file has it: `organisation/plugin:version@hash`. */
  readonly identifier: string | null;
  readonly source: 'marketplace' | 'github' | 'package' | 'inferred';
  readonly installed: boolean;
  /** False when this installation does what the package would do, as it does for model providers. */
  readonly needed: boolean;
}

type PackageRef = Omit<NeededPackage, 'installed' | 'needed'>;

/** The packages of an app: those its file lists, or else those its nodes imply (spec/dsl.md 1.4). */
export function packagesOf(
  document: AppDocument,
  uses: {
    readonly tools: readonly ToolPlace[];
    readonly models: readonly ModelRef[];
    readonly strategies: readonly string[];
  },
  installation: Pick<Installation, 'hasPlugin' | 'replacesPlugin'>,
): readonly NeededPackage[] {
  const listed = document.dependencies.flatMap(listedPackage);
  // A plugin may bring tools and models: only the models can be had without it.
  const irreplaceable = new Set([
    ...uses.tools.flatMap((tool) => pluginOfTool(tool) ?? []),
    ...uses.strategies.map(pluginOfProvider),
  ]);
  const inferred = [
    ...irreplaceable,
    ...uses.models.map((ref) => pluginOfModelProvider(ref.provider)),
  ].map((id): PackageRef => ({ id, version: null, identifier: null, source: 'inferred' }));
  const byId = new Map<string, PackageRef>();
  for (const item of listed.length > 0 ? listed : inferred)
    if (!byId.has(item.id)) byId.set(item.id, item);
  return [...byId.values()].map((item) => {
    const installed = installation.hasPlugin(item.id);
    const replaced = !irreplaceable.has(item.id) && installation.replacesPlugin(item.id);
    return { ...item, installed, needed: !installed && !replaced };
  });
}

/** The plugin behind a tool, or null when tools of its type come from elsewhere (API, MCP, another app). */
export function pluginOfTool(tool: ToolPlace): string | null {
  return tool.providerType === 'builtin' || tool.providerType === 'plugin'
    ? pluginOfProvider(tool.provider)
    : null;
}

/** `organisation/plugin` of `organisation/plugin/provider`; a short name is one of the original publisher's. */
export function pluginOfProvider(provider: string): string {
  const parts = provider.split('/');
  return parts.length < 2 ? `langgenius/${provider}` : parts.slice(0, 2).join('/');
}

function pluginOfModelProvider(provider: string): string {
  return provider === 'google' ? 'langgenius/gemini' : pluginOfProvider(provider);
}

function listedPackage(entry: unknown): readonly PackageRef[] {
  if (!isTree(entry) || !isTree(entry['value'])) return [];
  const { type, value } = entry;
  if (type !== 'marketplace' && type !== 'github' && type !== 'package') return [];
  const identifier = [
    value['marketplace_plugin_unique_identifier'],
    value['github_plugin_unique_identifier'],
    value['plugin_unique_identifier'],
    entry['current_identifier'],
  ].find((text): text is string => typeof text === 'string' && text !== '');
  if (identifier === undefined) return [];
  const [, id = identifier, version] = /^([^:@]+)(?::([^@]*))?/.exec(identifier) ?? [];
  const said = value['version'];
  return [
    { id, version: version ?? (typeof said === 'string' ? said : null), identifier, source: type },
  ];
}

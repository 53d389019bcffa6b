import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  AppError,
  pluginCategory,
  pluginManifestSchema,
  type ModelKind,
  type OauthDeclaration,
  type PluginDeclaration,
  type PluginManifest,
  type PluginPermissions,
} from '@outpost/contracts';
import {
  flagOf,
  isTree,
  listOf,
  settingsOf,
  textOf,
  treeOf,
  wordsOf,
  type Tree,
} from './fields.ts';
import { openPluginFiles, type PluginFiles } from './plugin-files.ts';
import { readModelProvider } from './read-models.ts';
import { readParameters } from './read-parameters.ts';

/** Reads what a plugin's folder declares; throws `plugin_declaration_invalid` naming the file. */
export function readDeclaration(directory: string): PluginDeclaration {
  const files = openPluginFiles(directory);
  const manifest = readManifest(files);
  if (!existsSync(join(directory, '_assets')))
    throw refused('_assets', 'the folder is missing, without which no plugin starts');
  const { author, name, version, plugins, meta, tags } = manifest;
  const { language, entrypoint } = meta.runner;
  if (language !== 'python' && language !== 'javascript')
    throw refused('manifest.yaml', `plugins in ${language} cannot be run`);
  return {
    id: `${author}/${name}`,
    author,
    name,
    version,
    label: wordsOf(manifest.label, name),
    description: wordsOf(manifest.description),
    icon: manifest.icon,
    category: pluginCategory(manifest),
    runner: { language, entrypoint },
    permissions: permissionsOf(manifest.resource.permission),
    tags: [...tags],
    toolProviders: plugins.tools.map((path) => readToolProvider(path, files)),
    modelProviders: plugins.models.map((path) => readModelProvider(path, files)),
    strategyProviders: plugins.agent_strategies.map((path) => readStrategyProvider(path, files)),
    endpointGroups: plugins.endpoints.map((path) => readEndpointGroup(path, files)),
    datasourceProviders: plugins.datasources.map((path) => readDatasourceProvider(path, files)),
    triggerProviders: plugins.triggers.map((path) => readTriggerProvider(path, files)),
  };
}

function readManifest(files: PluginFiles): PluginManifest {
  const parsed = pluginManifestSchema.safeParse(files.tree('manifest.yaml'));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refused('manifest.yaml', `${issue?.path.join('.')}: ${issue?.message}`);
}

function refused(file: string, reason: string): AppError {
  return new AppError('plugin_declaration_invalid', { details: { file, reason } });
}

function permissionsOf(permission: PluginManifest['resource']['permission']): PluginPermissions {
  const { model, storage } = permission;
  const kinds: readonly (readonly [ModelKind, boolean | undefined])[] = [
    ['chat', model?.llm],
    ['embedding', model?.text_embedding],
    ['rerank', model?.rerank],
    ['text-to-speech', model?.tts],
    ['speech-to-text', model?.speech2text],
    ['moderation', model?.moderation],
  ];
  return {
    tool: permission.tool?.enabled ?? false,
    node: permission.node?.enabled ?? false,
    app: permission.app?.enabled ?? false,
    endpoint: permission.endpoint?.enabled ?? false,
    models: model?.enabled ? kinds.flatMap(([kind, allowed]) => (allowed ? [kind] : [])) : [],
    storageBytes: storage?.enabled ? storage.size : null,
  };
}

function identityOf(tree: Tree) {
  const identity = treeOf(tree['identity']);
  const name = textOf(identity['name']);
  return {
    name,
    label: wordsOf(identity['label'], name),
    description: wordsOf(identity['description'] ?? tree['description']),
    icon: textOf(identity['icon']) || null,
  };
}

function oauthOf(value: unknown): OauthDeclaration | null {
  if (!isTree(value)) return null;
  return {
    client: settingsOf(value['client_schema']),
    credentials: settingsOf(value['credentials_schema']),
  };
}

function schemaOf(tree: Tree): Record<string, unknown> {
  return { ...treeOf(tree['output_schema']) };
}

/** The files that a provider lists, each with the one that reads it. */
function partsOf<Part>(value: unknown, files: PluginFiles, read: (tree: Tree) => Part): Part[] {
  // The SDK takes paths only; older declarations held the parts themselves.
  return listOf(value).map((item) => read(isTree(item) ? item : files.tree(textOf(item))));
}

function readToolProvider(path: string, files: PluginFiles) {
  const tree = files.tree(path);
  return {
    ...identityOf(tree),
    credentials: settingsOf(tree['credentials_for_provider'] ?? tree['credentials_schema']),
    oauth: oauthOf(tree['oauth_schema']),
    tools: partsOf(tree['tools'], files, (tool) => {
      const description = treeOf(tool['description']);
      return {
        ...identityOf(tool),
        description: wordsOf(description['human']),
        modelDescription: textOf(description['llm']),
        parameters: readParameters(tool['parameters']),
        outputSchema: schemaOf(tool),
        hasRuntimeParameters: flagOf(tool['has_runtime_parameters']),
      };
    }),
  };
}

function readStrategyProvider(path: string, files: PluginFiles) {
  const tree = files.tree(path);
  return {
    ...identityOf(tree),
    strategies: partsOf(tree['strategies'], files, (strategy) => ({
      ...identityOf(strategy),
      parameters: readParameters(strategy['parameters']),
      outputSchema: schemaOf(strategy),
      wantsHistory: listOf(strategy['features']).includes('history-messages'),
    })),
  };
}

function readEndpointGroup(path: string, files: PluginFiles) {
  const tree = files.tree(path);
  return {
    settings: settingsOf(tree['settings']),
    endpoints: partsOf(tree['endpoints'], files, (endpoint) => ({
      path: textOf(endpoint['path']),
      method: textOf(endpoint['method']).toUpperCase(),
      hidden: flagOf(endpoint['hidden']),
    })),
  };
}

function readDatasourceProvider(path: string, files: PluginFiles) {
  const tree = files.tree(path);
  const type = tree['provider_type'];
  if (type !== 'website_crawl' && type !== 'online_document' && type !== 'online_drive')
    throw refused(path, `provider_type “${textOf(type)}” is not known`);
  return {
    ...identityOf(tree),
    type: type as typeof type,
    credentials: settingsOf(tree['credentials_schema']),
    oauth: oauthOf(tree['oauth_schema']),
    datasources: partsOf(tree['datasources'], files, (datasource) => ({
      ...identityOf(datasource),
      parameters: readParameters(datasource['parameters']),
      outputSchema: schemaOf(datasource),
    })),
  };
}

function readTriggerProvider(path: string, files: PluginFiles) {
  const tree = files.tree(path);
  const automatic = tree['subscription_constructor'];
  return {
    ...identityOf(tree),
    subscription: settingsOf(tree['subscription_schema']),
    automatic: isTree(automatic)
      ? {
          parameters: readParameters(automatic['parameters']),
          credentials: settingsOf(automatic['credentials_schema']),
          oauth: oauthOf(automatic['oauth_schema']),
        }
      : null,
    events: partsOf(tree['events'], files, (event) => ({
      ...identityOf(event),
      parameters: readParameters(event['parameters']),
      outputSchema: schemaOf(event),
    })),
  };
}

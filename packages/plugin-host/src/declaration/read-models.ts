import type {
  ModelDeclaration,
  ModelKind,
  ModelProviderDeclaration,
  ModelRuleDeclaration,
} from '@outpost/contracts';
import {
  flagOf,
  listOf,
  numberOf,
  optionalWords,
  settingsOf,
  textOf,
  treeOf,
  wordsOf,
  type Tree,
} from './fields.ts';
import type { PluginFiles } from './plugin-files.ts';

export function readModelProvider(path: string, files: PluginFiles): ModelProviderDeclaration {
  const tree = files.tree(path);
  const methods = listOf(tree['configurate_methods']);
  const predefined = listOf(tree['configurate_methods']).includes('predefined-model');
  return {
    name: textOf(tree['provider']),
    label: wordsOf(tree['label'], textOf(tree['provider'])),
    description: wordsOf(tree['description']),
    icon: wordsOf(tree['icon_small'] ?? tree['icon_large']).en || null,
    kinds: listOf(tree['supported_model_types']).flatMap((type) => kindOf(type) ?? []),
    predefined,
    customizable: methods.includes('customizable-model'),
    credentials: settingsOf(treeOf(tree['provider_credential_schema'])['credential_form_schemas']),
    modelCredentials: settingsOf(
      treeOf(tree['model_credential_schema'])['credential_form_schemas'],
    ),
    models: Object.entries(treeOf(tree['models'])).flatMap(([type, group]) => {
      const kind = kindOf(type);
      return kind === null ? [] : modelsOf(treeOf(group), kind, files);
    }),
  };
}

function modelsOf(group: Tree, kind: ModelKind, files: PluginFiles): readonly ModelDeclaration[] {
  const paths = listOf(group['predefined'])
    .flatMap((pattern) => files.matching(textOf(pattern)))
    .filter((path) => !path.endsWith('_position.yaml'));
  const models = [...new Set(paths)].flatMap((path) => readModel(files.tree(path), kind) ?? []);
  const position = textOf(group['position']);
  if (position === '' || files.matching(position).length === 0) return models;
  const order = listOf(files.yaml(position)).map(textOf);
  const rank = ({ name }: ModelDeclaration): number => {
    const at = order.indexOf(name);
    return at < 0 ? order.length : at;
  };
  return models.toSorted((a, b) => rank(a) - rank(b));
}

/** A model's facts, from its file or as a plugin answers them; null when it has no name. */
export function readModel(tree: Tree, kind: ModelKind): ModelDeclaration | null {
  const name = textOf(tree['model']);
  if (name === '') return null;
  const properties = treeOf(tree['model_properties']);
  const price = treeOf(tree['pricing']);
  return {
    name,
    label: wordsOf(tree['label'], name),
    kind: kindOf(tree['model_type']) ?? kind,
    mode: properties['mode'] === 'completion' ? 'completion' : 'chat',
    contextTokens: numberOf(properties['context_size']),
    features: listOf(tree['features']).map(textOf),
    rules: listOf(tree['parameter_rules']).flatMap((rule) => readRule(treeOf(rule)) ?? []),
    voices: voicesOf(properties),
    batchMax: numberOf(properties['max_chunks']),
    price:
      textOf(price['input']) === ''
        ? null
        : {
            input: textOf(price['input']),
            output: textOf(price['output']) || '0',
            unit: textOf(price['unit']) || '1',
            currency: textOf(price['currency']) || 'USD',
          },
    deprecated: flagOf(tree['deprecated']),
  };
}

function voicesOf(properties: Tree): { id: string; name: string }[] {
  const voices = listOf(properties['voices']).flatMap((voice) => {
    const id = textOf(treeOf(voice)['mode']);
    return id === '' ? [] : [{ id, name: textOf(treeOf(voice)['name']) || id }];
  });
  const first = textOf(properties['default_voice']);
  return voices.toSorted((a, b) => Number(b.id === first) - Number(a.id === first));
}

function readRule(rule: Tree): ModelRuleDeclaration | null {
  const name = textOf(rule['name']);
  if (name === '') return null;
  const template = ruleTemplates[textOf(rule['use_template'])] ?? {};
  const both: Tree = { ...template, ...withoutNulls(rule) };
  return {
    name,
    type: textOf(both['type']) || 'string',
    label: wordsOf(both['label'], name),
    help: optionalWords(both['help']),
    required: flagOf(both['required']),
    default: both['default'] ?? null,
    min: numberOf(both['min']),
    max: numberOf(both['max']),
    precision: numberOf(both['precision']),
    options: listOf(both['options']).map(textOf),
  };
}

function withoutNulls(tree: Tree): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([, value]) => value != null));
}

function kindOf(type: unknown): ModelKind | null {
  return typeof type === 'string' && Object.hasOwn(kindsOfType, type)
    ? (kindsOfType[type] ?? null)
    : null;
}

/** The protocol's name of a kind. */
export function typeOfKind(kind: ModelKind): string {
  return typesOfKind[kind];
}

const typesOfKind: Readonly<Record<ModelKind, string>> = {
  chat: 'llm',
  embedding: 'text-embedding',
  rerank: 'rerank',
  'speech-to-text': 'speech2text',
  'text-to-speech': 'tts',
  moderation: 'moderation',
};

const kindsOfType: Readonly<Record<string, ModelKind>> = {
  llm: 'chat',
  'text-embedding': 'embedding',
  text_embedding: 'embedding',
  rerank: 'rerank',
  speech2text: 'speech-to-text',
  tts: 'text-to-speech',
  moderation: 'moderation',
};

/** What rules mean that only name a template (spec of the model YAML). */
const ruleTemplates: Readonly<Record<string, Tree>> = {
  temperature: { type: 'float', default: 0, min: 0, max: 1, precision: 2 },
  top_p: { type: 'float', default: 1, min: 0, max: 1, precision: 2 },
  top_k: { type: 'int', default: 50, min: 1, max: 100, precision: 0 },
  presence_penalty: { type: 'float', default: 0, min: 0, max: 1, precision: 2 },
  frequency_penalty: { type: 'float', default: 0, min: 0, max: 1, precision: 2 },
  max_tokens: { type: 'int', default: 64, min: 1, max: 2048, precision: 0 },
  response_format: { type: 'string', options: ['JSON', 'XML'] },
  json_schema: { type: 'text' },
};

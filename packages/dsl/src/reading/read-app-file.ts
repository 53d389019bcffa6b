/**
 * Reads an app file. Branches on shape, never on the file's version, because no version of the
 * format ever came with a migration: readers were always expected to be tolerant. What nobody here
 * knows is kept where it was found.
 */
import {
  appModes,
  isGraphMode,
  type AppDocument,
  type AppMode,
  type AppProfile,
} from '@outpost/contracts';
import { parseAppYaml } from '../yaml/parse-app-yaml.ts';
import type { ImportNote } from '../import-note.ts';
import { dropDerived } from './drop-derived.ts';
import { readGraph } from './read-graph.ts';
import { readVariables } from './read-variables.ts';
import { repairGraph } from './repair-graph.ts';
import {
  invalidAt,
  isTree,
  listAt,
  optionalTextAt,
  optionalTreeAt,
  treeAt,
  withoutKeys,
  type Tree,
} from './shape.ts';

export interface AppFile {
  readonly document: AppDocument;
  /** What was changed or left out, in the order of the file. */
  readonly notes: readonly ImportNote[];
  /** The version the file claims; `0.1.0` when it claims none, as the oldest do. */
  readonly fileVersion: string;
}

/**
 * Reads the YAML or JSON text of an app file.
 * Throws `app_file_invalid` with the path inside the file, and `app_file_too_large` above 10 MB.
 */
export function readAppFile(text: string): AppFile {
  const root = parseAppYaml(text);
  if (!isTree(root))
    throw invalidAt('', {
      en: 'an app file is a map that has at least the key “app”',
      zh: '应用文件应为至少含有 app 键的映射',
    });
  if (root['app'] === undefined && isTree(root['rag_pipeline']))
    throw invalidAt('rag_pipeline', {
      en: 'this is the file of a knowledge pipeline, not of an app',
      zh: '这是知识流水线文件，不是应用文件',
    });
  const notes: ImportNote[] = [];
  const app = treeAt(root['app'], 'app');
  const mode = readMode(app['mode']);
  const graphMode = isGraphMode(mode);
  const workflow = graphMode ? treeAt(root['workflow'], 'workflow') : {};
  const graph = optionalTreeAt(workflow['graph'], 'workflow.graph');
  const takeNote = (note: ImportNote): void => void notes.push(note);
  const repair = { path: 'workflow.graph', takeNote };
  const document: AppDocument = {
    schema: 1,
    profile: readProfile(app, mode),
    graph: dropDerived(repairGraph(readGraph(graph, 'workflow.graph', takeNote), repair)),
    features: optionalTreeAt(workflow['features'], 'workflow.features'),
    environmentVariables: readVariables(workflow['environment_variables'], {
      path: 'workflow.environment_variables',
      scope: 'env',
      takeNote,
    }),
    conversationVariables: readVariables(workflow['conversation_variables'], {
      path: 'workflow.conversation_variables',
      scope: 'conversation',
      takeNote,
    }),
    classic: graphMode ? null : treeAt(root['model_config'], 'model_config'),
    dependencies: listAt(root['dependencies'], 'dependencies'),
    extra: unknownKeys({
      '': withoutKeys(root, [
        'app',
        'kind',
        'version',
        'dependencies',
        graphMode ? 'workflow' : 'model_config',
      ]),
      app: withoutKeys(app, profileKeys),
      workflow: withoutKeys(workflow, workflowKeys),
      'workflow.graph': withoutKeys(graph, ['nodes', 'edges', 'viewport']),
      'workflow.graph.viewport': withoutKeys(isTree(graph['viewport']) ? graph['viewport'] : {}, [
        'x',
        'y',
        'zoom',
      ]),
    }),
  };
  return { document, notes, fileVersion: readVersion(root['version']) };
}

const profileKeys = [
  'name',
  'mode',
  'description',
  'icon_type',
  'icon',
  'icon_background',
  'use_icon_as_answer_icon',
];
const workflowKeys = ['graph', 'features', 'environment_variables', 'conversation_variables'];

function readMode(value: unknown): AppMode {
  const mode = appModes.find((known) => known === value);
  if (mode !== undefined) return mode;
  const known = appModes.join(', ');
  throw invalidAt('app.mode', {
    en: `an app’s mode is one of ${known}; apps of other modes cannot be read here`,
    zh: `应用模式应为 ${known} 之一，无法读取其他模式的应用`,
  });
}

function readProfile(app: Tree, mode: AppMode): AppProfile {
  const iconType = app['icon_type'];
  return {
    name: optionalTextAt(app['name'], 'app.name', ''),
    mode,
    description: optionalTextAt(app['description'], 'app.description', ''),
    iconType: iconType === 'image' || iconType === 'link' ? iconType : 'emoji',
    icon: optionalTextAt(app['icon'], 'app.icon', ''),
    iconBackground: optionalTextAt(app['icon_background'], 'app.icon_background', '#FFFFFF'),
    useIconAsAnswerIcon: app['use_icon_as_answer_icon'] === true,
  };
}

/** An unquoted `0.6` is a number to YAML; it is still a version. */
function readVersion(value: unknown): string {
  return optionalTextAt(value, 'version', '') || '0.1.0';
}

function unknownKeys(parts: Readonly<Record<string, Tree>>): AppDocument['extra'] {
  return Object.fromEntries(
    Object.entries(parts).filter(([, part]) => Object.keys(part).length > 0),
  );
}

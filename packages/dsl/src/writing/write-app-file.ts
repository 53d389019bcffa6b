import { isGraphMode, type AppDocument, type StoredVariable } from '@outpost/contracts';
import type { VariableScope } from '../reading/read-variables.ts';
import type { Tree } from '../reading/shape.ts';
import { writeAppYaml } from '../yaml/write-app-yaml.ts';
import { blankClassic, withoutLocalFiles } from './blank-secrets.ts';
import { graphForFile } from './graph-for-file.ts';

/** The newest version whose whole form we read and write; files with portable agents need the next one. */
export const appFileVersion = '0.6.0';
const agentFileVersion = '0.7.0';

/**
 * The app as a YAML app file: what other installations read, sorted by key. Without `includeSecrets`
 * the values of secret variables are blank and no credential is named; keys that someone typed
 * straight into a node (an HTTP header, code) are part of the node and stay.
 */
export function writeAppFile(
  document: AppDocument,
  { includeSecrets = false }: { readonly includeSecrets?: boolean } = {},
): string {
  return writeAppYaml(appFileTree(document, includeSecrets));
}

function appFileTree(document: AppDocument, includeSecrets: boolean): Tree {
  const { profile, extra } = document;
  const rest = extra[''] ?? {};
  return {
    ...rest,
    app: {
      ...extra['app'],
      name: profile.name,
      mode: profile.mode,
      description: profile.description,
      icon_type: profile.iconType,
      icon: profile.icon,
      icon_background: profile.iconBackground,
      use_icon_as_answer_icon: profile.useIconAsAnswerIcon,
    },
    dependencies: document.dependencies,
    kind: 'app',
    version: rest['agent_packages'] === undefined ? appFileVersion : agentFileVersion,
    ...(isGraphMode(profile.mode)
      ? { workflow: workflowForFile(document, includeSecrets) }
      : { model_config: blankClassic(document.classic ?? {}) }),
  };
}

function workflowForFile(document: AppDocument, includeSecrets: boolean): Tree {
  const { extra } = document;
  return {
    ...extra['workflow'],
    conversation_variables: document.conversationVariables.map((variable) =>
      variableForFile(variable, 'conversation'),
    ),
    environment_variables: document.environmentVariables.map((variable) =>
      variableForFile(
        includeSecrets || variable.valueType !== 'secret' ? variable : { ...variable, value: '' },
        'env',
      ),
    ),
    features: withoutLocalFiles(document.features),
    graph: {
      ...extra['workflow.graph'],
      ...graphForFile(document.graph, { includeSecrets }),
      viewport: { ...extra['workflow.graph.viewport'], ...document.graph.viewport },
    },
  };
}

function variableForFile(variable: StoredVariable, scope: VariableScope): Tree {
  return {
    selector: [scope, variable.name],
    ...variable.extra,
    id: variable.id,
    name: variable.name,
    value_type: variable.valueType,
    value: variable.value,
    description: variable.description,
  };
}

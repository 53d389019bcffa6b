/**
 * Classic apps (chat, agent-chat, completion) as graphs, so that one engine runs every app:
 *
 *     start ──► knowledge ──► llm ──► answer        knowledge only when the app has knowledge bases
 *
 * The form's inputs become the start node's variables, the prompt's `{{name}}` become references,
 * chats get memory. The tools of agent-chat apps are not part of the graph; the import report names
 * them.
 */
import {
  isChatMode,
  isGraphMode,
  noFailurePolicy,
  type AppDocument,
  type Graph,
  type GraphNode,
} from '@outpost/contracts';
import { chain } from '../create-blank-app.ts';
import { isTree, textOf, type Tree } from '../reading/shape.ts';
import { classicPrompt } from './classic-prompt.ts';
import { datasetIdsOf, retrievalConfig } from './classic-retrieval.ts';
import { inputsOfForm } from './input-form.ts';
import { placeholderTargets } from './placeholders.ts';

const startId = 'start';
const knowledgeId = 'knowledge';

/** The graph that does what a classic app's configuration says; a graph app's own graph comes back as it is. */
export function graphFromClassic(document: AppDocument): Graph {
  const { mode } = document.profile;
  if (isGraphMode(mode)) return document.graph;
  const classic = document.classic ?? {};
  const isChat = isChatMode(mode);
  const inputs = inputsOfForm(classic['user_input_form']);
  const querySelector = isChat
    ? ['sys', 'query']
    : [startId, textOf(classic['dataset_query_variable']) || 'query'];
  const hasKnowledge = datasetIdsOf(classic).length > 0;
  const targets = placeholderTargets(
    inputs.map((input) => input.variable),
    { startId, hasQuery: isChat },
  );
  const answer = node('answer', 'answer', 'Answer', { answer: '{{#llm.text#}}', variables: [] });
  return chain([
    node(startId, 'start', 'Start', { variables: inputs }),
    ...(hasKnowledge
      ? [
          node(
            knowledgeId,
            'knowledge-retrieval',
            'Knowledge',
            retrievalConfig(classic, querySelector),
          ),
        ]
      : []),
    node('llm', 'llm', 'LLM', {
      model: isTree(classic['model']) ? classic['model'] : {},
      ...classicPrompt(classic, { isChat, hasKnowledge, targets }),
      context: {
        enabled: hasKnowledge,
        variable_selector: hasKnowledge ? [knowledgeId, 'result'] : [],
      },
      vision: visionOf(classic['file_upload']),
    }),
    answer,
  ]);
}

/** Whether the model sees uploaded images: the old form asks under `image`, the new one lists file types. */
function visionOf(upload: unknown): Tree {
  const settings = isTree(upload) ? upload : {};
  const image = isTree(settings['image']) ? settings['image'] : {};
  const types = settings['allowed_file_types'];
  const newForm = settings['enabled'] === true && Array.isArray(types) && types.includes('image');
  return {
    enabled: image['enabled'] === true || newForm,
    configs: {
      variable_selector: ['sys', 'files'],
      detail: image['detail'] === 'low' ? 'low' : 'high',
    },
  };
}

function node(id: string, kind: string, title: string, config: Tree): GraphNode {
  return {
    id,
    kind,
    title,
    config,
    failure: noFailurePolicy,
    position: { x: 0, y: 0 },
    extra: {},
  };
}

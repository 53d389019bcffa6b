import { isTree, textOf, treeOf, type Tree } from '../reading/shape.ts';
import { withReferences, type PlaceholderTargets } from './placeholders.ts';

interface PromptFacts {
  readonly isChat: boolean;
  readonly hasKnowledge: boolean;
  readonly targets: PlaceholderTargets;
}

/** `prompt_template` and `memory` of the llm node that does what a classic prompt says. */
export function classicPrompt(classic: Tree, facts: PromptFacts): Tree {
  const isCompletionModel = treeOf(classic['model'])['mode'] === 'completion';
  if (classic['prompt_type'] === 'advanced')
    return isCompletionModel
      ? advancedCompletionPrompt(treeOf(classic['completion_prompt_config']), facts)
      : advancedChatPrompt(treeOf(classic['chat_prompt_config']), facts);
  const instruction = withReferences(textOf(classic['pre_prompt']), facts.targets);
  return isCompletionModel
    ? simpleCompletionPrompt(instruction, facts)
    : simpleChatPrompt(instruction, facts);
}

function simpleChatPrompt(instruction: string, facts: PromptFacts): Tree {
  const system = [knowledgeText(facts), instruction].filter((part) => part !== '').join('\n\n');
  if (facts.isChat)
    return {
      prompt_template: system === '' ? [] : [{ role: 'system', text: system }],
      memory: chatMemory,
    };
  // A completion app has no question: its prompt is what the model is asked.
  return {
    prompt_template: [{ role: 'user', text: system === '' ? questionOf(facts) : system }],
    memory: null,
  };
}

function advancedChatPrompt(config: Tree, facts: PromptFacts): Tree {
  const items = Array.isArray(config['prompt']) ? (config['prompt'] as readonly unknown[]) : [];
  return {
    prompt_template: items.flatMap((item) =>
      isTree(item) ? [{ ...item, text: withReferences(textOf(item['text']), facts.targets) }] : [],
    ),
    memory: facts.isChat ? chatMemory : null,
  };
}

function simpleCompletionPrompt(instruction: string, facts: PromptFacts): Tree {
  const parts = [knowledgeText(facts), instruction];
  if (facts.isChat)
    parts.push(
      '{{#histories#}}',
      `${defaultRoles.user}: {{#sys.query#}}\n\n${defaultRoles.assistant}:`,
    );
  const text = parts.filter((part) => part !== '').join('\n\n');
  return {
    prompt_template: { text: text === '' ? questionOf(facts) : text },
    memory: facts.isChat ? completionMemory(defaultRoles) : null,
  };
}

function advancedCompletionPrompt(config: Tree, facts: PromptFacts): Tree {
  const roles = treeOf(config['conversation_histories_role']);
  const text = withReferences(textOf(treeOf(config['prompt'])['text']), facts.targets);
  return {
    prompt_template: { text },
    memory: facts.isChat
      ? completionMemory({
          user: textOf(roles['user_prefix']) || defaultRoles.user,
          assistant: textOf(roles['assistant_prefix']) || defaultRoles.assistant,
        })
      : null,
  };
}

const defaultRoles = { user: 'Human', assistant: 'Assistant' };

const chatMemory: Tree = {
  window: { enabled: false, size: null },
  query_prompt_template: '{{#sys.query#}}',
};

/** The question stands in the text itself; the blank template keeps it from being put in front once more. */
function completionMemory(roles: { readonly user: string; readonly assistant: string }): Tree {
  return {
    role_prefix: roles,
    window: { enabled: false, size: null },
    query_prompt_template: ' ',
  };
}

function knowledgeText({ hasKnowledge }: PromptFacts): string {
  return hasKnowledge
    ? 'Answer with the help of these excerpts where they apply. If they do not answer the question, say so.\n<context>\n{{#context#}}\n</context>'
    : '';
}

function questionOf({ targets }: PromptFacts): string {
  const question = targets.get('#query#');
  return question === undefined ? '' : `{{#${question}#}}`;
}

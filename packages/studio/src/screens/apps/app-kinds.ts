import type { AppMode } from '@outpost/contracts';
import type { MessageKey } from '../../text/text-context.tsx';
import type { IconName } from '../../ui/icon.tsx';

interface AppKind {
  readonly mode: AppMode;
  readonly icon: IconName;
  readonly name: MessageKey;
  readonly words: MessageKey;
}

/** The kinds that can be made here, in the order in which they are offered. */
export const appKinds: readonly AppKind[] = [
  { mode: 'workflow', icon: 'split', name: 'apps.workflow', words: 'apps.workflowWords' },
  { mode: 'advanced-chat', icon: 'route', name: 'apps.chatflow', words: 'apps.chatflowWords' },
  { mode: 'chat', icon: 'chat', name: 'apps.chatbot', words: 'apps.chatbotWords' },
  {
    mode: 'completion',
    icon: 'edit',
    name: 'apps.textGenerator',
    words: 'apps.textGeneratorWords',
  },
];

const names: Readonly<Record<AppMode, MessageKey>> = {
  workflow: 'apps.workflow',
  'advanced-chat': 'apps.chatflow',
  chat: 'apps.chatbot',
  'agent-chat': 'apps.agent',
  completion: 'apps.textGenerator',
};

export function appKindName(mode: AppMode): MessageKey {
  return names[mode];
}

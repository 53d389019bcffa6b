import { randomUUID } from 'node:crypto';
import type { RunEvent } from '@outpost/contracts';
import type { Conversation, Message, NewRun, RunSummary, Store } from '../../src/index.ts';
import type { Household } from './backend.ts';

export function makeEndUser(
  store: Store,
  { app, workspace }: Pick<Household, 'app' | 'workspace'>,
  sessionId: string,
) {
  return store.endUsers.findOrCreate({
    workspaceId: workspace.id,
    appId: app.id,
    type: 'service-api',
    externalUserId: sessionId,
    sessionId,
    name: null,
    isAnonymous: false,
  });
}

export function makeConversation(
  store: Store,
  { app, workspace, account }: Household,
  { endUserId, name = 'New' }: { readonly endUserId?: string; readonly name?: string },
): Promise<Conversation> {
  return store.conversations.create({
    workspaceId: workspace.id,
    appId: app.id,
    versionId: null,
    source: 'service-api',
    endUserId: endUserId ?? null,
    accountId: endUserId === undefined ? account.id : null,
    name,
    introduction: '',
    inputs: { 城市: '北京' },
  });
}

export function makeMessage(
  store: Store,
  { app, workspace }: Household,
  conversation: Conversation,
  query: string,
): Promise<Message> {
  return store.messages.create({
    workspaceId: workspace.id,
    appId: app.id,
    conversationId: conversation.id,
    parentMessageId: null,
    runId: null,
    source: conversation.source,
    endUserId: conversation.endUserId,
    accountId: conversation.accountId,
    inputs: {},
    query,
  });
}

export const summary: RunSummary = {
  status: 'succeeded',
  outputs: { answer: '结果', list: [1, 0.5, null] },
  error: null,
  totalTokens: 12,
  totalSteps: 3,
  totalPrice: '0.0123456',
  currency: 'RMB',
  exceptions: 0,
  elapsedMs: 34.25,
};

export function newRun({ app, workspace }: Household, patch: Partial<NewRun> = {}): NewRun {
  return {
    id: randomUUID(),
    workspaceId: workspace.id,
    appId: app.id,
    versionId: null,
    mode: 'workflow',
    source: 'service-api',
    triggeredFrom: 'app-run',
    taskId: randomUUID(),
    endUserId: null,
    accountId: null,
    conversationId: null,
    messageId: null,
    inputs: {},
    ...patch,
  };
}

export function events(first: number, last: number): readonly RunEvent[] {
  return Array.from({ length: last - first + 1 }, (_, index) => ({
    type: 'text-delta',
    seq: first + index,
    at: 1_760_000_000_000 + first + index,
    text: `片 ${first + index} \u0000`,
    selector: ['answer', 'answer'],
    responseNodeId: 'answer',
  }));
}

import { AppError, type Value } from '@outpost/contracts';
import type { Conversation, ConversationSort, ConversationVariable } from '@outpost/store';
import type { Services } from '../services.ts';
import { seconds } from './frame-shape.ts';
import { invalid, optionalFlag, optionalText, queryNumber, queryUuid } from './request-fields.ts';
import type { ServiceCall, ServiceHandler, ServiceHandlers } from './service-router.ts';

type Names =
  | 'listConversations'
  | 'deleteConversation'
  | 'renameConversation'
  | 'listVariables'
  | 'updateVariable'
  | 'patchVariable';

export function conversationHandlers(services: Services): Pick<ServiceHandlers, Names> {
  const { store, runnables, chatTexts } = services;

  /** Another user's conversation counts as missing. */
  async function own({ app, endUser, params }: ServiceCall): Promise<Conversation> {
    const id = params['conversationId'] ?? '';
    const found = await store.conversations.get(app.id, id, { endUserId: endUser.id });
    if (!found) throw new AppError('not_found', { details: { thing: `The conversation ${id}` } });
    return found;
  }

  async function generatedName(call: ServiceCall, conversation: Conversation): Promise<string> {
    const { items } = await store.messages.list(conversation.id, { limit: 100 });
    const [first] = items;
    if (!first) return conversation.name;
    return chatTexts.titleOf(await runnables.published(call.app), first);
  }

  const updateVariable: ServiceHandler = async (call) => {
    const conversation = await own(call);
    const id = call.params['variableId'] ?? '';
    const variable = await findVariable(services, conversation.id, id);
    if (!variable) throw new AppError('not_found', { details: { thing: `The variable ${id}` } });
    const { value } = call.body;
    if (value === undefined) throw invalid('value', 'it is required');
    if (!isOfType(value, variable.valueType))
      throw new AppError('variable_type_wrong', {
        details: { name: variable.name, type: variable.valueType },
      });
    return Response.json(
      variableFields(await store.conversationVariables.update(conversation.id, id, value as Value)),
    );
  };

  return {
    async listConversations({ app, endUser, query }) {
      const slice = await store.conversations.list(
        app.id,
        { endUserId: endUser.id },
        {
          lastId: queryUuid(query, 'last_id'),
          limit: queryNumber(query, 'limit', { least: 1, most: 100, fallback: 20 }),
          sort: readSort(query.get('sort_by')),
        },
      );
      const data = slice.items.map(conversationFields);
      return Response.json({ limit: slice.limit, has_more: slice.hasMore, data });
    },

    async deleteConversation(call) {
      await store.conversations.remove((await own(call)).id);
      return new Response(null, { status: 204 });
    },

    async renameConversation(call) {
      const conversation = await own(call);
      const given = optionalText(call.body, 'name')?.trim() ?? '';
      const generate = optionalFlag(call.body, 'auto_generate', false);
      if (!generate && given === '')
        throw invalid('name', 'it is required unless auto_generate is true');
      const name = generate ? await generatedName(call, conversation) : given.slice(0, 255);
      await store.conversations.update(conversation.id, { name });
      return Response.json(conversationFields(await own(call)));
    },

    async listVariables(call) {
      const { query } = call;
      const name = query.get('variable_name') ?? '';
      if (name !== '' && !/^[\w.-]{1,255}$/.test(name))
        throw invalid('variable_name', 'it has letters, digits, “-”, “_” and “.” only');
      const conversation = await own(call);
      const slice = await store.conversationVariables.list(conversation.id, {
        lastId: queryUuid(query, 'last_id'),
        limit: queryNumber(query, 'limit', { least: 1, most: 100, fallback: 20 }),
        name,
      });
      const data = slice.items.map(variableFields);
      return Response.json({ limit: slice.limit, has_more: slice.hasMore, data });
    },

    updateVariable,
    patchVariable: updateVariable,
  };
}

async function findVariable(
  { store }: Services,
  conversationId: string,
  id: string,
): Promise<ConversationVariable | undefined> {
  let lastId: string | undefined;
  for (;;) {
    const slice = await store.conversationVariables.list(conversationId, { limit: 100, lastId });
    const found = slice.items.find((variable) => variable.id === id);
    if (found || !slice.hasMore) return found;
    lastId = slice.items.at(-1)?.id;
  }
}

function readSort(text: string | null): ConversationSort {
  const sort = text ?? '';
  if (sort === '') return '-updated_at';
  if (!sorts.has(sort)) throw invalid('sort_by', `it must be one of: ${[...sorts].join(', ')}`);
  return sort as ConversationSort;
}

const sorts: ReadonlySet<string> = new Set([
  'created_at',
  '-created_at',
  'updated_at',
  '-updated_at',
]);

function isOfType(value: unknown, type: string): boolean {
  const element = /^array\[(\w+)\]$/.exec(type)?.[1];
  if (element !== undefined)
    return Array.isArray(value) && value.every((item) => isOfType(item, element));
  if (type === 'any') return true;
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'number') return typeof value === 'number';
  if (type === 'boolean') return typeof value === 'boolean';
  if (type === 'object' || type === 'file')
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === 'string';
}

function conversationFields(conversation: Conversation) {
  return {
    id: conversation.id,
    name: conversation.name,
    inputs: conversation.inputs,
    status: conversation.status,
    introduction: conversation.introduction,
    created_at: seconds(conversation.createdAt),
    updated_at: seconds(conversation.updatedAt),
  };
}

function variableFields(variable: ConversationVariable) {
  const { value } = variable;
  return {
    id: variable.id,
    name: variable.name,
    value_type: variable.valueType,
    value: typeof value === 'string' ? value : JSON.stringify(value),
    description: variable.description,
    created_at: seconds(variable.createdAt),
    updated_at: seconds(variable.updatedAt),
  };
}

import { Template } from '@huggingface/jinja';
import { messageOf, type ChatMessage, type ChatRequest } from '@outpost/contracts';
import { HostError } from './host-error.ts';

interface TemplateMessage {
  readonly role: string;
  readonly content: string;
  readonly name?: string;
  readonly tool_call_id?: string;
  readonly tool_calls?: readonly object[];
  readonly reasoning_content?: string;
}

export interface PromptOptions {
  /** The Jinja template of the file; null for a model that only goes on with a text. */
  readonly template: string | null;
  readonly bosToken: string;
  readonly eosToken: string;
  readonly thinking: boolean | null;
}

/**
 * Writes a conversation the way the model was trained to read it: by the template in its file,
 * without which even good models answer badly. Throws a `HostError` when the template refuses.
 */
export function chatPrompt(request: ChatRequest, options: PromptOptions): string {
  const messages = request.messages.map(templateMessage);
  const { template } = options;
  if (template === null) return `${messages.map(({ content }) => content).join('\n\n')}`;
  try {
    return render(template, messages, request, options);
  } catch (error) {
    // Some templates have no place for a system message; it then opens the first question.
    const merged = withoutSystem(messages);
    if (merged === null) throw refused(error);
    try {
      return render(template, merged, request, options);
    } catch (second) {
      throw refused(second);
    }
  }
}

function render(
  template: string,
  messages: readonly TemplateMessage[],
  { tools }: ChatRequest,
  { bosToken, eosToken, thinking }: PromptOptions,
): string {
  return new Template(template).render({
    messages,
    add_generation_prompt: true,
    bos_token: bosToken,
    eos_token: eosToken,
    ...(thinking === null ? {} : { enable_thinking: thinking }),
    ...(tools && tools.length > 0
      ? { tools: tools.map((tool) => ({ type: 'function', function: { ...tool } })) }
      : {}),
  });
}

function templateMessage(message: ChatMessage): TemplateMessage {
  switch (message.role) {
    case 'system':
      return { role: 'system', content: message.text };
    case 'user':
      return {
        role: 'user',
        content: message.content
          .map((part) => {
            if (part.type !== 'text')
              throw new HostError('request', `it cannot read ${part.kind} content, only text`);
            return part.text;
          })
          .join('\n'),
      };
    case 'assistant':
      return {
        role: 'assistant',
        content: message.text,
        ...(message.reasoning ? { reasoning_content: message.reasoning } : {}),
        ...(message.toolCalls && message.toolCalls.length > 0
          ? {
              tool_calls: message.toolCalls.map((call) => ({
                id: call.id,
                type: 'function',
                function: { name: call.name, arguments: parsedOrText(call.arguments) },
              })),
            }
          : {}),
      };
    case 'tool':
      return {
        role: 'tool',
        content: message.text,
        name: message.name,
        tool_call_id: message.callId,
      };
    default: {
      const unknown: never = message;
      throw new Error(`unknown message ${JSON.stringify(unknown)}`);
    }
  }
}

function withoutSystem(messages: readonly TemplateMessage[]): readonly TemplateMessage[] | null {
  const system = messages.filter(({ role }) => role === 'system');
  const rest = messages.filter(({ role }) => role !== 'system');
  const [first, ...others] = rest;
  if (system.length === 0 || first?.role !== 'user') return null;
  const content = [...system.map((message) => message.content), first.content].join('\n\n');
  return [{ ...first, content }, ...others];
}

function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function refused(error: unknown): HostError {
  return new HostError(
    'request',
    `its chat template does not accept the conversation: ${messageOf(error)}`,
  );
}

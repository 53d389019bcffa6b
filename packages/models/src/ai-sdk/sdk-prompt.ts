import type {
  LanguageModelV4Message,
  LanguageModelV4Prompt,
  SharedV4ProviderOptions,
} from '@ai-sdk/provider';
import type { ChatMessage, ContentPart, ToolCall } from '@outpost/contracts';

/** A thought as a provider wants it back: its text with the provider's signature. */
export interface SignedThought {
  readonly text: string;
  readonly signature: SharedV4ProviderOptions;
}

/** What is kept in `ToolCall.extra.sdk` between two requests of a tool loop. */
export interface CallExtra {
  /** Whose it is: a stand-in of another vendor must not see it. */
  readonly provider: string;
  readonly signature?: SharedV4ProviderOptions;
  /** On the first call of an answer. */
  readonly thoughts?: readonly SignedThought[];
}

/** Messages as the AI SDK takes them. Neighbouring tool results become one message, as Anthropic demands. */
export function sdkPrompt(
  messages: readonly ChatMessage[],
  provider: string,
): LanguageModelV4Prompt {
  const prompt: LanguageModelV4Message[] = [];
  for (const message of messages) {
    switch (message.role) {
      case 'system':
        prompt.push({ role: 'system', content: message.text });
        break;
      case 'user':
        prompt.push({ role: 'user', content: message.content.flatMap(userPart) });
        break;
      case 'assistant':
        prompt.push({ role: 'assistant', content: assistantParts(message, provider) });
        break;
      case 'tool': {
        const result = {
          type: 'tool-result',
          toolCallId: message.callId,
          toolName: message.name,
          output: { type: 'text', value: message.text },
        } as const;
        const last = prompt.at(-1);
        if (last?.role === 'tool') last.content.push(result);
        else prompt.push({ role: 'tool', content: [result] });
      }
    }
  }
  return prompt;
}

type UserParts = Extract<LanguageModelV4Message, { role: 'user' }>['content'];
type AssistantParts = Extract<LanguageModelV4Message, { role: 'assistant' }>['content'];

function userPart(part: ContentPart): UserParts {
  if (part.type === 'text') return part.text === '' ? [] : [part];
  const { source, mediaType, filename } = part;
  return [
    {
      type: 'file',
      mediaType,
      ...(filename === null ? {} : { filename }),
      data:
        'url' in source
          ? { type: 'url', url: new URL(source.url) }
          : { type: 'data', data: source.bytes },
    },
  ];
}

function assistantParts(
  { text, toolCalls = [] }: Extract<ChatMessage, { role: 'assistant' }>,
  provider: string,
): AssistantParts {
  const thoughts = toolCalls.flatMap((call) => extraOf(call, provider)?.thoughts ?? []);
  return [
    ...thoughts.map(({ text: thought, signature }) => ({
      type: 'reasoning' as const,
      text: thought,
      providerOptions: signature,
    })),
    ...(text === '' ? [] : [{ type: 'text' as const, text }]),
    ...toolCalls.map((call) => {
      const signature = extraOf(call, provider)?.signature;
      return {
        type: 'tool-call' as const,
        toolCallId: call.id,
        toolName: call.name,
        input: argumentsOf(call),
        ...(signature ? { providerOptions: signature } : {}),
      };
    }),
  ];
}

function extraOf({ extra }: ToolCall, provider: string): CallExtra | null {
  const kept = extra?.['sdk'] as CallExtra | undefined;
  return kept?.provider === provider ? kept : null;
}

function argumentsOf({ arguments: text }: ToolCall): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The model's own slip: it sees what it wrote, not an error of ours.
    return { arguments: text };
  }
}

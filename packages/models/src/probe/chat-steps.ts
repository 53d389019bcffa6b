import { AppError, type ChatMessage, type ToolSpec } from '@outpost/contracts';
import { askModel, type Heard } from './probe-calls.ts';
import type { Probe, StepOutcome } from './probe-server.ts';

/** Chat at once, chat as a stream, tools, JSON. */
export async function chatSteps(probe: Probe): Promise<void> {
  const { step, skip, models, request, limits, learn, features, kinds } = probe;
  const model = models.chat;
  if (model === null) {
    const finding = {
      en: 'No chat model is known. Give the name of one.',
      zh: '未发现对话模型，请填写模型名称。',
    };
    for (const id of ['chat', 'stream', 'tools', 'json'] as const) skip(id, finding);
    return;
  }
  const bounds = { ...request, limits };
  const whole = await step('chat', async () => {
    const client = await probe.client({ streaming: 'never' });
    const heard = await askModel(client, model, { messages: greeting }, bounds);
    return outcome(heard, model, { en: 'It answers.', zh: '能够答复。' });
  });
  if (probe.keyRefused) return;
  const streamed = await step('stream', async () => {
    const heard = await askModel(await probe.client(), model, { messages: greeting }, bounds);
    const result = outcome(heard, model, { en: 'It streams its answers.', zh: '支持流式输出。' });
    // Nothing but the content type tells a stream from an answer in one piece.
    if (probe.lastContentType().includes('application/json'))
      return {
        ...result,
        limited: true,
        finding: {
          en: 'It answers at once although asked to stream: answers appear when they are complete.',
          zh: '要求流式输出时仍一次性返回：答复会在完成后整体显示。',
        },
      };
    if (heard.toldUsage) return result;
    return {
      ...result,
      limited: true,
      finding: {
        en: 'It streams, but tells no token counts: usage is estimated here.',
        zh: '支持流式输出，但不返回 token 用量：用量由本平台估算。',
      },
    };
  });
  if (whole && !streamed) learn({ streaming: 'never' });
  if (streamed && !whole) learn({ streaming: 'always' });
  if (!whole && !streamed) {
    const finding = { en: 'Chat does not work.', zh: '对话不可用。' };
    skip('tools', finding);
    skip('json', finding);
    return;
  }
  kinds.add('chat');
  if (whole?.reasoning || streamed?.reasoning) features.add('reasoning');
  await toolStep(probe, model);
  await jsonStep(probe, model);
}

/** A call of a tool, and the way back with its result: servers fail at either. */
async function toolStep(probe: Probe, model: string): Promise<void> {
  const { step, request, limits, features, learn } = probe;
  const bounds = { ...request, limits };
  let asked: Heard | null = null;
  const works = await step('tools', async (): Promise<StepOutcome<boolean>> => {
    const client = await probe.client();
    asked = await askModel(client, model, { messages: toolQuestion, tools: [clockTool] }, bounds);
    const [call] = asked.calls;
    if (!call)
      return {
        value: false,
        limited: true,
        finding: {
          en: 'It takes tools but did not call one when it should have. Agents can work with it by prompt only.',
          zh: '接受工具定义，但在应调用时没有调用。智能体只能以提示词方式使用该模型。',
        },
      };
    checkArguments(call.arguments, model);
    const messages: readonly ChatMessage[] = [
      ...toolQuestion,
      { role: 'assistant', text: '', toolCalls: [call] },
      { role: 'tool', callId: call.id, name: call.name, text: '14:05' },
    ];
    await askModel(client, model, { messages, tools: [clockTool] }, bounds);
    return { value: true, finding: { en: 'It calls tools.', zh: '支持调用工具。' } };
  });
  if (works) features.add('tools');
  // Tools themselves were refused, not the way back with their result.
  if (works === null && asked === null) learn({ tools: 'no' });
}

async function jsonStep(probe: Probe, model: string): Promise<void> {
  const { step, request, limits, features } = probe;
  await step('json', async () => {
    const client = await probe.client();
    const heard = await askModel(
      client,
      model,
      {
        messages: jsonQuestion,
        responseFormat: { type: 'schema', name: 'answer', schema: jsonSchema },
      },
      { ...request, limits },
    );
    const text = heard.text.replace(/^[\s\S]*<\/think>/, '').trim();
    try {
      JSON.parse(text);
    } catch {
      return {
        value: false,
        limited: true,
        finding: {
          en: `Asked for JSON, it answered with other text: ${text.slice(0, 80)}`,
          zh: `要求返回 JSON 时返回了其他文本：${text.slice(0, 80)}`,
        },
      };
    }
    features.add('structured-output');
    return { value: true, finding: { en: 'It answers in JSON.', zh: '支持 JSON 输出。' } };
  });
}

function outcome(
  heard: Heard,
  model: string,
  finding: { readonly en: string; readonly zh: string },
): StepOutcome<Heard> {
  if (heard.text.trim() === '' && !heard.reasoning) {
    const details = { model, reason: 'the answer has no text.' };
    throw new AppError('model_answer_invalid', { details });
  }
  return { value: heard, finding };
}

function checkArguments(text: string, model: string): void {
  try {
    JSON.parse(text);
  } catch (cause) {
    const reason = `the arguments of its tool call are not JSON: ${text.slice(0, 200)}`;
    throw new AppError('model_answer_invalid', { details: { model, reason }, cause });
  }
}

const greeting: readonly ChatMessage[] = [
  { role: 'system', text: 'You are a helpful assistant.' },
  { role: 'user', content: [{ type: 'text', text: 'Say hello in one short sentence.' }] },
];
const toolQuestion: readonly ChatMessage[] = [
  {
    role: 'user',
    content: [
      { type: 'text', text: 'What time is it in Beijing? Use the tool get_time to find out.' },
    ],
  },
];
const clockTool: ToolSpec = {
  name: 'get_time',
  description: 'Tells the time in a city.',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string', description: 'The name of the city.' } },
    required: ['city'],
  },
};
const jsonQuestion: readonly ChatMessage[] = [
  {
    role: 'user',
    content: [
      {
        type: 'text',
        text: 'Answer in JSON: what is the capital of France? Use the key "capital".',
      },
    ],
  },
];
const jsonSchema = {
  type: 'object',
  properties: { capital: { type: 'string' } },
  required: ['capital'],
  additionalProperties: false,
};

/**
 * The settings of chatbots, agents and text generators as app files hold them (`model_config`).
 * Readers take what fits; every edit changes one place and keeps what nobody here knows.
 */
import type { AppDocument } from '@outpost/contracts';
import type { EditorCommand } from '../../canvas/model/command.ts';

export type Settings = Readonly<Record<string, unknown>>;

export interface ClassicModel {
  readonly provider: string;
  readonly name: string;
  readonly parameters: Settings;
}

export function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function settingsIn(value: unknown): Settings {
  return isSettings(value) ? value : {};
}

export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : [];
}

export function classicOf({ classic }: AppDocument): Settings {
  return classic ?? {};
}

export function modelOf(document: AppDocument): ClassicModel {
  const model = settingsIn(classicOf(document)['model']);
  return {
    provider: textIn(model['provider']),
    name: textIn(model['name']),
    parameters: settingsIn(model['completion_params']),
  };
}

/** The instruction, where there is only one. */
export function promptOf(document: AppDocument): string {
  return textIn(classicOf(document)['pre_prompt']);
}

/** Old files may have a list of messages in place of the one instruction. */
export function isAdvancedPrompt(document: AppDocument): boolean {
  return classicOf(document)['prompt_type'] === 'advanced';
}

export interface PromptMessage {
  readonly role: string;
  readonly text: string;
}

/** The messages of an advanced prompt; a completion model has one without a role. */
export function promptMessages(document: AppDocument): readonly PromptMessage[] {
  const { chat, completion } = advancedParts(document);
  if (completion !== null) return [{ role: '', text: textIn(completion['text']) }];
  return chat.map((message) => ({ role: textIn(message['role']), text: textIn(message['text']) }));
}

function advancedParts(document: AppDocument): {
  readonly chat: readonly Settings[];
  readonly completion: Settings | null;
} {
  const classic = classicOf(document);
  const isCompletion = settingsIn(classic['model'])['mode'] === 'completion';
  const completion = settingsIn(settingsIn(classic['completion_prompt_config'])['prompt']);
  const chat = settingsIn(classic['chat_prompt_config'])['prompt'];
  return {
    chat: Array.isArray(chat) ? chat.filter(isSettings) : [],
    completion: isCompletion ? completion : null,
  };
}

/** The document with some of its settings changed. */
export function withClassic(document: AppDocument, patch: Settings): AppDocument {
  return { ...document, classic: { ...classicOf(document), ...patch } };
}

export function setPrompt(prompt: string): EditorCommand {
  return {
    label: { key: 'lab.stepPrompt' },
    mergeKey: 'prompt',
    edit: (document) =>
      promptOf(document) === prompt && !isAdvancedPrompt(document)
        ? document
        : withClassic(document, { prompt_type: 'simple', pre_prompt: prompt }),
  };
}

export function setPromptMessage(index: number, text: string): EditorCommand {
  return {
    label: { key: 'lab.stepPrompt' },
    mergeKey: `message ${index}`,
    edit(document) {
      const classic = classicOf(document);
      const { chat, completion } = advancedParts(document);
      if (completion !== null)
        return withClassic(document, {
          completion_prompt_config: {
            ...settingsIn(classic['completion_prompt_config']),
            prompt: { ...completion, text },
          },
        });
      return withClassic(document, {
        chat_prompt_config: {
          ...settingsIn(classic['chat_prompt_config']),
          prompt: chat.map((message, at) => (at === index ? { ...message, text } : message)),
        },
      });
    },
  };
}

/** One instruction in place of the messages, which stay in the file. */
export function simplifyPrompt(): EditorCommand {
  return {
    label: { key: 'lab.stepPrompt' },
    edit(document) {
      const texts = promptMessages(document)
        .filter(({ role }) => role !== 'user' && role !== 'assistant')
        .map(({ text }) => text);
      return withClassic(document, {
        prompt_type: 'simple',
        pre_prompt: promptOf(document) || texts.join('\n\n'),
      });
    },
  };
}

export function setModel(model: {
  readonly provider: string;
  readonly name: string;
}): EditorCommand {
  return {
    label: { key: 'lab.stepModel', values: { model: model.name } },
    edit: (document) =>
      withClassic(document, {
        model: {
          completion_params: {},
          ...settingsIn(classicOf(document)['model']),
          provider: model.provider,
          name: model.name,
          mode: 'chat',
        },
      }),
  };
}

export function setParameters(parameters: Settings): EditorCommand {
  return {
    label: { key: 'lab.stepParameters' },
    mergeKey: 'parameters',
    edit: (document) =>
      withClassic(document, {
        model: {
          ...settingsIn(classicOf(document)['model']),
          completion_params: parameters,
        },
      }),
  };
}

/** The texts in which names of inputs stand, each changed. */
export function mapPromptTexts(
  document: AppDocument,
  change: (text: string) => string,
): AppDocument {
  const { chat, completion } = advancedParts(document);
  const classic = classicOf(document);
  const patch: Record<string, unknown> = {};
  if (typeof classic['pre_prompt'] === 'string')
    patch['pre_prompt'] = change(classic['pre_prompt']);
  if (chat.length > 0)
    patch['chat_prompt_config'] = {
      ...settingsIn(classic['chat_prompt_config']),
      prompt: chat.map((message) => ({ ...message, text: change(textIn(message['text'])) })),
    };
  if (completion !== null)
    patch['completion_prompt_config'] = {
      ...settingsIn(classic['completion_prompt_config']),
      prompt: { ...completion, text: change(textIn(completion['text'])) },
    };
  return withClassic(document, patch);
}

/** All that is written for the model. */
export function promptTexts(document: AppDocument): readonly string[] {
  return isAdvancedPrompt(document)
    ? promptMessages(document).map(({ text }) => text)
    : [promptOf(document)];
}

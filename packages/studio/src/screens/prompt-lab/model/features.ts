/**
 * What an app offers beside its answer. Chatflows keep it in `features`, chatbots and text generators
 * among their settings; the names are the same.
 */
import { isGraphMode, type AppDocument } from '@outpost/contracts';
import type { MessageKey } from '../../../text/text-context.tsx';
import type { EditorCommand } from '../../canvas/model/command.ts';
import {
  classicOf,
  settingsIn,
  textIn,
  textsIn,
  withClassic,
  type Settings,
} from './classic-config.ts';

/** Features that are a switch with settings of their own. */
export type SwitchFeature =
  | 'suggested_questions_after_answer'
  | 'retriever_resource'
  | 'speech_to_text'
  | 'text_to_speech'
  | 'sensitive_word_avoidance'
  | 'file_upload'
  | 'annotation_reply'
  | 'more_like_this';

export function featureSettings(document: AppDocument): Settings {
  return isGraphMode(document.profile.mode) ? document.features : classicOf(document);
}

function withFeatures(document: AppDocument, patch: Settings): AppDocument {
  return isGraphMode(document.profile.mode)
    ? { ...document, features: { ...document.features, ...patch } }
    : withClassic(document, patch);
}

export function featureOf(document: AppDocument, name: SwitchFeature): Settings {
  return settingsIn(featureSettings(document)[name]);
}

export function isOn(document: AppDocument, name: SwitchFeature): boolean {
  const { enabled, image } = featureOf(document, name);
  if (typeof enabled === 'boolean') return enabled;
  if (name === 'file_upload') return settingsIn(image)['enabled'] === true;
  // Classic apps show their sources unless told otherwise.
  return name === 'retriever_resource' && !isGraphMode(document.profile.mode);
}

/** Changes a feature; what it had besides stays. */
export function changeFeature(
  name: SwitchFeature,
  patch: Settings,
  mergeKey?: string,
): EditorCommand {
  return {
    label: { key: 'lab.stepFeature', values: {} },
    ...(mergeKey === undefined ? {} : { mergeKey: `${name} ${mergeKey}` }),
    edit: (document) =>
      withFeatures(document, { [name]: { ...featureOf(document, name), ...patch } }),
  };
}

export function switchFeature(name: SwitchFeature, enabled: boolean): EditorCommand {
  const starts: Readonly<Partial<Record<SwitchFeature, Settings>>> = {
    file_upload: uploadStart,
    sensitive_word_avoidance: moderationStart,
  };
  return {
    label: { key: 'lab.stepFeature', values: {} },
    edit(document) {
      const before = featureOf(document, name);
      const start = enabled && before['enabled'] === undefined ? (starts[name] ?? {}) : {};
      return withFeatures(document, { [name]: { ...start, ...before, enabled } });
    },
  };
}

const uploadStart: Settings = {
  allowed_file_types: ['image', 'document'],
  allowed_file_extensions: [],
  allowed_file_upload_methods: ['local_file', 'remote_url'],
  number_limits: 3,
};
const moderationStart: Settings = {
  type: 'keywords',
  configs: {
    keywords: '',
    inputs_config: { enabled: true, preset_response: '' },
    outputs_config: { enabled: true, preset_response: '' },
  },
};

export function openingOf(document: AppDocument): {
  readonly statement: string;
  readonly questions: readonly string[];
} {
  const settings = featureSettings(document);
  return {
    statement: textIn(settings['opening_statement']),
    questions: textsIn(settings['suggested_questions']),
  };
}

export function setOpening(patch: {
  readonly statement?: string;
  readonly questions?: readonly string[];
}): EditorCommand {
  return {
    label: { key: 'lab.stepFeature', values: {} },
    mergeKey: 'opening',
    edit: (document) =>
      withFeatures(document, {
        ...(patch.statement === undefined ? {} : { opening_statement: patch.statement }),
        ...(patch.questions === undefined ? {} : { suggested_questions: patch.questions }),
      }),
  };
}

export interface ModerationSettings {
  readonly keywords: string;
  readonly question: { readonly enabled: boolean; readonly text: string };
  readonly answer: { readonly enabled: boolean; readonly text: string };
}

export function moderationOf(document: AppDocument): ModerationSettings {
  const configs = settingsIn(featureOf(document, 'sensitive_word_avoidance')['configs']);
  const part = (name: string) => {
    const { enabled, preset_response: preset } = settingsIn(configs[name]);
    return { enabled: enabled === true, text: textIn(preset) };
  };
  return {
    keywords: textIn(configs['keywords']),
    question: part('inputs_config'),
    answer: part('outputs_config'),
  };
}

export function setModeration({ keywords, question, answer }: ModerationSettings): EditorCommand {
  const part = ({ enabled, text }: ModerationSettings['answer']) => ({
    enabled,
    preset_response: text,
  });
  return changeFeature(
    'sensitive_word_avoidance',
    {
      type: 'keywords',
      configs: { keywords, inputs_config: part(question), outputs_config: part(answer) },
    },
    'words',
  );
}

/** Which features an app of a kind can have, in the order of the panel. */
export function featuresFor(mode: AppDocument['profile']['mode']): readonly SwitchFeature[] {
  const chat: readonly SwitchFeature[] = [
    'suggested_questions_after_answer',
    'retriever_resource',
    'file_upload',
    'speech_to_text',
    'text_to_speech',
    'sensitive_word_avoidance',
    'annotation_reply',
  ];
  if (mode === 'workflow') return ['file_upload'];
  if (mode === 'completion')
    return ['file_upload', 'text_to_speech', 'sensitive_word_avoidance', 'more_like_this'];
  return chat;
}

export const featureTitles: Readonly<Record<SwitchFeature, MessageKey>> = {
  suggested_questions_after_answer: 'lab.followUp',
  retriever_resource: 'lab.citations',
  speech_to_text: 'lab.speechIn',
  text_to_speech: 'lab.speechOut',
  sensitive_word_avoidance: 'lab.moderation',
  file_upload: 'lab.fileUpload',
  annotation_reply: 'lab.annotations',
  more_like_this: 'lab.moreLikeThis',
};

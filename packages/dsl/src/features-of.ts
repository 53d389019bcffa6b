/**
 * What an app offers to the people who use it, in one form whatever kind of app it is and whichever
 * version its file had. The names are those of app files, because they are those of the Service API.
 */
import { isGraphMode, type AppDocument } from '@outpost/contracts';
import { formOfInputs } from './classic/input-form.ts';
import { isTree, textOf, treeOf, type Tree } from './reading/shape.ts';

export interface AppFeatures {
  readonly opening_statement: string;
  readonly suggested_questions: readonly string[];
  readonly suggested_questions_after_answer: Switch;
  readonly speech_to_text: Switch;
  readonly text_to_speech: Switch & {
    readonly voice: string;
    readonly language: string;
    readonly autoPlay: 'enabled' | 'disabled';
  };
  readonly retriever_resource: Switch;
  readonly annotation_reply: Switch;
  readonly more_like_this: Switch;
  readonly sensitive_word_avoidance: Switch & { readonly type: string; readonly configs: unknown };
  /** One-key maps: the type of an input, and what belongs to it. */
  readonly user_input_form: readonly Tree[];
  readonly file_upload: FileUploadFeature;
}

/** Keys beyond `enabled` that the file has are kept. */
type Switch = Tree & { readonly enabled: boolean };

interface FileUploadFeature {
  readonly enabled: boolean;
  readonly allowed_file_types: readonly string[];
  readonly allowed_file_extensions: readonly string[];
  readonly allowed_file_upload_methods: readonly string[];
  readonly number_limits: number;
  readonly image: {
    readonly enabled: boolean;
    readonly number_limits: number;
    readonly detail: 'high' | 'low';
    readonly transfer_methods: readonly string[];
  };
}

/** The features of an app; what its file leaves out has the format's default. */
export function featuresOf(document: AppDocument): AppFeatures {
  const graphMode = isGraphMode(document.profile.mode);
  const features = graphMode ? document.features : (document.classic ?? {});
  const speech = treeOf(features['text_to_speech']);
  const avoidance = treeOf(features['sensitive_word_avoidance']);
  return {
    opening_statement: textOf(features['opening_statement']),
    suggested_questions: textsOf(features['suggested_questions']),
    suggested_questions_after_answer: switchOf(features['suggested_questions_after_answer']),
    speech_to_text: switchOf(features['speech_to_text']),
    text_to_speech: {
      ...switchOf(speech),
      voice: textOf(speech['voice']),
      language: textOf(speech['language']),
      autoPlay: speech['autoPlay'] === 'enabled' ? 'enabled' : 'disabled',
    },
    // Classic apps show their sources unless told otherwise; graph apps only when told.
    retriever_resource: switchOf(features['retriever_resource'], !graphMode),
    annotation_reply: switchOf(features['annotation_reply']),
    more_like_this: switchOf(features['more_like_this']),
    sensitive_word_avoidance: {
      ...switchOf(avoidance),
      type: textOf(avoidance['type']),
      configs: avoidance['configs'] ?? [],
    },
    user_input_form: formOf(document),
    file_upload: fileUploadOf(treeOf(features['file_upload'])),
  };
}

function formOf(document: AppDocument): readonly Tree[] {
  if (document.classic !== null) {
    const form = document.classic['user_input_form'];
    return Array.isArray(form) ? form.filter(isTree) : [];
  }
  const start = document.graph.nodes.find((node) => node.kind === 'start');
  return formOfInputs(start?.config['variables']);
}

/** The old form knows images only; seen through the new one it is an upload of images. */
function fileUploadOf(upload: Tree): FileUploadFeature {
  const image = treeOf(upload['image']);
  const imageFeature = {
    enabled: image['enabled'] === true,
    number_limits: countOf(image['number_limits'], 3),
    detail: image['detail'] === 'low' ? 'low' : 'high',
    transfer_methods: textsOf(image['transfer_methods'], defaultMethods),
  } as const;
  const isOldForm = upload['enabled'] === undefined;
  return {
    enabled: isOldForm ? imageFeature.enabled : upload['enabled'] === true,
    allowed_file_types: isOldForm ? ['image'] : textsOf(upload['allowed_file_types'], ['image']),
    allowed_file_extensions: textsOf(upload['allowed_file_extensions']),
    allowed_file_upload_methods: isOldForm
      ? imageFeature.transfer_methods
      : textsOf(upload['allowed_file_upload_methods'], defaultMethods),
    number_limits: countOf(upload['number_limits'], imageFeature.number_limits),
    image: imageFeature,
  };
}

const defaultMethods = ['remote_url', 'local_file'];

function switchOf(value: unknown, fallback = false): Switch {
  const tree = treeOf(value);
  const enabled = tree['enabled'];
  return { ...tree, enabled: typeof enabled === 'boolean' ? enabled : fallback };
}

function textsOf(value: unknown, fallback: readonly string[] = []): readonly string[] {
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : fallback;
}

function countOf(value: unknown, fallback: number): number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : fallback;
}

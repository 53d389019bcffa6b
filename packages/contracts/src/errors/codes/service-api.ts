import type { ErrorCodeRow } from '../app-error.ts';

export const serviceApiCodes = {
  api_key_missing: {
    category: 'denied',
    en: 'Send the key of the app in the header “Authorization: Bearer app-…”.',
    zh: '请在请求头 “Authorization: Bearer app-…” 中提供应用密钥。',
  },
  api_key_invalid: {
    category: 'denied',
    en: 'The key is not valid here. Make a new one on the app’s API page.',
    zh: '密钥无效。请在应用的 API 页面创建新密钥。',
  },
  app_removed: {
    category: 'denied',
    en: 'The app of this key has been deleted.',
    zh: '此密钥对应的应用已被删除。',
  },
  app_disabled: {
    category: 'denied',
    en: 'The app “{app}” is switched off.',
    zh: '应用“{app}”已停用。',
  },
  app_api_disabled: {
    category: 'denied',
    en: 'The API of the app “{app}” is switched off. Switch it on on the app’s API page.',
    zh: '应用“{app}”的 API 已关闭。请在应用的 API 页面开启。',
  },
  user_missing: {
    category: 'invalid',
    en: 'Say who asks: the field “user” is missing or empty.',
    zh: '请说明请求者：缺少 user 字段，或其值为空。',
  },
  app_mode_wrong: {
    category: 'invalid',
    en: 'This address is for apps of another kind; “{app}” is of the kind {mode}.',
    zh: '此接口用于其他类型的应用；“{app}”的类型为 {mode}。',
  },
  body_invalid: {
    category: 'invalid',
    en: 'The request needs a body that is a JSON object in UTF-8.',
    zh: '请求体必须是 UTF-8 编码的 JSON 对象。',
  },
  body_type_unsupported: {
    category: 'invalid',
    en: 'Send the body as {expected}; it came as “{found}”.',
    zh: '请以 {expected} 发送请求体，收到的类型为“{found}”。',
  },
  method_not_allowed: {
    category: 'invalid',
    en: 'The address {path} does not know {method}; it knows {allowed}.',
    zh: '地址 {path} 不支持 {method}，支持 {allowed}。',
  },
  version_id_invalid: {
    category: 'invalid',
    en: 'The workflow id “{id}” is not the id of a published version.',
    zh: '工作流编号“{id}”不是已发布版本的编号。',
  },
  suggested_questions_disabled: {
    category: 'denied',
    en: 'The app “{app}” does not suggest questions. Switch the feature on and publish.',
    zh: '应用“{app}”未开启下一步问题建议。请开启该功能并发布。',
  },
  file_missing: {
    category: 'invalid',
    en: 'The form has no file part named “file”.',
    zh: '表单缺少名为 file 的文件部分。',
  },
  files_too_many: {
    category: 'invalid',
    en: 'Send one file at a time.',
    zh: '每次只能上传一个文件。',
  },
  file_name_missing: {
    category: 'invalid',
    en: 'The file part has no file name.',
    zh: '文件部分缺少文件名。',
  },
  file_too_large: {
    category: 'limited',
    en: 'The file is larger than {limitMegabytes} MB, the limit for {type} files.',
    zh: '文件超过 {limitMegabytes} MB（{type} 文件的上限）。',
  },
  file_type_unsupported: {
    category: 'invalid',
    en: 'The file part does not say of which type it is.',
    zh: '文件部分未说明文件类型。',
  },
  file_not_shown: {
    category: 'missing',
    en: 'The file does not exist, or no message of this app holds it.',
    zh: '文件不存在，或不属于此应用的任何消息。',
  },
  file_of_other_app: {
    category: 'denied',
    en: 'The file belongs to another app.',
    zh: '该文件属于其他应用。',
  },
  audio_missing: {
    category: 'invalid',
    en: 'The form has no audio in a part named “file”.',
    zh: '表单缺少名为 file 的音频部分。',
  },
  audio_too_large: {
    category: 'limited',
    en: 'The audio is larger than {limitMegabytes} MB.',
    zh: '音频超过 {limitMegabytes} MB。',
  },
  audio_type_unsupported: {
    category: 'invalid',
    en: 'Audio of the type “{type}” cannot be read. Send mp3, m4a, wav, amr or webm.',
    zh: '不支持“{type}”类型的音频，请发送 mp3、m4a、wav、amr 或 webm。',
  },
  speech_to_text_disabled: {
    category: 'invalid',
    en: 'The app “{app}” does not take speech. Switch “speech to text” on and publish.',
    zh: '应用“{app}”未开启语音转文字。请开启该功能并发布。',
  },
  speech_to_text_unsupported: {
    category: 'invalid',
    en: 'The model chosen for speech cannot turn speech into text: {reason}',
    zh: '所选语音模型不支持语音转文字：{reason}',
  },
  text_to_speech_disabled: {
    category: 'invalid',
    en: 'The app “{app}” does not speak. Switch “text to speech” on and publish.',
    zh: '应用“{app}”未开启文字转语音。请开启该功能并发布。',
  },
  end_user_missing: {
    category: 'missing',
    en: 'The end user {id} does not exist in this app.',
    zh: '此应用中不存在终端用户 {id}。',
  },
  workflow_not_published: {
    category: 'invalid',
    en: 'The workflow “{app}” has not been published yet.',
    zh: '工作流“{app}”尚未发布。',
  },
  run_waits: {
    category: 'conflict',
    en: 'The run waits for somebody to answer a form, which this API cannot show.',
    zh: '运行正在等待表单填写，此接口无法显示表单。',
  },
  variable_type_wrong: {
    category: 'invalid',
    en: 'The variable “{name}” is of the type {type}; the value given is not.',
    zh: '变量“{name}”的类型为 {type}，提供的值不符。',
  },
} as const satisfies Record<string, ErrorCodeRow>;

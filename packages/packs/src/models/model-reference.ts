import { isAbsolute } from 'node:path';
import { AppError } from '@outpost/contracts';

/** Where a model is to come from, as a person typed it. */
export type ModelReference =
  | {
      readonly type: 'hub';
      readonly hub: 'hugging-face' | 'modelscope';
      readonly repository: string;
      readonly revision: string | null;
      /** Null lets us choose among the repository's files. */
      readonly file: string | null;
    }
  | { readonly type: 'pypi'; readonly project: string; readonly version: string }
  | { readonly type: 'url'; readonly url: string }
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'pack'; readonly id: string };

/** Reads a reference; `packIds` are the plain names that mean a starter pack. Throws `model_reference_invalid`. */
export function parseModelReference(reference: string, packIds: readonly string[]): ModelReference {
  const refuse = (reason: string): never => {
    throw new AppError('model_reference_invalid', { details: { reference, reason } });
  };
  const text = reference.trim();
  if (text === '') return refuse('it is empty');
  const hub = /^(hf|huggingface|modelscope|ms):(.*)$/s.exec(text);
  if (hub) {
    const [, scheme = '', rest = ''] = hub;
    const parts = /^([\w.-]+\/[\w.-]+)(?:@([\w./-]+))?(?::(.+))?$/.exec(rest);
    if (!parts) return refuse('a repository has the form organisation/repository');
    const file = parts[3] ?? null;
    if (file !== null && (file.startsWith('/') || file.split('/').includes('..')))
      return refuse('the file must lie in the repository');
    return {
      type: 'hub',
      hub: scheme === 'hf' || scheme === 'huggingface' ? 'hugging-face' : 'modelscope',
      repository: parts[1] ?? '',
      revision: parts[2] ?? null,
      file,
    };
  }
  const pypi = /^pypi:(.*)$/s.exec(text);
  if (pypi) {
    const parts = /^([\w][\w.-]*)==([\w.!+]+)$/.exec(pypi[1] ?? '');
    return parts
      ? { type: 'pypi', project: parts[1] ?? '', version: parts[2] ?? '' }
      : refuse('a package needs its exact version');
  }
  if (/^https?:\/\//i.test(text))
    return URL.canParse(text) ? { type: 'url', url: text } : refuse('the address is not complete');
  if (packIds.includes(text)) return { type: 'pack', id: text };
  if (text.startsWith('file:'))
    return { type: 'file', path: decodeURIComponent(new URL(text).pathname) };
  if (isAbsolute(text) || text.startsWith('.') || /\.(gguf|onnx)$/i.test(text))
    return { type: 'file', path: text };
  return refuse('it is none of these');
}

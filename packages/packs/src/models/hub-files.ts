import { AppError } from '@outpost/contracts';
import { fetchText, hostOf } from '../download/fetch-once.ts';
import type { ResolveOptions } from '../registries/resolve-pypi.ts';
import type { ModelReference } from './model-reference.ts';

/** A file of a repository on a hub. The hash is null where the hub keeps none. */
export interface HubFile {
  readonly path: string;
  readonly url: string;
  readonly sha256: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

type HubReference = Extract<ModelReference, { readonly type: 'hub' }>;

/** All files of a repository. Throws `pack_not_found`, `pack_unreachable`. */
export async function listHubFiles(
  reference: HubReference,
  options: ResolveOptions,
): Promise<readonly HubFile[]> {
  return reference.hub === 'hugging-face'
    ? listHuggingFace(reference, options)
    : listModelScope(reference, options);
}

/** `GET /api/models/{repository}/revision/{revision}?blobs=true`: files stored by LFS have their SHA-256. */
async function listHuggingFace(
  { repository, revision }: HubReference,
  { settings, fetch, signal }: ResolveOptions,
): Promise<readonly HubFile[]> {
  const { endpoint, token } = settings.huggingFace;
  const at = encodeURIComponent(revision ?? 'main');
  const headers = authorization(token);
  const answer = await ask(
    `${endpoint}/api/models/${repository}/revision/${at}?blobs=true`,
    repository,
    { fetch, signal, headers },
  );
  const { siblings } = answer as { readonly siblings?: unknown };
  if (!Array.isArray(siblings)) throw unreadable(endpoint);
  return siblings.flatMap((row: { rfilename?: unknown; lfs?: { sha256?: unknown } | null }) => {
    if (typeof row.rfilename !== 'string') return [];
    const url = `${endpoint}/${repository}/resolve/${at}/${encodePath(row.rfilename)}`;
    return [{ path: row.rfilename, url, sha256: hashOrNull(row.lfs?.sha256), headers }];
  });
}

/** `GET /api/v1/models/{repository}/repo/files`: every file has its SHA-256. */
async function listModelScope(
  { repository, revision }: HubReference,
  { settings, fetch, signal }: ResolveOptions,
): Promise<readonly HubFile[]> {
  const { endpoint, token } = settings.modelScope;
  const at = encodeURIComponent(revision ?? 'master');
  const headers = authorization(token);
  const base = `${endpoint}/api/v1/models/${repository}`;
  const answer = await ask(`${base}/repo/files?Revision=${at}&Recursive=true`, repository, {
    fetch,
    signal,
    headers,
  });
  const { Data: data } = answer as { readonly Data?: { readonly Files?: unknown } | null };
  if (!Array.isArray(data?.Files)) throw unreadable(endpoint);
  return data.Files.flatMap((row: { Path?: unknown; Type?: unknown; Sha256?: unknown }) => {
    if (typeof row.Path !== 'string' || row.Type === 'tree') return [];
    const url = `${base}/repo?Revision=${at}&FilePath=${encodeURIComponent(row.Path)}`;
    return [{ path: row.Path, url, sha256: hashOrNull(row.Sha256), headers }];
  });
}

async function ask(
  url: string,
  repository: string,
  options: Parameters<typeof fetchText>[1],
): Promise<object> {
  const text = await fetchText(url, options);
  if (text === null)
    throw new AppError('pack_not_found', {
      details: { source: hostOf(url), thing: `repository ${repository}` },
    });
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer === 'object' && answer !== null) return answer;
  } catch {
    // Said below, as for an answer that is JSON but no object.
  }
  throw unreadable(url);
}

function unreadable(url: string): AppError {
  return new AppError('pack_unreachable', {
    details: { source: hostOf(url), reason: 'its answer is not a list of files' },
  });
}

function authorization(token: string | null): Readonly<Record<string, string>> {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

function hashOrNull(value: unknown): string | null {
  return typeof value === 'string' && /^[0-9a-f]{64}$/i.test(value) ? value.toLowerCase() : null;
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

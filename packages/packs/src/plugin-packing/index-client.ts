import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@outpost/contracts';
import { normaliseName } from '../python-resolve/marker.ts';
import { localFile, type ResolvedFile } from '../registries/parse-index.ts';
import type { RegistrySettings } from '../registries/registry-settings.ts';
import { readProjectPage } from '../registries/resolve-pypi.ts';
import { parseWheelName } from '../wheels/wheel-name.ts';

/**
 * The Python package indexes of this machine, asked at most once for each project. Files of folders
 * come first, then those of each index in turn; a file that several have is the first one's.
 */
export class IndexClient {
  readonly #settings: RegistrySettings;
  readonly #fetch: typeof globalThis.fetch;
  readonly #signal: AbortSignal;
  readonly #folders: readonly string[];
  readonly #pages = new Map<string, Promise<readonly ResolvedFile[]>>();
  #inFolders: Promise<readonly ResolvedFile[]> | null = null;

  constructor({
    settings,
    fetch,
    signal,
    folders = [],
  }: {
    readonly settings: RegistrySettings;
    readonly fetch: typeof globalThis.fetch;
    readonly signal: AbortSignal;
    /** Folders with wheels that come before everything else. */
    readonly folders?: readonly string[];
  }) {
    this.#settings = settings;
    this.#fetch = fetch;
    this.#signal = signal;
    this.#folders = folders;
  }

  /** Every file of a project that can be had. Throws `pack_unreachable` when no index answers. */
  files(project: string): Promise<readonly ResolvedFile[]> {
    const known = this.#pages.get(project);
    if (known) return known;
    const page = this.#ask(project);
    this.#pages.set(project, page);
    return page;
  }

  /** Files of a project in the folders given by the person who packs; no index is asked. */
  async filesInFolders(project: string): Promise<readonly ResolvedFile[]> {
    this.#inFolders ??= listFolders(this.#folders);
    return (await this.#inFolders).filter(
      ({ filename }) => parseWheelName(filename)?.project === project,
    );
  }

  async #ask(project: string): Promise<readonly ResolvedFile[]> {
    const files = new Map<string, ResolvedFile>();
    const add = (rows: readonly ResolvedFile[]): void => {
      for (const row of rows) if (!files.has(row.filename)) files.set(row.filename, row);
    };
    add(await this.filesInFolders(project));
    add(await listFolders(this.#settings.pypi.folders, project));
    let answered = 0;
    let failure: AppError | null = null;
    for (const indexUrl of this.#settings.pypi.indexUrls) {
      try {
        add(await readProjectPage(indexUrl, project, { fetch: this.#fetch, signal: this.#signal }));
        answered += 1;
      } catch (error) {
        this.#signal.throwIfAborted();
        if (!(error instanceof AppError) || error.code !== 'pack_unreachable') throw error;
        failure ??= error;
      }
    }
    // One silent mirror of several is no reason to stop; none at all is.
    if (answered === 0 && failure) throw failure;
    return [...files.values()];
  }
}

async function listFolders(
  folders: readonly string[],
  project?: string,
): Promise<readonly ResolvedFile[]> {
  const rows: ResolvedFile[] = [];
  for (const folder of folders) {
    const names = await readdir(folder).catch((): string[] => []);
    for (const name of names.toSorted()) {
      const wheel = parseWheelName(name);
      if (wheel && (project === undefined || wheel.project === normaliseName(project)))
        rows.push(localFile(join(folder, name), name));
    }
  }
  return rows;
}

/** Apps as their makers handle them: made, imported, edited, published, exported. */
import {
  AppError,
  type AppDocument,
  type AppMode,
  type AppProfile,
  type NodeKind,
  type SecretBox,
} from '@outpost/contracts';
import {
  applyMapping,
  createBlankApp,
  importReport,
  readAppFile,
  writeAppFile,
  type ImportNote,
  type ImportReport,
  type Installation,
  type Mapping,
} from '@outpost/dsl';
import type { App, Draft, DraftRevision, Store, Version } from '@outpost/store';
import { newSiteCode } from '../auth/tokens.ts';
import { appChangedChannel } from './app-changes.ts';
import { saveMerged } from './draft-saves.ts';
import { maskSecrets, openSecrets, sealSecrets } from './secrets.ts';

export interface AppServiceOptions {
  readonly store: Store;
  readonly box: SecretBox;
  readonly kinds: ReadonlyMap<string, NodeKind>;
  /** What is here, for reports. */
  readonly installation: (workspaceId: string) => Promise<Installation>;
}

export interface ImportRequest {
  readonly workspaceId: string;
  readonly accountId: string;
  readonly content: string;
  readonly name?: string | undefined;
  readonly mapping?: Mapping | undefined;
  readonly publish: boolean;
}

export interface Imported {
  readonly app: App;
  readonly report: ImportReport;
  readonly notes: readonly ImportNote[];
}

export type AppService = ReturnType<typeof createAppService>;

export function createAppService({ store, box, installation }: AppServiceOptions) {
  async function find(workspaceId: string, appId: string): Promise<App> {
    const app = await store.apps.get(workspaceId, appId);
    if (!app) throw new AppError('not_found', { details: { thing: `The app ${appId}` } });
    return app;
  }

  async function draftOf(app: App): Promise<Draft> {
    const draft = await store.drafts.get(app.id);
    if (!draft) throw new AppError('not_found', { details: { thing: `The draft of ${app.name}` } });
    return draft;
  }

  async function findVersion(app: App, versionId: string): Promise<Version> {
    const version = await store.versions.get(app.id, versionId);
    if (!version)
      throw new AppError('not_found', { details: { thing: `The version ${versionId}` } });
    return version;
  }

  async function findRevision(app: App, revision: number): Promise<DraftRevision> {
    const kept = await store.drafts.revision(app.id, revision);
    if (!kept) throw new AppError('not_found', { details: { thing: `The revision ${revision}` } });
    return kept;
  }

  async function create(
    workspaceId: string,
    accountId: string,
    document: AppDocument,
  ): Promise<App> {
    return store.apps.create({
      workspaceId,
      document: sealSecrets(document, box),
      siteCode: newSiteCode(),
      createdBy: accountId,
    });
  }

  async function publish(
    app: App,
    accountId: string,
    label: { readonly name: string; readonly note: string },
  ): Promise<Version> {
    const { document } = await draftOf(app);
    const version = await store.versions.publish({
      appId: app.id,
      document,
      createdBy: accountId,
      ...label,
    });
    await changed(app.id);
    return version;
  }

  /** Tells every process that what it remembers of the app is old. */
  const changed = (appId: string): Promise<void> => store.signals.publish(appChangedChannel, appId);

  return {
    find,
    draftOf,
    publish,
    changed,

    createBlank: (workspaceId: string, accountId: string, mode: AppMode, name: string) =>
      create(workspaceId, accountId, createBlankApp(mode, name)),

    /** Reads a file and says what it needs, without making anything. */
    async check(workspaceId: string, content: string) {
      const { document, notes } = readAppFile(content);
      return { report: importReport(document, await installation(workspaceId)), notes };
    },

    /** Makes an app of a file. What is missing here is reported, never a reason to refuse. */
    async importFile(request: ImportRequest): Promise<Imported> {
      const { workspaceId, accountId, mapping } = request;
      const { document: read, notes } = readAppFile(request.content);
      const mapped = mapping ? applyMapping(read, mapping) : read;
      const document =
        request.name === undefined
          ? mapped
          : { ...mapped, profile: { ...mapped.profile, name: request.name } };
      const report = importReport(document, await installation(workspaceId));
      const app = await create(workspaceId, accountId, document);
      if (!request.publish) return { app, report, notes };
      await publish(app, accountId, { name: '', note: '' });
      return { app: await find(workspaceId, app.id), report, notes };
    },

    async exportFile(app: App, includeSecrets: boolean): Promise<string> {
      const { document } = await draftOf(app);
      return writeAppFile(openSecrets(document, box), { includeSecrets });
    },

    async duplicate(app: App, accountId: string, name: string | undefined): Promise<App> {
      const { document } = await draftOf(app);
      const profile: AppProfile = { ...document.profile, name: name ?? `${app.name} (copy)` };
      return create(app.workspaceId, accountId, { ...document, profile });
    },

    /** The draft as the browser gets it: secrets masked. */
    async readDraft(app: App): Promise<Draft> {
      const draft = await draftOf(app);
      return { ...draft, document: maskSecrets(draft.document, box) };
    },

    /** Merges with what others saved since `revision`; throws `draft_conflict`. */
    async saveDraft(
      app: App,
      accountId: string,
      document: AppDocument,
      revision: number,
    ): Promise<Draft & { readonly merged: boolean }> {
      const save = { app, accountId, document, revision };
      const merged = await saveMerged({ store, box }, save, () => draftOf(app));
      return { ...(await this.readDraft(app)), merged };
    },

    /** An earlier save, secrets masked. */
    async readRevision(app: App, revision: number) {
      const kept = await findRevision(app, revision);
      return { ...kept, document: maskSecrets(kept.document, box) };
    },

    async restoreRevision(app: App, revision: number, accountId: string): Promise<Draft> {
      const { document } = await findRevision(app, revision);
      await store.drafts.save({
        appId: app.id,
        document,
        expectedRevision: null,
        updatedBy: accountId,
      });
      return this.readDraft(app);
    },

    async reportOf(app: App): Promise<ImportReport> {
      const { document } = await draftOf(app);
      return importReport(document, await installation(app.workspaceId));
    },

    /** A version with its document, secrets masked. */
    async readVersion(
      app: App,
      versionId: string,
    ): Promise<{ readonly version: Version; readonly document: AppDocument }> {
      const version = await findVersion(app, versionId);
      return { version, document: maskSecrets(version.document, box) };
    },

    /** A published version becomes the draft again. */
    async restoreVersion(app: App, versionId: string, accountId: string): Promise<Draft> {
      const version = await findVersion(app, versionId);
      await store.drafts.save({
        appId: app.id,
        document: version.document,
        expectedRevision: null,
        updatedBy: accountId,
      });
      return this.readDraft(app);
    },
  };
}

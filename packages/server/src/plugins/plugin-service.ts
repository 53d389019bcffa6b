/** The plugins of workspaces: installing, switching, removing, and the running handle of each. */
import {
  AppError,
  messageOf,
  type Clock,
  type InstallEvent,
  type Language,
  type PackageReport,
} from '@outpost/contracts';
import type { PluginHandle, PluginHost } from '@outpost/plugin-host';
import type { PluginWithPackage, Store } from '@outpost/store';
import type { PluginPackages, TrustedKey } from './plugin-packages.ts';

export interface PluginServiceOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly host: PluginHost;
  readonly packages: PluginPackages;
  readonly report: (error: unknown, what: string) => void;
}

export interface InstallRequest {
  readonly workspaceId: string;
  readonly accountId: string;
  readonly checksum: string;
  readonly vouchFor: string | undefined;
  readonly language: Language;
  readonly onEvent: (event: InstallEvent) => void;
}

export type PluginService = ReturnType<typeof createPluginService>;

const keysSetting = 'plugin-keys';
const channel = 'plugins';

export function createPluginService({
  store,
  clock,
  host,
  packages,
  report,
}: PluginServiceOptions) {
  const kept = new Map<string, Promise<readonly PluginWithPackage[]>>();
  const forget = (workspaceId: string): void => void kept.delete(workspaceId);
  const leaveSignals = store.signals.subscribe(channel, forget);
  const leaveGaps = store.signals.onGap(() => kept.clear());
  const changed = async (workspaceId: string): Promise<void> => {
    forget(workspaceId);
    await store.signals.publish(channel, workspaceId);
  };

  function list(workspaceId: string): Promise<readonly PluginWithPackage[]> {
    const known = kept.get(workspaceId);
    if (known) return known;
    const read = store.plugins.list(workspaceId);
    kept.set(workspaceId, read);
    read.catch(() => kept.delete(workspaceId));
    return read;
  }

  async function get(workspaceId: string, id: string): Promise<PluginWithPackage> {
    const found = (await list(workspaceId)).find(
      ({ plugin }) => plugin.id === id || plugin.pluginId === id,
    );
    if (!found) throw new AppError('plugin_not_found', { details: { plugin: id } });
    return found;
  }

  async function handleOf({ plugin, package: stored }: PluginWithPackage): Promise<PluginHandle> {
    if (!plugin.enabled)
      throw new AppError('plugin_disabled', { details: { plugin: plugin.pluginId } });
    const { directory, packages: wheels } = await packages.unpacked(stored.checksum);
    return host.open({
      identifier: stored.identifier,
      declaration: stored.declaration,
      directory,
      packages: wheels,
      pythonTag: plugin.pythonTag,
    });
  }

  async function keys(workspaceId: string): Promise<readonly TrustedKey[]> {
    const stored = await store.settings.get(workspaceId, keysSetting);
    return (stored as { readonly keys?: readonly TrustedKey[] } | null)?.keys ?? [];
  }

  async function packageReport(workspaceId: string, checksum: string) {
    const installed = (await list(workspaceId)).find(
      ({ package: stored }) => stored.checksum === checksum,
    );
    const trusted = await keys(workspaceId);
    const first = await packages.report(checksum, { keys: trusted, installedVersion: null });
    const other = (await list(workspaceId)).find(
      ({ plugin }) => plugin.pluginId === first.pluginId,
    );
    return {
      ...first,
      installedVersion: (installed ?? other)?.package.version ?? null,
    };
  }

  async function install(request: InstallRequest): Promise<void> {
    const { workspaceId, checksum, onEvent } = request;
    const step = (
      name: Extract<InstallEvent, { type: 'step' }>['step'],
      doneBytes: number | null = null,
      totalBytes: number | null = null,
    ): void => onEvent({ type: 'step', step: name, doneBytes, totalBytes });
    step('verify');
    const verified = await packageReport(workspaceId, checksum);
    requireInstallable(verified, request.vouchFor);
    step('unpack', 0, null);
    let toldAt = 0;
    await packages.unpacked(checksum, (done, total) => {
      if (clock.monotonic() - toldAt < 100) return;
      toldAt = clock.monotonic();
      step('unpack', done, total);
    });
    step('activate');
    const before = (await list(workspaceId)).find(
      ({ plugin }) => plugin.pluginId === verified.pluginId,
    );
    await store.plugins.activate({
      workspaceId,
      pluginId: verified.pluginId,
      checksum,
      signature: verified.signature,
      vouchedFor: verified.signature.status !== 'valid',
      pythonTag: verified.pythonTag,
      installedBy: request.accountId,
    });
    await changed(workspaceId);
    if (before && before.package.checksum !== checksum)
      host
        .stop(before.package.identifier)
        .catch((error: unknown) => report(error, 'A replaced plugin could not be stopped'));
    step('start');
    const found = await get(workspaceId, verified.pluginId);
    const startProblem = await tryStart(found, request.language);
    onEvent({ type: 'done', id: found.plugin.id, pluginId: found.plugin.pluginId, startProblem });
  }

  /** Starts it once: what is wrong is better known now than at the first call, which is faster then. */
  async function tryStart(found: PluginWithPackage, language: Language): Promise<string | null> {
    if (!found.plugin.enabled) return null;
    try {
      await (await handleOf(found)).start();
      return null;
    } catch (error) {
      return error instanceof AppError ? error.messageIn(language) : messageOf(error);
    }
  }

  return {
    list,
    get,
    handleOf,
    keys,
    packageReport,
    install,
    add: (content: AsyncIterable<Uint8Array>) => packages.add(content),
    changed,
    async saveKeys(workspaceId: string, all: readonly TrustedKey[]): Promise<void> {
      await store.settings.set(workspaceId, keysSetting, { keys: all });
    },
    async setEnabled(workspaceId: string, id: string, enabled: boolean): Promise<void> {
      const { plugin, package: stored } = await get(workspaceId, id);
      await store.plugins.setEnabled(workspaceId, plugin.id, enabled);
      await changed(workspaceId);
      if (!enabled) await host.stop(stored.identifier);
    },
    async remove(workspaceId: string, id: string): Promise<void> {
      const { plugin, package: stored } = await get(workspaceId, id);
      await store.plugins.remove(workspaceId, plugin);
      await changed(workspaceId);
      if ((await store.plugins.checksumsInUse()).includes(stored.checksum)) return;
      await host.stop(stored.identifier);
      host.erase(plugin.pluginId);
      if (await store.plugins.removePackage(stored.checksum))
        await store.files.remove(stored.storageKey);
      await packages.removeUnpacked(stored.checksum);
    },
    close(): void {
      leaveSignals();
      leaveGaps();
    },
  };
}

function requireInstallable(report: PackageReport, vouchFor: string | undefined): void {
  const [problem] = report.problems;
  const refuse = (reason: { readonly en: string; readonly zh: string }): never => {
    throw new AppError('plugin_target_unfit', {
      details: {
        plugin: `${report.pluginId} ${report.version}`,
        target: report.target ?? '–',
        reason,
      },
    });
  };
  if (problem) refuse(problem.words);
  if (report.verdict === 'unverified' && vouchFor !== report.checksum)
    throw new AppError('plugin_untrusted', {
      details: {
        plugin: `${report.pluginId} ${report.version}`,
        checksum: report.checksum,
        how:
          report.signature.status === 'unsigned'
            ? { en: 'it is not signed', zh: '未签名' }
            : {
                en: 'it is signed by nobody trusted here, or was changed since',
                zh: '签名者不受信任，或签名后被修改',
              },
      },
    });
}

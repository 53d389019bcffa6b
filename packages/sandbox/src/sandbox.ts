import { join } from 'node:path';
import {
  AppError,
  type CodeLimits,
  type CodeRequest,
  type CodeRunner,
  type TemplateRenderer,
} from '@outpost/contracts';
import { resolveAssets, type SandboxAssets } from './assets.ts';
import { JavascriptRunner } from './javascript/javascript-runner.ts';
import { installedWheels, librariesVersion } from './libraries/library-packs.ts';
import { sandboxLimits, type SandboxLimits } from './limits.ts';
import { checkInputSize, PythonRunner } from './python/python-runner.ts';
import { prepareSnapshot, type PreparedSnapshot } from './python/snapshot.ts';
import { renderPlainTemplate } from './templates/plain-template.ts';

export interface SandboxOptions {
  /** The data directory's part for the sandbox: snapshots in `snapshots/`, library packs in `library-packs/`. */
  readonly directory: string;
  readonly limits?: Partial<SandboxLimits>;
  /** A release bundle's own files; found in the checkout when absent. */
  readonly assets?: Partial<SandboxAssets>;
  /** Told what takes time: the first preparation of Python. */
  readonly log?: (message: string) => void;
}

/** Runs people's code and templates apart from the server. */
export interface Sandbox {
  readonly code: CodeRunner;
  readonly templates: TemplateRenderer;
  /** Prepares the Python snapshot now instead of at the first call. */
  prepare(): Promise<void>;
  /** Ends every interpreter and worker; calls that run or wait fail. */
  close(): void;
}

/** Nothing is started before the first call; nothing keeps running when it has been idle for a while. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const limits = sandboxLimits(options.limits);
  const closing = new AbortController();
  const snapshots = createSnapshotSource(options, closing.signal);
  let runners: { readonly python: PythonRunner; readonly javascript: JavascriptRunner } | null =
    null;
  const start = () => {
    if (closing.signal.aborted)
      throw new AppError('sandbox_unavailable', { details: { reason: 'it has been shut down' } });
    const assets = resolveAssets(options.assets);
    runners ??= {
      python: new PythonRunner({
        assets,
        limits,
        snapshot: snapshots,
        librariesVersion: () => librariesVersion(libraryPacksDirectory(options.directory)),
      }),
      javascript: new JavascriptRunner(assets, limits),
    };
    return runners;
  };
  return {
    code: {
      run: async (request, { signal, onOutput }) => {
        const { tenant, inputs, code } = request;
        const call = { tenant, inputs, limits: requestLimits(request, limits), signal, onOutput };
        if (request.language === 'python3') return start().python.run(code, call);
        const payload = JSON.stringify(inputs);
        checkInputSize(code, payload, limits.inputBytes);
        return start().javascript.run(code, payload, call);
      },
    },
    templates: {
      render: ({ template, inputs, tenant }, { signal }) => {
        const plain = renderPlainTemplate(template, inputs);
        if (plain === null)
          return start().python.render(template, { tenant, inputs, limits, signal });
        if (Buffer.byteLength(plain) > limits.outputBytes)
          throw new AppError('code_output_too_large', {
            details: { limitBytes: limits.outputBytes },
          });
        return plain;
      },
    },
    prepare: async () => {
      await snapshots();
    },
    close: () => {
      closing.abort();
      runners?.python.close();
      runners?.javascript.close();
    },
  };
}

function requestLimits({ limits: own }: CodeRequest, limits: SandboxLimits): CodeLimits {
  const { timeoutMs, memoryBytes, outputBytes } = limits;
  return { timeoutMs, memoryBytes, outputBytes, ...own };
}

/** Asks anew each time, since packs may have been added; two askers share one answer. */
function createSnapshotSource(
  { directory, assets: given, log = () => undefined }: SandboxOptions,
  signal: AbortSignal,
): () => Promise<PreparedSnapshot> {
  let preparing: Promise<PreparedSnapshot> | null = null;
  const prepare = async (): Promise<PreparedSnapshot> => {
    const assets = resolveAssets(given);
    const wheels = await installedWheels(assets.wheelsDirectory, libraryPacksDirectory(directory));
    const kept = join(directory, 'snapshots');
    return prepareSnapshot({ assets, directory: kept, wheels, log, signal });
  };
  return () => {
    preparing ??= prepare().finally(() => {
      preparing = null;
    });
    return preparing;
  };
}

/** Where the sandbox of a data directory looks for library packs. */
export function libraryPacksDirectory(directory: string): string {
  return join(directory, 'library-packs');
}

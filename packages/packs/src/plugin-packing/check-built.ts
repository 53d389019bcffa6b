import { openPluginPackage } from '../plugins/open-package.ts';
import { invalidPackage } from '../plugins/package-error.ts';
import { planPackage } from '../plugins/plan-package.ts';
import { verifySignature } from '../signing/package-signature.ts';
import type { SigningKey } from '../signing/signing-key.ts';
import type { PreparedTarget } from './prepare-targets.ts';
import type { WheelCache } from './wheel-cache.ts';

/**
 * Reads a package that was just written as the installer will: it must open, be signed with the key,
 * and plan for each of its targets without a problem. Throws `plugin_package_invalid` otherwise.
 */
export async function checkBuilt(
  file: string,
  targets: readonly PreparedTarget[],
  { cache, key }: { readonly cache: WheelCache; readonly key: SigningKey | null },
): Promise<void> {
  await using opened = await openPluginPackage(file, { limits: noLimits });
  const { files } = await opened.facts();
  if (key && verifySignature(files, opened.comment, [key.publicKey]).status !== 'valid')
    throw invalidPackage(file, { en: 'its new signature does not hold', zh: '新签名无效' });
  for (const { verdict } of targets) {
    const { problems } = await planPackage(opened, verdict.target, {
      factsOf: (sha256, filename) => cache.facts(sha256, filename),
    });
    const [problem] = problems;
    if (problem)
      throw invalidPackage(file.replace(/\.partial$/, ''), {
        en: problem.words.en.replace(/\.$/, ''),
        zh: problem.words.zh.replace(/。$/, ''),
      });
  }
}

/** The verdict has spoken about size; here it is about soundness. */
const noLimits = { packageBytesMax: Infinity, unpackedBytesMax: Infinity, filesMax: 65_535 };

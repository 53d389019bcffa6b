import type { PluginManifest } from '@outpost/contracts';
import type { Words } from '../plugins/package-error.ts';
import type { BuiltPackage } from './build-package.ts';

/**
 * What has to be set in Dify so that its own daemon takes the package, too. Here nothing has to be
 * set: it is one size limit and the list of trusted keys.
 */
export function daemonNotes(
  {
    sizeBytes,
    unpackedBytes,
    fingerprint,
  }: Pick<BuiltPackage, 'sizeBytes' | 'unpackedBytes' | 'fingerprint'>,
  { author }: Pick<PluginManifest, 'author'>,
): readonly Words[] {
  const notes: Words[] = [];
  const largest = Math.max(sizeBytes, unpackedBytes);
  if (largest > daemonBytesMax) {
    const bytes = Math.ceil((largest * 1.1) / 2 ** 20) * 2 ** 20;
    const settings = `PLUGIN_MAX_PACKAGE_SIZE=${bytes} NGINX_CLIENT_MAX_BODY_SIZE=${Math.ceil(bytes / 2 ** 20)}M`;
    notes.push({
      en: `It is larger than Dify’s limit of 50 MiB: set ${settings}`,
      zh: `超过 Dify 的 50 MiB 上限，请设置 ${settings}`,
    });
  }
  if (fingerprint === null)
    notes.push({
      en: `It is not signed (use --sign): Dify takes it with FORCE_VERIFYING_SIGNATURE=false only${author === 'langgenius' ? ', older releases also need ENFORCE_LANGGENIUS_PLUGIN_SIGNATURES=false' : ''}`,
      zh: `未签名（请使用 --sign）：Dify 仅在 FORCE_VERIFYING_SIGNATURE=false 时接受${author === 'langgenius' ? '，旧版本还需 ENFORCE_LANGGENIUS_PLUGIN_SIGNATURES=false' : ''}`,
    });
  else
    notes.push({
      en: 'Dify checks its signature with THIRD_PARTY_SIGNATURE_VERIFICATION_ENABLED=true and the path of the public key in THIRD_PARTY_SIGNATURE_VERIFICATION_PUBLIC_KEYS',
      zh: 'Dify 需设置 THIRD_PARTY_SIGNATURE_VERIFICATION_ENABLED=true，并在 THIRD_PARTY_SIGNATURE_VERIFICATION_PUBLIC_KEYS 中填写公钥路径',
    });
  return notes;
}

const daemonBytesMax = 50 * 2 ** 20;

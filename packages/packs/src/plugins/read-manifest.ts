import { AppError, messageOf, pluginManifestSchema, type PluginManifest } from '@outpost/contracts';
import { parsePluginYaml } from './plugin-yaml.ts';

/** Reads `manifest.yaml`; `file` names the package in messages. Throws `plugin_manifest_invalid`. */
export function readManifest(text: string, file: string): PluginManifest {
  const refuse = (reason: string, cause?: unknown): never => {
    throw new AppError('plugin_manifest_invalid', { details: { file, reason }, cause });
  };
  let value: unknown;
  try {
    value = parsePluginYaml(text);
  } catch (error) {
    return refuse(messageOf(error), error);
  }
  const parsed = pluginManifestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.');
  return refuse(path ? `${path}: ${issue?.message}` : (issue?.message ?? 'it is empty'));
}

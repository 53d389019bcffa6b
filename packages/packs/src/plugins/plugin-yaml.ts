import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';

/**
 * A declaration of a plugin as plain data. Size and depth are limited, and aliases to a few, so that
 * a small text cannot become a large tree. Throws an `Error` whose message is the reason.
 */
export function parsePluginYaml(text: string): unknown {
  if (text.length > textMax) throw new Error(`it has more than ${textMax} characters`);
  try {
    return load(text.startsWith('\uFEFF') ? text.slice(1) : text, {
      schema: CORE_SCHEMA,
      json: true,
      maxAliases: 50,
      maxDepth: 50,
    });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = (error.mark?.line ?? 0) + 1;
    throw new Error(`line ${line} is not valid YAML: ${error.reason}`, { cause: error });
  }
}

const textMax = 2_000_000;

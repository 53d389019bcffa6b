import { globSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { AppError, messageOf } from '@outpost/contracts';
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import { isTree, type Tree } from './fields.ts';

/** The declarations of a plugin's folder, by the paths that they use for one another. */
export interface PluginFiles {
  /** Throws `plugin_declaration_invalid`. */
  yaml(path: string): unknown;
  tree(path: string): Tree;
  /** Paths that a pattern such as `models/llm/*.yaml` names, in order of their names. */
  matching(pattern: string): readonly string[];
}

export function openPluginFiles(directory: string): PluginFiles {
  const root = realpathSync(directory);
  let left = filesMax;

  function read(path: string): string {
    const refuse = (reason: string): never => {
      throw new AppError('plugin_declaration_invalid', { details: { file: path, reason } });
    };
    left -= 1;
    if (left < 0) refuse(`the plugin names more than ${filesMax} files`);
    let file: string;
    try {
      file = realpathSync(join(root, path));
    } catch {
      return refuse('there is no such file');
    }
    if (!file.startsWith(root + sep)) refuse('it lies outside the plugin');
    const text = readFileSync(file, 'utf8');
    return text.length > charactersMax
      ? refuse(`it has more than ${charactersMax} characters`)
      : text;
  }

  function yaml(path: string): unknown {
    const text = read(path);
    // Python reads a file without content as null.
    if (/^(\s*(#[^\n]*)?(\n|$))*$/.test(text.slice(0, commentsMax))) return null;
    try {
      return load(text.startsWith('\uFEFF') ? text.slice(1) : text, {
        schema: CORE_SCHEMA,
        json: true,
        maxAliases: 200,
        maxDepth: 50,
      });
    } catch (error) {
      const reason =
        error instanceof YAMLException
          ? `line ${(error.mark?.line ?? 0) + 1} is not valid YAML: ${error.reason}`
          : messageOf(error);
      throw new AppError('plugin_declaration_invalid', {
        details: { file: path, reason },
        cause: error,
      });
    }
  }

  return {
    yaml,
    tree(path) {
      const value = yaml(path);
      if (isTree(value)) return value;
      throw new AppError('plugin_declaration_invalid', {
        details: { file: path, reason: 'it is not a map' },
      });
    },
    matching(pattern) {
      if (pattern.split(/[/\\]/).includes('..')) return [];
      return globSync(pattern, { cwd: root })
        .map((path) => relative('.', path).split(sep).join('/'))
        .toSorted();
    },
  };
}

const filesMax = 5000;
const commentsMax = 10_000;
const charactersMax = 2_000_000;

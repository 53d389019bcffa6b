import { parse as parseToml } from 'smol-toml';

/** `project.dependencies` of a `pyproject.toml`; none when the file cannot be read. */
export function projectDependencies(text: string): readonly string[] {
  try {
    const { project } = parseToml(text) as { project?: { dependencies?: unknown } };
    const list = project?.dependencies;
    return Array.isArray(list) ? list.filter((row) => typeof row === 'string') : [];
  } catch {
    return [];
  }
}

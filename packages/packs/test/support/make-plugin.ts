import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeZip, type ZipPart } from './make-zip.ts';

/** The files of a small plugin with one tool. */
export function pluginFiles({
  name = 'demo',
  version = '0.0.1',
  author = 'acme',
}: { readonly name?: string; readonly version?: string; readonly author?: string } = {}): Record<
  string,
  string
> {
  return {
    'manifest.yaml': `version: ${version}
type: plugin
author: ${author}
name: ${name}
label:
  en_US: Demo
  zh_Hans: 演示
description:
  en_US: A plugin made for a test.
icon: icon.svg
created_at: "2026-01-02T03:04:05Z"
resource:
  memory: 268435456
  permission:
    tool:
      enabled: true
plugins:
  tools:
    - provider/demo.yaml
meta:
  version: 0.0.1
  arch: [amd64, arm64]
  runner:
    language: python
    version: "3.12"
    entrypoint: main
tags: [utilities]
`,
    'main.py': 'print("hello")\n',
    '_assets/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'provider/demo.yaml': 'identity:\n  name: demo\n',
    'README.md': '# Demo\n',
  };
}

/** Writes a `.difypkg`; gives its path. */
export async function writePlugin(
  directory: string,
  files: Readonly<Record<string, string | Buffer>>,
  {
    filename = 'demo.difypkg',
    extra = [],
  }: { readonly filename?: string; readonly extra?: readonly ZipPart[] } = {},
): Promise<string> {
  const parts = Object.entries(files).map(([name, content]) => ({
    name,
    content: Buffer.from(content),
    mode: 0,
  }));
  const path = join(directory, filename);
  await writeFile(path, makeZip([...parts, ...extra]));
  return path;
}

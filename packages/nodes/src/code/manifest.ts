import type { NodeManifest } from '@outpost/contracts';

export const codeManifest: NodeManifest = {
  group: 'data',
  title: { en: 'Code', zh: '代码执行' },
  description: {
    en: 'Runs a piece of Python or JavaScript in the sandbox.',
    zh: '在沙箱中运行一段 Python 或 JavaScript 代码。',
  },
  defaults: {
    code_language: 'python3',
    code: 'def main(text: str) -> dict:\n    return {"result": text}\n',
    variables: [],
    outputs: { result: { type: 'string', children: null } },
  },
};

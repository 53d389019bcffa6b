import type { Language } from '@outpost/contracts';
import type { Command } from './command.ts';

const head = {
  en: 'Outpost: LLM apps in one process, without internet.\n\nUsage: outpost COMMAND …',
  zh: 'Outpost：单进程、可离线运行的大模型应用平台。\n\n用法：outpost 命令 …',
} as const;

export function helpText(commands: readonly Command[], language: Language): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary[language]}`);
  return `${head[language]}\n\n${lines.join('\n')}\n\n  outpost COMMAND --help\n`;
}

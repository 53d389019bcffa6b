import { deepseek } from './deepseek/provider.ts';
import { ollama } from './ollama/provider.ts';
import { openai } from './openai/provider.ts';
import { openaiCompatible } from './openai-compatible/provider.ts';
import type { Provider, ProviderManifest } from './provider.ts';
import { vllm } from './vllm/provider.ts';

const all: readonly Provider[] = [deepseek, ollama, openai, openaiCompatible, vllm];

/** What people can add, in the order of the list they choose from. */
export const providers: readonly ProviderManifest[] = all.map(({ manifest }) => manifest);

const byName = new Map(
  all.flatMap((provider) =>
    [provider.manifest.id, ...provider.manifest.aliases].map((name) => [name, provider] as const),
  ),
);

/** By id or alias, also in the long form of app files (`langgenius/openai/openai`). */
export function findProvider(name: string): Provider | null {
  return byName.get(name) ?? byName.get(name.split('/').at(-1) ?? '') ?? null;
}

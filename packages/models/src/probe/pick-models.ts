/** Guesses from their names what models are for: servers do not say. */
export function pickModels(names: readonly string[]): {
  readonly chat: string | null;
  readonly embedding: string | null;
  readonly rerank: string | null;
} {
  return {
    chat: names.find((name) => !notChat.test(name)) ?? null,
    embedding: names.find((name) => embedding.test(name) && !rerank.test(name)) ?? null,
    rerank: names.find((name) => rerank.test(name)) ?? null,
  };
}

const rerank = /rerank/i;
const embedding = /embed|(^|[/_-])(bge|gte|e5|m3e|bce)([_-]|$)/i;
const notChat = new RegExp(
  `${rerank.source}|${embedding.source}|whisper|(^|[/_-])(tts|asr|stt)([_-]|$)|speech|transcri|moderation|dall-e|stable-diffusion|flux|image-`,
  'i',
);

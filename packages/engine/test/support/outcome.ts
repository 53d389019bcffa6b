import assert from 'node:assert/strict';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { RunEnd, RunEvent, Values } from '@outpost/contracts';
import { shownText, storyOf, type TestRun } from './run.ts';

/** No limit of steps that a random graph could reach. */
export const unlimited = { limits: { stepsMax: 100_000 } };

/** Lets the nodes work, and time pass whenever they wait for it. */
export async function finish({ done, clock, events }: TestRun): Promise<readonly RunEvent[]> {
  let isOver = false;
  const over = done.then(() => {
    isOver = true;
  });
  for (let turn = 0; turn < 500 && !isOver; turn++) {
    await turnOfTheLoop();
    clock.advance(100);
  }
  assert.ok(isOver, `the run hangs: ${storyOf(events).slice(-6).join(', ')}`);
  await over;
  return events;
}

/** What must hold of every log. */
export function checkLog(events: readonly RunEvent[]): void {
  const open = new Set<string>();
  const places = new Set<string>();
  events.forEach((event, place) => {
    assert.equal(event.seq, place + 1);
    if (event.type === 'node-start') {
      const at = JSON.stringify([event.scope, event.nodeId]);
      assert.ok(!places.has(at), `${event.nodeId} started twice in a scope`);
      places.add(at);
      open.add(event.stepId);
    }
    if (event.type === 'node-end') assert.ok(open.delete(event.stepId), 'an end without a start');
  });
  assert.equal(open.size, 0);
  assert.equal(events.at(-1)?.type, 'run-end');
}

/** Unless the run broke off, readers have seen exactly the answers that were given. */
export function checkText(events: readonly RunEvent[]): void {
  const { status, outputs } = events.at(-1) as RunEnd;
  if (status === 'failed') return;
  assert.deepEqual(answersIn(shownText(events)), answersIn(answerOf(outputs)));
}

export function outcomeOf(events: readonly RunEvent[]): object {
  const { status, outputs, error, exceptions, steps } = events.at(-1) as RunEnd;
  return {
    status,
    error,
    exceptions,
    steps,
    answers: answersIn(answerOf(outputs)),
    text: answersIn(shownText(events)),
  };
}

function answerOf({ answer }: Values): string {
  return typeof answer === 'string' ? answer : '';
}

/** The answers in a text, whatever their order, and what is left beside them. */
function answersIn(text: string): readonly string[] {
  const answers = text.match(/<[^<>]*>/g) ?? [];
  return [...answers.toSorted(), text.replace(/<[^<>]*>/g, '')];
}

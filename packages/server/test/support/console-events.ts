import assert from 'node:assert/strict';
import type { NodeEnd, RunEnd, RunEvent } from '@outpost/contracts';
import type { TestPlatform } from './open-test-platform.ts';

/** Calls a route of the console as the owner; what it answers, whatever that is. */
export function askConsole(
  server: TestPlatform,
  method: string,
  path: string,
  body?: unknown,
): Promise<Response> {
  const headers = {
    authorization: `Bearer ${server.platform.localToken}`,
    'x-outpost-csrf': 'local',
  };
  return server.send(method, `/console/api${path}`, { headers, body });
}

/** The events of a run that a route of the console begins. */
export async function runEvents(
  server: TestPlatform,
  path: string,
  body: unknown,
): Promise<readonly RunEvent[]> {
  const answer = await askConsole(server, 'POST', path, body);
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  return eventsIn(text);
}

export function eventsIn(text: string): readonly RunEvent[] {
  return text
    .split('\n\n')
    .flatMap((frame) => frame.split('\n').filter((line) => line.startsWith('data: ')))
    .map((line) => JSON.parse(line.slice('data: '.length)) as RunEvent);
}

/** Steps as `id`, with `*` when not run, in the order of their ends. */
export function stepsOf(events: readonly RunEvent[]): readonly string[] {
  return endsOf(events).map(({ nodeId, origin }) => `${nodeId}${origin ? '*' : ''}`);
}

export function endsOf(events: readonly RunEvent[]): readonly NodeEnd[] {
  return events.filter((event): event is NodeEnd => event.type === 'node-end');
}

export function runEndOf(events: readonly RunEvent[]): RunEnd {
  const end = events.at(-1);
  assert.equal(end?.type, 'run-end');
  return end;
}

/**
 * Keeps the secrets of an app out of what is told and stored of its runs. A node gets a secret in
 * clear, and what it says of its work may hold it: the request it sent, the answer that repeats it,
 * an error. What the app itself writes for its reader (text, the outputs of the run) stays as it is.
 *
 * A run that is resumed needs what its steps put out as it was: such an event carries its original,
 * sealed.
 */
import type { AppDocument, RunEvent, SecretBox, Value } from '@outpost/contracts';

export interface SecretMask {
  /** The event as it may be told and stored. */
  readonly hide: (event: RunEvent) => RunEvent;
  /** The same of a run whose outputs are one node's, and no word to its reader. */
  readonly hideWholly: (event: RunEvent) => RunEvent;
  /** The event as it was. */
  readonly reveal: (event: RunEvent) => RunEvent;
}

const mask = '••••••••';
/** Shorter ones stand in every other text by chance. */
const lengthMin = 4;
const depthMax = 200;

/** Null for an app without secrets, whose runs then cost nothing more. */
export function createSecretMask(
  { environmentVariables }: AppDocument,
  box: SecretBox,
): SecretMask | null {
  const secrets = environmentVariables.flatMap(({ valueType, value }) =>
    valueType === 'secret' && typeof value === 'string' && value.length >= lengthMin ? [value] : [],
  );
  if (secrets.length === 0) return null;
  const forms = [...new Set(secrets.flatMap(formsOf))].toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(forms.map(escapePattern).join('|'), 'g');
  const hideIn = (value: unknown): unknown => hideValue(value, pattern, 0);

  function hideFields<Event extends RunEvent>(
    event: Event,
    fields: readonly string[],
    kept: readonly string[],
  ): Event {
    const changed = (names: readonly string[]): [string, unknown][] =>
      names.flatMap((name): [string, unknown][] => {
        const before = (event as unknown as Readonly<Record<string, unknown>>)[name];
        const after = name === 'writes' ? hideWrites(before, hideIn) : hideIn(before);
        return after === before ? [] : [[name, after]];
      });
    const [shown, resumed] = [changed(fields), changed(kept)];
    if (shown.length === 0 && resumed.length === 0) return event;
    const sealed = resumed.length > 0 ? { sealed: box.encrypt(JSON.stringify(event)) } : {};
    return { ...event, ...Object.fromEntries([...shown, ...resumed]), ...sealed };
  }

  function hide(event: RunEvent): RunEvent {
    switch (event.type) {
      case 'node-start':
        return hideFields(event, ['inputs'], []);
      case 'node-retry':
        return hideFields(event, ['inputs', 'processData', 'error'], []);
      case 'node-end':
        return hideFields(
          event,
          ['inputs', 'processData'],
          ['outputs', 'writes', 'error', 'metadata'],
        );
      case 'round-start':
        return hideFields(event, [], ['variables']);
      case 'round-end':
        return hideFields(event, [], ['error']);
      case 'node-log':
        return hideFields(event, ['label', 'error', 'data', 'metadata'], []);
      case 'run-pause':
        return hideFields(event, ['reasons'], []);
      case 'run-end':
        return hideFields(event, ['error'], []);
      case 'run-start':
        return event.given ? hideFields(event, [], ['given']) : event;
      case 'run-resume':
      case 'text-delta':
      case 'text-replace':
      case 'reasoning-delta':
        return event;
      default:
        return event satisfies never;
    }
  }

  return {
    hide,
    hideWholly: (event) =>
      event.type === 'run-end' ? hideFields(event, ['error', 'outputs'], []) : hide(event),
    reveal: (event) =>
      event.sealed === undefined ? event : (JSON.parse(box.decrypt(event.sealed)) as RunEvent),
  };
}

/** An event as readers get it. */
export function withoutSeal(event: RunEvent): RunEvent {
  if (event.sealed === undefined) return event;
  const { sealed: _sealed, ...shown } = event;
  return shown;
}

/** How a secret looks in a text, in JSON, in an address or form, and as Basic authorisation. */
function formsOf(secret: string): readonly string[] {
  const encoded = encodeURIComponent(secret.toWellFormed());
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encoded,
    encoded.replaceAll('%20', '+'),
    Buffer.from(secret).toString('base64'),
  ];
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** What a step wrote, not where. */
function hideWrites(writes: unknown, hideIn: (value: unknown) => unknown): unknown {
  const before = writes as readonly { readonly value: Value }[];
  const after = before.map((write) => {
    const value = hideIn(write.value);
    return value === write.value ? write : { ...write, value };
  });
  return after.every((write, index) => write === before[index]) ? before : after;
}

/** The same value when it holds no secret. */
function hideValue(value: unknown, pattern: RegExp, depth: number): unknown {
  if (typeof value === 'string') return value.replace(pattern, mask);
  if (typeof value !== 'object' || value === null) return value;
  // Nobody reads so deep, and going on would end in a stack overflow.
  if (depth > depthMax) return mask;
  if (Array.isArray(value)) {
    const list = value as readonly unknown[];
    const hidden = list.map((item) => hideValue(item, pattern, depth + 1));
    return hidden.every((item, index) => item === list[index]) ? list : hidden;
  }
  let hidden: Record<string, unknown> | null = null;
  for (const [name, item] of Object.entries(value)) {
    const after = hideValue(item, pattern, depth + 1);
    if (after !== item) (hidden ??= { ...value })[name] = after;
  }
  return hidden ?? value;
}

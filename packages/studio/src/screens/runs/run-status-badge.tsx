import { useText, type MessageKey } from '../../text/text-context.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';

const looks: Readonly<Record<string, readonly [Tone, MessageKey]>> = {
  succeeded: ['good', 'runs.succeeded'],
  'partial-succeeded': ['warn', 'runs.partial-succeeded'],
  failed: ['danger', 'runs.failed'],
  stopped: ['neutral', 'runs.stopped'],
  running: ['info', 'runs.running'],
  paused: ['info', 'runs.paused'],
};

export function RunStatusBadge({ status }: { readonly status: string }) {
  const text = useText();
  const [tone, key] = looks[status] ?? ['neutral', null];
  return <Badge tone={tone}>{key === null ? status : text(key)}</Badge>;
}

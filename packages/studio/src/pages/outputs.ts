/** The outputs of a workflow as a reader sees them. */
import type { SiteFile } from '@outpost/contracts';

export interface OutputView {
  readonly name: string;
  /** Markdown. */
  readonly text: string;
  readonly files: readonly SiteFile[];
}

type Outputs = Readonly<Record<string, unknown>> | null;

export function viewOutputs(outputs: Outputs): readonly OutputView[] {
  return Object.entries(outputs ?? {}).map(([name, value]) => ({
    name,
    files: filesIn(value),
    text: filesIn(value).length > 0 ? '' : markdownOf(value),
  }));
}

/** For copying and for a cell of a table: one text alone as it is, several as JSON. */
export function textOfOutputs(outputs: Outputs): string {
  const values = Object.values(outputs ?? {});
  const [only] = values;
  if (values.length === 1 && typeof only === 'string') return only;
  return values.length === 0 ? '' : JSON.stringify(outputs, null, 2);
}

function markdownOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const json = JSON.stringify(value, null, 2);
  // A fence longer than any inside.
  const longest = Math.max(2, ...(json.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}json\n${json}\n${fence}`;
}

function filesIn(value: unknown): readonly SiteFile[] {
  const list = Array.isArray(value) ? value : [value];
  const files = list.map(fileOf);
  return files.length > 0 && files.every((file) => file !== null) ? files : [];
}

function fileOf(value: unknown): SiteFile | null {
  if (typeof value !== 'object' || value === null) return null;
  const file = value as Readonly<Record<string, unknown>>;
  if (file['dify_model_identity'] !== '__dify__file__') return null;
  const textAt = (name: string): string => (typeof file[name] === 'string' ? file[name] : '');
  return {
    id: null,
    name: textAt('filename'),
    type: (textAt('type') || 'custom') as SiteFile['type'],
    mimeType: textAt('mime_type') || null,
    sizeBytes: typeof file['size'] === 'number' ? file['size'] : -1,
    url: textAt('url') || textAt('remote_url'),
  };
}

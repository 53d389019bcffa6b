import type { SiteParameters } from '@outpost/contracts';
import { useMemo, useRef, useState } from 'react';
import { useText } from '../../text/text-context.tsx';
import { acceptOf, fileTypeOf, isTaken, type TakenFiles } from '../file-kinds.ts';
import type { AttachedFile } from '../form-values.ts';
import { useErrorWords } from '../use-error-words.ts';
import { useVisit } from '../visit-context.ts';

/** A file on its way, there, or refused. */
export interface Attachment {
  readonly key: number;
  readonly name: string;
  /** 0 to 1 while it is sent. */
  readonly share: number;
  readonly file: AttachedFile | null;
  readonly fault: string | null;
}

export interface Attachments {
  readonly isPossible: boolean;
  readonly attached: readonly Attachment[];
  /** Those that have arrived. */
  readonly files: readonly AttachedFile[];
  readonly isBusy: boolean;
  readonly fault: string | null;
  readonly accept: string;
  readonly add: (files: readonly File[]) => void;
  readonly addAddress: (url: string) => void;
  readonly remove: (key: number) => void;
  readonly clear: () => void;
  readonly restore: (attached: readonly Attachment[]) => void;
}

type Limits = NonNullable<SiteParameters['attachments']>;

/** Files that go with a question or a field; they are sent as soon as they are chosen. */
export function useAttachments(
  limits: (TakenFiles & Pick<Limits, 'local' | 'remote' | 'countMax'>) | null,
): Attachments {
  const text = useText();
  const words = useErrorWords();
  const { client, parameters } = useVisit();
  const [attached, setAttached] = useState<readonly Attachment[]>([]);
  const [fault, setFault] = useState<string | null>(null);
  const lastKey = useRef(0);

  const change = (key: number, patch: Partial<Attachment>): void =>
    setAttached((before) => before.map((one) => (one.key === key ? { ...one, ...patch } : one)));
  /** Null when there is room for no more. */
  const begin = (name: string, held: number): number | null => {
    if (!limits || held >= limits.countMax) {
      setFault(text('site.filesMost', { most: limits?.countMax ?? 0 }));
      return null;
    }
    lastKey.current += 1;
    const key = lastKey.current;
    setAttached((before) => [...before, { key, name, share: 0, file: null, fault: null }]);
    return key;
  };
  const send = (file: File, held: number): boolean => {
    if (!limits || !isTaken(file, limits)) {
      setFault(text('site.fileType', { name: file.name }));
      return false;
    }
    const type = fileTypeOf(file.name, file.type);
    const most = parameters.megabytesMax[type] ?? parameters.megabytesMax['document'] ?? 15;
    if (file.size > most * 1024 * 1024) {
      setFault(text('site.fileTooLarge', { name: file.name, most }));
      return false;
    }
    const key = begin(file.name, held);
    if (key === null) return false;
    client.upload('uploadFile', file, { onProgress: (share) => change(key, { share }) }).then(
      ({ id, name, type: kind }) =>
        change(key, {
          share: 1,
          file: {
            name,
            type: kind,
            reference: { type: kind, transfer_method: 'local_file', upload_file_id: id },
          },
        }),
      (error: unknown) => change(key, { fault: words(error) }),
    );
    return true;
  };

  const files = useMemo(
    () => attached.flatMap(({ file }) => (file === null ? [] : [file])),
    [attached],
  );
  return {
    isPossible: limits !== null && limits.local,
    attached,
    files,
    isBusy: attached.some((one) => one.file === null && one.fault === null),
    fault,
    accept: limits === null ? '' : acceptOf(limits),
    add(chosen) {
      setFault(null);
      let held = attached.length;
      for (const file of chosen) if (send(file, held)) held += 1;
    },
    addAddress(url) {
      setFault(null);
      const name = decodeURI(url.split(/[?#]/)[0]?.split('/').pop() ?? '') || url;
      const key = begin(name, attached.length);
      if (key === null) return;
      const type = fileTypeOf(name, '');
      const reference = { type, transfer_method: 'remote_url', url };
      change(key, { share: 1, file: { name, type, reference } });
    },
    remove: (key) => setAttached((before) => before.filter((one) => one.key !== key)),
    clear: () => setAttached([]),
    restore: setAttached,
  };
}

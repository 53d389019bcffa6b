import { useQueries } from '@tanstack/react-query';
import type { ImportNote, ImportReport, MappingSlot } from '@outpost/dsl';
import { useMemo, useState } from 'react';
import type { CallInput, CallOutput } from '../../api/console-client.ts';
import { useClient } from '../../app/session.tsx';
import { useTexts } from '../../text/text-context.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Select } from '../../ui/select.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import styles from './new-app-dialog.module.css';

export type ImportAnswer = CallOutput<'checkAppFile'>;
type Mapping = NonNullable<CallInput<'importApp'>['body']['mapping']>;

interface ImportReportViewProps {
  readonly answer: ImportAnswer;
  readonly busy: boolean;
  readonly onBack: () => void;
  readonly onImport: (mapping: Mapping) => void;
}

/** What an app file lacks here, node by node, with a choice wherever something can take its place. */
export function ImportReportView({ answer, busy, onBack, onImport }: ImportReportViewProps) {
  const { text, language } = useTexts();
  // The route's schema leaves the report's inside to the package that makes it.
  const report = answer.report as unknown as ImportReport;
  const notes = answer.notes as unknown as readonly ImportNote[];
  const models = useModelsFor(report.slots);
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const titles = useMemo(() => titlesOf(report), [report]);
  const rest = report.needs.filter((need) => need.slotId === null);
  return (
    <div className={styles['report']}>
      {report.runnable === 'yes' ? (
        <Notice tone="good">{text('apps.fileComplete')}</Notice>
      ) : report.runnable === 'after-mapping' ? (
        <Notice tone="info">{text('apps.fileNeedsChoice')}</Notice>
      ) : (
        <Notice tone="warn">{text('apps.fileLacks')}</Notice>
      )}
      {report.slots.length > 0 && (
        <ul className={styles['needs']}>
          {report.slots.map((slot) => (
            <li key={slot.id} className={styles['need']}>
              <div className={styles['needWords']}>
                <div>{slotName(slot)}</div>
                <div className={styles['needPlace']}>
                  {slot.usedBy.map((nodeId) => titles.get(nodeId) ?? nodeId).join(' · ')}
                </div>
              </div>
              <div className={styles['needChoice']}>
                {slot.type === 'model' ? (
                  <Select
                    label={slotName(slot)}
                    placeholder={text('apps.chooseModel')}
                    value={chosen[slot.id] ?? null}
                    onChange={(value) => setChosen({ ...chosen, [slot.id]: value })}
                    options={(models[slot.kind] ?? []).map((model) => ({
                      value: `${model.provider}/${model.name}`,
                      label: model.label,
                      hint: model.provider,
                    }))}
                  />
                ) : slot.type === 'secret' ? (
                  <TextInput
                    type="password"
                    autoComplete="off"
                    aria-label={slot.name}
                    placeholder={text('apps.enterSecret')}
                    value={chosen[slot.id] ?? ''}
                    onChange={(value) => setChosen({ ...chosen, [slot.id]: value })}
                  />
                ) : (
                  <Badge tone="warn">{text('apps.laterInApp')}</Badge>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      {rest.length > 0 && (
        <ul className={styles['needs']}>
          {rest.map((need) => (
            <li key={`${need.nodeId}${need.path}${need.what}`} className={styles['need']}>
              <div className={styles['needWords']}>
                <div>{need.message[language]}</div>
                <div className={styles['needPlace']}>{need.title}</div>
              </div>
            </li>
          ))}
        </ul>
      )}
      {notes.length > 0 && (
        <details>
          <summary>{text('apps.fileNotes', { count: notes.length })}</summary>
          <ul>
            {notes.map((note) => (
              <li key={`${note.path}${note.message.en}`} className={styles['needPlace']}>
                {note.message[language]}
              </li>
            ))}
          </ul>
        </details>
      )}
      <div className={styles['actions']}>
        <Button onClick={onBack}>{text('common.back')}</Button>
        <Button
          look="primary"
          busy={busy}
          onClick={() => onImport(mappingOf(report.slots, chosen))}
        >
          {text('apps.import')}
        </Button>
      </div>
    </div>
  );
}

/** The models of each kind that a slot asks for. */
function useModelsFor(slots: readonly MappingSlot[]) {
  const client = useClient();
  const kinds = [...new Set(slots.flatMap((slot) => (slot.type === 'model' ? [slot.kind] : [])))];
  const found = useQueries({
    queries: kinds.map((kind) => ({
      queryKey: ['models', kind],
      queryFn: () => client.call('listModels', { query: { kind } }),
    })),
  });
  return Object.fromEntries(kinds.map((kind, index) => [kind, found[index]?.data?.data]));
}

function slotName(slot: MappingSlot): string {
  if (slot.type === 'model') return `${slot.from.provider} / ${slot.from.name}`;
  return slot.type === 'secret' ? slot.name : slot.from;
}

function titlesOf({ needs }: ImportReport): ReadonlyMap<string, string> {
  return new Map(needs.flatMap(({ nodeId, title }) => (nodeId === null ? [] : [[nodeId, title]])));
}

/** What was chosen, in the form in which the import takes it; what was left open stays as it is. */
function mappingOf(
  slots: readonly MappingSlot[],
  chosen: Readonly<Record<string, string>>,
): Mapping {
  const models: NonNullable<Mapping['models']> = [];
  const environment: Record<string, string> = {};
  for (const slot of slots) {
    const value = chosen[slot.id];
    if (value === undefined || value === '') continue;
    if (slot.type === 'secret') environment[slot.name] = value;
    if (slot.type !== 'model') continue;
    const cut = value.indexOf('/');
    const to = { provider: value.slice(0, cut), name: value.slice(cut + 1) };
    models.push({ from: { provider: slot.from.provider, name: slot.from.name }, to });
  }
  return { models, environment };
}

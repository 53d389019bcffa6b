import { isChatMode } from '@outpost/contracts';
import { formFieldsOf } from '@outpost/dsl';
import { useState } from 'react';
import { FileInput } from '../../../editor/file-input.tsx';
import { filesOf, type FileMapping } from '../../../editor/file-mapping.ts';
import { FormFieldControl } from '../../../editor/form-field.tsx';
import { useText } from '../../../text/text-context.tsx';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { TextArea } from '../../../ui/text-input.tsx';
import type { DraftEditor } from '../use-draft-editor.ts';
import { useDocument } from '../use-draft-editor.ts';
import { modelOf } from '../model/classic-config.ts';
import { isOn, openingOf } from '../model/features.ts';
import {
  addColumn,
  changeColumn,
  columnsMax,
  oneColumn,
  removeColumn,
  type Column,
} from '../model/lab-columns.ts';
import { ModelChoice, ParameterButton } from '../model-choice.tsx';
import styles from './debug.module.css';
import { KeepAsRow } from './keep-as-row.tsx';
import type { Turn } from '../model/debug-turns.ts';
import { TurnView } from './turn-view.tsx';
import { useDebugRun } from './use-debug-run.ts';

/** The app as it is being edited, to talk to: with one model, or with up to four side by side. */
export function DebugArea({
  editor,
  appId,
}: {
  readonly editor: DraftEditor;
  readonly appId: string;
}) {
  const text = useText();
  const document = useDocument(editor.store);
  const isChat = isChatMode(document.profile.mode);
  const fields = formFieldsOf(document);
  const [columns, setColumns] = useState<readonly Column[]>(oneColumn);
  const [inputs, setInputs] = useState<Readonly<Record<string, unknown>>>({});
  const [query, setQuery] = useState('');
  const [files, setFiles] = useState<readonly FileMapping[]>([]);
  const [kept, setKept] = useState<Turn | null>(null);
  const run = useDebugRun(appId, isChat);
  const values = Object.fromEntries(
    fields.map((field) => [field.name, inputs[field.name] ?? field.initial ?? undefined]),
  );
  const isComplete = fields.every(
    ({ name, required }) => !required || (values[name] !== undefined && values[name] !== ''),
  );
  const hasModel = modelOf(document).name !== '' || columns.every(({ model }) => model !== null);
  const canAsk = hasModel && isComplete && !run.isRunning && (!isChat || query.trim() !== '');
  const ask = async (asked: string): Promise<void> => {
    await editor.saver.flush();
    run.ask(columns, { query: asked, inputs: values, files });
    setQuery('');
    setFiles([]);
  };
  const opening = openingOf(document);
  return (
    <div className={styles['area']}>
      <header className={styles['head']}>
        <h2>{text('lab.debug')}</h2>
        <span className={styles['grow']} />
        <Button
          size="s"
          icon="compare"
          disabled={columns.length >= columnsMax}
          onClick={() => setColumns(addColumn(columns))}
        >
          {text('lab.addModel')}
        </Button>
        <IconButton size="s" icon="refresh" label={text('lab.restart')} onClick={run.restart} />
      </header>
      <div className={styles['columns']}>
        {columns.map((column) => (
          <section
            key={column.id}
            className={styles['column']}
            aria-label={column.model?.name ?? text('lab.ownModel')}
          >
            {columns.length > 1 && (
              <div className={styles['columnHead']}>
                <div className={styles['grow']}>
                  <ModelChoice
                    label={text('lab.model')}
                    ownLabel={text('lab.ownModel')}
                    model={column.model}
                    onChange={(model) => setColumns(changeColumn(columns, column.id, { model }))}
                  />
                </div>
                <ParameterButton
                  parameters={column.parameters ?? modelOf(document).parameters}
                  onChange={(parameters) =>
                    setColumns(changeColumn(columns, column.id, { parameters }))
                  }
                />
                <IconButton
                  icon="close"
                  label={text('lab.removeColumn')}
                  onClick={() => setColumns(removeColumn(columns, column.id))}
                />
              </div>
            )}
            <div className={styles['turns']} tabIndex={0} role="log" aria-label={text('lab.debug')}>
              {isChat && opening.statement !== '' && (
                <div className={styles['answer']}>{opening.statement}</div>
              )}
              {(run.turns[column.id] ?? []).map((turn) => (
                <TurnView key={turn.id} turn={turn} onKeep={setKept} />
              ))}
            </div>
          </section>
        ))}
      </div>
      <form
        className={styles['composer']}
        onSubmit={(event) => {
          event.preventDefault();
          if (canAsk) void ask(query);
        }}
      >
        {fields.length > 0 && (
          <div className={styles['inputs']}>
            {fields.map((field) => (
              <FormFieldControl
                key={field.name}
                field={field}
                value={values[field.name]}
                onChange={(value) => setInputs((before) => ({ ...before, [field.name]: value }))}
              />
            ))}
          </div>
        )}
        {!hasModel && <p className={styles['hint']}>{text('lab.chooseModelFirst')}</p>}
        {isChat && opening.questions.length > 0 && Object.keys(run.turns).length === 0 && (
          <div className={styles['suggestions']}>
            {opening.questions.filter(Boolean).map((question) => (
              <Button
                key={question}
                size="s"
                disabled={!hasModel || !isComplete}
                onClick={() => void ask(question)}
              >
                {question}
              </Button>
            ))}
          </div>
        )}
        {isOn(document, 'file_upload') && (
          <FileInput
            several
            label={text('lab.files')}
            value={files}
            onChange={(next) => setFiles(filesOf(next))}
          />
        )}
        <div className={styles['send']}>
          {isChat && (
            <TextArea
              rows={2}
              aria-label={text('lab.question')}
              placeholder={text('lab.questionPlaceholder')}
              value={query}
              onChange={setQuery}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing)
                  return;
                event.preventDefault();
                if (canAsk) void ask(query);
              }}
            />
          )}
          {run.isRunning ? (
            <Button icon="stop" onClick={run.stop}>
              {text('lab.stop')}
            </Button>
          ) : (
            <Button type="submit" look="primary" icon={isChat ? 'send' : 'run'} disabled={!canAsk}>
              {text(isChat ? 'lab.send' : 'lab.run')}
            </Button>
          )}
        </div>
      </form>
      {kept && <KeepAsRow appId={appId} runId={kept.runId ?? ''} onClose={() => setKept(null)} />}
    </div>
  );
}

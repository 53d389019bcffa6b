import { JsonView } from '../../../runs/json-view.tsx';
import type { Trace } from '../../../runs/trace.ts';
import { useText } from '../../../text/text-context.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { ValueView } from '../forms/data/value-view.tsx';
import styles from './run-panel.module.css';

/** What a workflow gave back. */
export function RunResult({ trace }: { readonly trace: Trace }) {
  const text = useText();
  const outputs = Object.entries(trace.outputs ?? {});
  return (
    <div className={styles['body']}>
      {trace.error && <Notice tone="danger">{trace.error.message}</Notice>}
      {outputs.length === 0 && trace.text !== '' && <p className={styles['text']}>{trace.text}</p>}
      {outputs.length === 0 && trace.text === '' && !trace.error && (
        <p className={styles['hint']}>
          {text(trace.status === 'succeeded' ? 'run.noOutputs' : 'run.noResultYet')}
        </p>
      )}
      {outputs.map(([name, value]) => (
        <div key={name} className={styles['output']}>
          <code>{name}</code>
          <ValueView value={value} label={name} />
        </div>
      ))}
      {Object.keys(trace.inputs).length > 0 && (
        <JsonView label={text('runs.inputs')} value={trace.inputs} />
      )}
    </div>
  );
}

import type { GraphNode } from '@outpost/contracts';
import { useEffect, useRef, useState } from 'react';
import { useText } from '../../../text/text-context.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { useEditor } from '../view/editor-context.tsx';
import { DataIn, DataOut } from './data/node-data.tsx';
import { FailureSection } from './failure-section.tsx';
import { RawForm } from './kinds/raw-form.tsx';
import { lackOf, lostReferences } from './model/node-problems.ts';
import { NodeFormProvider, type NodeForm } from './node-form-context.tsx';
import { nodeFormOf } from './node-forms.ts';
import { NodeHead } from './node-head.tsx';
import styles from './node-editor.module.css';
import { useNodeFormOf } from './use-node-form.ts';

type Tab = 'settings' | 'data' | 'json';

/** A node's settings, what flows in and out, and its settings as the file has them. */
export function NodeEditor({ node }: { readonly node: GraphNode }) {
  const text = useText();
  const form = useNodeFormOf(node);
  const [tab, setTab] = useState<Tab>('settings');
  const [isWide, setWide] = useState(false);
  const isNote = form.kind?.traits.note === true;
  return (
    <NodeFormProvider value={form}>
      <div className={styles['editor']} data-form-of={node.id}>
        <NodeHead onWiden={() => setWide(true)} />
        {isNote ? (
          <div className={styles['body']}>
            <SettingsForm form={form} />
          </div>
        ) : (
          <Tabs
            className={styles['tabs'] ?? ''}
            label={text('forms.views')}
            value={tab}
            onChange={setTab}
            tabs={[
              {
                value: 'settings',
                label: text('forms.tab.settings'),
                content: (
                  <div className={styles['body']}>
                    <SettingsForm form={form} />
                  </div>
                ),
              },
              {
                value: 'data',
                label: text('forms.tab.data'),
                content: (
                  <div className={styles['body']}>
                    <DataIn />
                    <DataOut />
                  </div>
                ),
              },
              {
                value: 'json',
                label: 'JSON',
                content: (
                  <div className={styles['body']}>
                    <RawForm />
                  </div>
                ),
              },
            ]}
          />
        )}
      </div>
      <Dialog open={isWide} onClose={() => setWide(false)} title={node.title} size="full">
        <div className={styles['columns']}>
          <div className={styles['column']}>
            <DataIn />
          </div>
          <div className={styles['column']}>
            <SettingsForm form={form} />
          </div>
          <div className={styles['column']}>
            <DataOut />
          </div>
        </div>
      </Dialog>
    </NodeFormProvider>
  );
}

function SettingsForm({ form }: { readonly form: NodeForm }) {
  const { node, isReadOnly } = form;
  const place = useRef<HTMLDivElement>(null);
  useShownField(place, node.id);
  const Form = nodeFormOf(node.kind);
  return (
    <div ref={place}>
      <Problems form={form} />
      <fieldset disabled={isReadOnly} className={styles['fields']}>
        <Form />
        <FailureSection />
      </fieldset>
    </div>
  );
}

/** What is wrong with the node as a whole: it cannot run here, or reads what is not there. */
function Problems({ form }: { readonly form: NodeForm }) {
  const text = useText();
  const { node, kind, variables, problem } = form;
  if (!kind)
    return <Notice tone="warn">{text('forms.problem.unknownKind', { kind: node.kind })}</Notice>;
  const lack = lackOf(node, kind);
  const lost = lostReferences(node, kind, form.graph.inside(node.id), variables);
  const whole = problem([]);
  return (
    <div className={styles['problems']}>
      {lack !== null && <Notice tone="warn">{text('forms.problem.lacks', { need: lack })}</Notice>}
      {whole !== null && <Notice tone="danger">{whole}</Notice>}
      {lost.length > 0 && (
        <Notice tone="danger">
          {text('forms.problem.lost', {
            names: lost.map((selector) => selector.join('.')).join(', '),
          })}
        </Notice>
      )}
    </div>
  );
}

/** Brings the field into view that a problem or a search result leads to. */
function useShownField(place: React.RefObject<HTMLDivElement | null>, nodeId: string): void {
  const field = useEditor((state) => state.field);
  useEffect(() => {
    if (field?.nodeId !== nodeId || !place.current) return;
    const element = nearestField(place.current, field.path);
    if (!element) return;
    element.scrollIntoView({ block: 'center' });
    element.querySelector<HTMLElement>('input, textarea, button, [contenteditable]')?.focus();
    element.classList.add(styles['shown'] ?? '');
    const over = setTimeout(() => element.classList.remove(styles['shown'] ?? ''), 1600);
    return () => clearTimeout(over);
  }, [field, nodeId, place]);
}

/** The field whose place is the longest beginning of the path. */
function nearestField(root: HTMLElement, path: string): HTMLElement | null {
  let best: HTMLElement | null = null;
  for (const element of root.querySelectorAll<HTMLElement>('[data-path]')) {
    const place = element.dataset['path'] ?? '';
    const leads = path === place || path.startsWith(`${place}.`) || place.startsWith(`${path}.`);
    if (leads && place.length > (best?.dataset['path']?.length ?? -1)) best = element;
  }
  return best;
}

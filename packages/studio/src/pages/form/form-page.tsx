import { useMemo, useRef, useState, type FormEvent } from 'react';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/button.tsx';
import { faultsOf, firstValues, inputsOf } from '../form-values.ts';
import { FormFields } from '../parts/form-fields.tsx';
import { SiteFooter } from '../parts/site-footer.tsx';
import { SiteIcon } from '../parts/site-icon.tsx';
import { TabList } from '../parts/tab-list.tsx';
import { useErrorWords } from '../use-error-words.ts';
import { useVisit } from '../visit-context.ts';
import { BatchPanel } from './batch-panel.tsx';
import styles from './form-page.module.css';
import { ResultCard } from './result-card.tsx';
import { SavedList } from './saved-list.tsx';
import { useRuns, type Runs } from './use-run.ts';

type Tab = 'once' | 'batch' | 'saved';

/** A text generator or a workflow: a form on one side, what comes of it on the other. */
export function FormPage() {
  const text = useText();
  const { site, base, parameters } = useVisit();
  const runs = useRuns();
  const [tab, setTab] = useState<Tab>('once');
  const results = useRef<HTMLElement>(null);
  const tabs = [
    { value: 'once', label: text('site.runOnce') },
    { value: 'batch', label: text('site.batch') },
    ...(site.mode === 'completion' ? [{ value: 'saved', label: text('site.saved') } as const] : []),
  ] as const;
  const canBatch = !parameters.form.some(
    ({ type, required }) => required && (type === 'file' || type === 'files'),
  );
  return (
    <div className={styles['page']}>
      <div className={styles['side']}>
        <header className={styles['header']}>
          <SiteIcon site={site} base={base} size={44} />
          <div>
            <h1 className={styles['title']}>{site.title}</h1>
            {site.description !== '' && <p className={styles['description']}>{site.description}</p>}
          </div>
        </header>
        <TabList
          label={site.title}
          value={tab}
          tabs={tabs.filter(({ value }) => value !== 'batch' || canBatch)}
          onChange={setTab}
        />
        {/* Kept while another tab is looked at: what was filled in and what runs stays. */}
        <div hidden={tab !== 'once'} role="tabpanel" aria-label={text('site.runOnce')}>
          <RunForm runs={runs} onRun={() => results.current?.scrollIntoView({ block: 'start' })} />
        </div>
        {canBatch && (
          <div hidden={tab !== 'batch'} role="tabpanel" aria-label={text('site.batch')}>
            <BatchPanel />
          </div>
        )}
        {tab === 'saved' && (
          <div role="tabpanel" aria-label={text('site.saved')}>
            <SavedList />
          </div>
        )}
        <SiteFooter />
      </div>
      <main ref={results} className={styles['results']} aria-label={text('site.output')}>
        <Results runs={runs} />
      </main>
    </div>
  );
}

function RunForm({ runs, onRun }: { readonly runs: Runs; readonly onRun: () => void }) {
  const text = useText();
  const words = useErrorWords();
  const { parameters, address } = useVisit();
  const { form } = parameters;
  const [values, setValues] = useState(() => firstValues(form, address.inputs));
  const [wasSent, setWasSent] = useState(false);
  const faults = useMemo(() => faultsOf(form, values), [form, values]);
  const isRunning = runs.results[0]?.reply.status === 'running';
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setWasSent(true);
    if (Object.keys(faults).length > 0) return;
    setWasSent(false);
    void runs.run(inputsOf(form, values));
    onRun();
  };
  return (
    <form className={styles['form']} onSubmit={send} noValidate>
      <FormFields form={form} values={values} faults={wasSent ? faults : {}} onChange={setValues} />
      {runs.fault !== null && (
        <p className={styles['fault']} role="alert">
          {words(runs.fault)}
        </p>
      )}
      <Button type="submit" look="primary" size="l" icon="play" busy={isRunning}>
        {text(runs.results.length === 0 ? 'site.run' : 'site.runAgain')}
      </Button>
    </form>
  );
}

function Results({ runs }: { readonly runs: Runs }) {
  const text = useText();
  if (runs.results.length === 0)
    return <p className={styles['nothing']}>{text('site.nothingYet')}</p>;
  return (
    <>
      {!runs.isConnected && (
        <p className={styles['fault']} role="status">
          {text('site.lost')}
        </p>
      )}
      {runs.results.map((result) => (
        <ResultCard key={result.key} result={result} runs={runs} />
      ))}
    </>
  );
}

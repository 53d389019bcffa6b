import { formatDuration } from '../../text/formats.ts';
import { useTexts } from '../../text/text-context.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import styles from './models-screen.module.css';
import type { Probe, ProbeStep } from './use-probe.ts';

const icons: Readonly<Record<ProbeStep['status'], IconName>> = {
  passed: 'checkCircle',
  limited: 'info',
  failed: 'alert',
  skipped: 'minus',
};

/** The check as it goes on: what each step found, with the raw exchange behind what did not simply pass. */
export function ProbeView({ probe }: { readonly probe: Probe }) {
  const { text, language } = useTexts();
  if (!probe.isRunning && probe.steps.length === 0 && probe.error === null) return null;
  return (
    <section aria-label={text('models.checkResult')} className={styles['form']}>
      <ol className={styles['steps']} aria-live="polite">
        {probe.steps.map((step) => (
          <li key={step.id} className={styles['step']}>
            <Icon
              name={icons[step.status]}
              className={styles[step.status]}
              label={text(`models.${step.status}`)}
            />
            <div className={styles['grow']}>
              <div>{step.finding[language]}</div>
              {step.evidence.length > 0 && (
                <details>
                  <summary>{text('models.evidence')}</summary>
                  <pre className={styles['evidence']}>{JSON.stringify(step.evidence, null, 2)}</pre>
                </details>
              )}
            </div>
            <span className={styles['number']}>{formatDuration(step.durationMs)}</span>
          </li>
        ))}
        {probe.isRunning && (
          <li className={styles['step']}>
            <Spinner />
            {text('models.checking')}
          </li>
        )}
      </ol>
      {probe.report &&
        (probe.report.usable ? (
          <Notice tone="good">
            {text('models.usable', { count: probe.report.models.length })}
          </Notice>
        ) : (
          <Notice tone="danger">{text('models.notUsable')}</Notice>
        ))}
      {probe.error !== null && <Notice tone="danger">{probe.error}</Notice>}
    </section>
  );
}

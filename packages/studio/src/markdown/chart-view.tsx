import { useEffect, useMemo, useRef } from 'react';
import { useText } from '../text/text-context.tsx';
import { readChartOptions, type ChartOptions } from './chart-options.ts';
import styles from './code-view.module.css';
import { openChart } from './draw-chart.ts';
import { usePageTheme } from './use-page-theme.ts';

type Read = { readonly options: ChartOptions } | { readonly reason: string };

/** A chart from options; what cannot be read is said, the source stays a click away. */
export function ChartView({ source }: { readonly source: string }) {
  const text = useText();
  const theme = usePageTheme();
  const place = useRef<HTMLDivElement>(null);
  const read = useMemo((): Read => {
    try {
      return { options: readChartOptions(source) };
    } catch (error) {
      return { reason: error instanceof Error ? error.message : String(error) };
    }
  }, [source]);
  useEffect(() => {
    if (!place.current || !('options' in read)) return undefined;
    return openChart(place.current, read.options, theme);
  }, [read, theme]);
  if ('reason' in read)
    return (
      <p className={styles['failure']}>{text('answer.chartUnreadable', { reason: read.reason })}</p>
    );
  return (
    <div
      ref={place}
      className={styles['chart']}
      role="img"
      aria-label={nameOf(read.options) || text('answer.chart')}
    />
  );
}

function nameOf({ title }: ChartOptions): string {
  const first: unknown = Array.isArray(title) ? title[0] : title;
  const words = (first as { readonly text?: unknown } | undefined)?.text;
  return typeof words === 'string' ? words : '';
}

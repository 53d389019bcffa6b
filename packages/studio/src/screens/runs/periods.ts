export const periods = ['hour', 'day', 'week', 'month', 'all'] as const;

/** How far back a list goes. */
export type Period = (typeof periods)[number];

const lengthsMs: Readonly<Record<Exclude<Period, 'all'>, number>> = {
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
  month: 30 * 86_400_000,
};

/** The part of a query that says so; the minute is whole, so that a list is asked for once. */
export function sinceOf(period: Period, now: number): { readonly from?: number } {
  if (period === 'all') return {};
  return { from: Math.floor((now - lengthsMs[period]) / 60_000) * 60_000 };
}

import {
  BarChart,
  BoxplotChart,
  CandlestickChart,
  FunnelChart,
  GaugeChart,
  GraphChart,
  HeatmapChart,
  LineChart,
  PieChart,
  RadarChart,
  SankeyChart,
  ScatterChart,
  SunburstChart,
  TreeChart,
  TreemapChart,
} from 'echarts/charts';
import {
  DatasetComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  PolarComponent,
  RadarComponent,
  TitleComponent,
  TooltipComponent,
  TransformComponent,
  VisualMapComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { CanvasRenderer } from 'echarts/renderers';
import type { ChartOptions } from './chart-options.ts';

use([
  BarChart,
  BoxplotChart,
  CandlestickChart,
  CanvasRenderer,
  DataZoomComponent,
  DatasetComponent,
  FunnelChart,
  GaugeChart,
  GraphChart,
  GridComponent,
  HeatmapChart,
  LabelLayout,
  LegendComponent,
  LineChart,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  PieChart,
  PolarComponent,
  RadarChart,
  RadarComponent,
  SankeyChart,
  ScatterChart,
  SunburstChart,
  TitleComponent,
  TooltipComponent,
  TransformComponent,
  TreeChart,
  TreemapChart,
  VisualMapComponent,
]);

/** For series whose colour nobody chose; told apart by most who see colours differently, too. */
const colours = {
  light: ['#0b6e69', '#d98324', '#3b6fb5', '#a3346c', '#6b8e23', '#7a5cc0', '#8a6d3b', '#4c7a8a'],
  dark: ['#3fc9bd', '#f2b25c', '#7fb2f0', '#e58bb8', '#a9cf5f', '#b7a1f2', '#d2b48c', '#8fc1d0'],
};

/** Draws a chart as large as its place is, now and later; returns the way to end it. */
export function openChart(
  place: HTMLElement,
  options: ChartOptions,
  theme: 'light' | 'dark',
): () => void {
  const chart = init(place, theme === 'dark' ? 'dark' : undefined, { renderer: 'canvas' });
  try {
    chart.setOption({ color: colours[theme], ...options });
  } catch {
    // Options that read well may still make no sense to the library; what it drew so far stays.
  }
  const observer = new ResizeObserver(() => chart.resize());
  observer.observe(place);
  return () => {
    observer.disconnect();
    chart.dispose();
  };
}

/** Pure. */

import { LineChart } from 'echarts/charts'
import { GridComponent, MarkLineComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { PoolView } from './read-capacity.ts'

use([LineChart, GridComponent, MarkLineComponent, SVGRenderer])

const ink = '#41506b'
const brand = '#14508f'
const stop = '#a81e1e'

/** In: a pool. Out: an SVG of its peak in each month and of what there is, drawn on the server. */
export function capacityChart({ title, capacity, peaks }: PoolView): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 720, height: 240 })
  const most = Math.max(capacity, ...peaks.map(({ peak }) => peak))
  chart.setOption({
    animation: false,
    aria: { enabled: false },
    textStyle: { fontFamily: 'sans-serif', color: ink },
    grid: { left: 64, right: 72, top: 24, bottom: 32 },
    xAxis: {
      type: 'category',
      data: peaks.map(({ month }) => month),
      axisLabel: { color: ink, interval: 1 },
      axisTick: { show: false },
    },
    yAxis: { type: 'value', min: 0, max: roundedUp(most * 1.05), axisLabel: { color: ink } },
    series: [
      {
        name: title,
        type: 'line',
        step: 'middle',
        silent: true,
        symbol: 'none',
        lineStyle: { color: brand, width: 2 },
        areaStyle: { color: brand, opacity: 0.12 },
        data: peaks.map(({ peak }) => peak),
        markLine: {
          silent: true,
          symbol: 'none',
          lineStyle: { color: stop, type: 'dashed' },
          label: { formatter: `总量 ${capacity}`, color: stop, position: 'end' },
          data: [{ yAxis: capacity }],
        },
      },
    ],
  })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return withoutStyles(svg)
}

/** 282 → 300: the next number of one digit and zeroes, or of a half. */
function roundedUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(1, value)))
  return Math.ceil((value * 2) / unit) * (unit / 2) || 1
}

/** Our policy allows no inline styles, in images neither: what they say stands in attributes instead. */
function withoutStyles(svg: string): string {
  return svg
    .replace(/<style.*?<\/style>/gs, '')
    .replace(/ style="([^"]*)"/g, (_, style: string) =>
      style.replace(
        /([\w-]+):([^;]+);?/g,
        (_declaration, name: string, value: string) => ` ${name}="${value}"`,
      ),
    )
}

import type { FC } from 'hono/jsx'
import { encodeQR } from 'qr'

/** Blank modules around it, as ISO/IEC 18004 wants them. */
const quietZone = 4

/** A QR code as one path: no style, no script, no request of its own. In: what it says, and its name for those who can't see it. */
export const QrCode: FC<{ text: string; label: string }> = ({ text, label }) => {
  const modules = encodeQR(text, 'raw', { border: quietZone, ecc: 'medium' })
  const size = modules.length
  return (
    <svg
      class="qr"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shape-rendering="crispEdges"
    >
      <path fill="#fff" d={`M0 0h${size}v${size}H0z`} />
      <path fill="#000" d={modules.map(rowPath).join('')} />
    </svg>
  )
}

/** In: one row and its place. Out: its dark runs, each as a rectangle one module high. */
function rowPath(row: readonly boolean[], y: number): string {
  const runs: string[] = []
  for (let x = 0; x < row.length; x += 1) {
    if (row[x] !== true) continue
    const end = row.indexOf(false, x)
    const run = (end === -1 ? row.length : end) - x
    runs.push(`M${x} ${y}h${run}v1h-${run}z`)
    x += run
  }
  return runs.join('')
}

import type { Child, FC } from 'hono/jsx'

/** Facts of a record, what is empty left out. */
export const Pairs: FC<{ of: readonly (readonly [string, Child])[] }> = ({ of }) => (
  <dl class="pairs">
    {of.map(([label, value]) =>
      value === null || value === undefined || value === '' ? null : (
        <div>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ),
    )}
  </dl>
)

/** Text of several lines, as it was typed. */
export const Prose: FC<{ text: string }> = ({ text }) => (
  <>
    {text.split('\n').map((line) => (
      <p>{line}</p>
    ))}
  </>
)

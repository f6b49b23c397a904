import type { Child, FC, PropsWithChildren } from 'hono/jsx'

/**
 * The first thing on the page of a thing: whose turn it is, what a click would change, and the one button. In: whether
 * the step is this person's, the sentence that says whose it is, and what it would change.
 */
export const NextStep: FC<PropsWithChildren<{ mine: boolean; words: Child; effect?: Child }>> = ({
  mine,
  words,
  effect,
  children,
}) => (
  <section class={mine ? 'card step mine' : 'card step'} aria-label="轮到谁办">
    <div>
      <p class="label">{mine ? '轮到您' : '办理情况'}</p>
      <p class="say">{words}</p>
    </div>
    {effect ? <div class="effect">{effect}</div> : null}
    {children ? <div class="do">{children}</div> : null}
  </section>
)

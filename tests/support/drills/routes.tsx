import { eq } from 'drizzle-orm'
import { authorize, type Context, transact } from '../../../src/platform/context.ts'
import { AppError } from '../../../src/platform/errors.ts'
import { guard } from '../../../src/platform/http/guard.ts'
import { idInPath, idParam } from '../../../src/platform/http/path-id.ts'
import { renderPage } from '../../../src/platform/http/render-page.tsx'
import { pageRouter } from '../../../src/platform/http/routers.ts'
import type { Task } from '../../../src/platform/slice.ts'
import { canTake } from '../../../src/platform/state-machine.ts'
import { drillMachine } from './model.ts'
import { drills } from './schema.ts'

async function readDrills(context: Context) {
  authorize(context, 'drills.read')
  return transact(context, (tx) => tx.select().from(drills).orderBy(drills.id))
}

export async function drillTasks(context: Context): Promise<Task[]> {
  const { length } = (await readDrills(context)).filter(({ status }) =>
    canTake(drillMachine, 'review', status),
  )
  return [{ urgency: 'awaited', count: length, text: '次演练待总结', action: '去总结', href: '/drills' }]
}

export const drillPages = pageRouter()

drillPages.get('/drills', guard('drills.read'), async (c) =>
  renderPage(
    c,
    { title: '应急演练', place: 'drills' },
    <>
      <h1>应急演练</h1>
      {(await readDrills(c.get('context'))).map(({ name }) => (
        <p>{name}</p>
      ))}
    </>,
  ),
)

drillPages.get(`/drills/${idInPath}`, guard('drills.read'), async (c) => {
  authorize(c.get('context'), 'drills.read')
  const [drill] = await transact(c.get('context'), (tx) =>
    tx
      .select()
      .from(drills)
      .where(eq(drills.id, idParam(c))),
  )
  if (drill === undefined) throw new AppError('not-found', '没有这次演练。')
  return renderPage(c, { title: drill.name, place: 'drills' }, <h1>{drill.name}</h1>)
})

import { z } from 'zod'
import { minuteInChina } from '../../platform/dates.ts'
import type { AppError } from '../../platform/errors.ts'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { idInPath, idParam } from '../../platform/http/path-id.ts'
import type { PostedForm } from '../../platform/http/posted-form.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { requireStep } from '../../platform/state-machine.ts'
import { ConflictBody } from './conflict-page.tsx'
import { type DraftLine, draftLine } from './draft-input.ts'
import { type EditChoices, editChoices } from './edit-choices.ts'
import { draftOf, type EditState, emptyState, linesShown, rawOf, stateOf } from './edit-form.ts'
import { DraftRefusal, EditBody } from './edit-page.tsx'
import { fileRequest } from './file-request.ts'
import { requestMachine } from './model.ts'
import { readPasted } from './paste-lines.ts'
import { type RequestView, readRequest } from './read-request.ts'
import { StaleDraft, saveDraft } from './save-draft.ts'

export const editRoutes = pageRouter()
const idPath = `/requests/${idInPath}`
function headOf({ row, systemCode }: RequestView) {
  return {
    project: row.project,
    system: systemCode ?? '',
    systemName: row.systemId === null ? row.systemName : '',
    purpose: row.purpose,
    startsOn: row.startsOn ?? '',
    endsOn: row.endsOn ?? '',
  }
}

async function editor(
  c: RequestContext,
  view: RequestView | null,
  state: EditState,
  choices: EditChoices,
  error?: AppError,
) {
  const title = view === null ? '填报资源申请' : `修改 ${view.number}`
  return renderPage(
    c,
    {
      title,
      place: 'cloud',
      refusal: error === undefined ? undefined : <DraftRefusal error={error} from={state.from} />,
    },
    <EditBody
      requestId={view?.row.id ?? null}
      number={view?.number ?? null}
      state={state}
      totalLines={Math.max(view?.lines.length ?? 0, state.from + state.lines.length)}
      choices={choices}
      errors={error?.errors ?? []}
    />,
  )
}

editRoutes.get('/requests/new', guard('requests.file'), async (c) =>
  editor(
    c,
    null,
    { ...emptyState, system: c.req.query('system') ?? '' },
    await editChoices(c.get('context')),
  ),
)

editRoutes.post('/requests', guard('requests.file'), (c) =>
  orRefusal(
    c,
    async (form) => {
      const context = c.get('context')
      const state = stateOf(form.values())
      const pasted = await readPasted(state.pasted, await editChoices(context))
      const draft = draftOf(state, { before: [], after: pasted })
      const { requestId } = await fileRequest(context, draft)
      return c.redirect(`/requests/${requestId}${next(form, state, pasted.length)}`, 303)
    },
    async (error, form) =>
      editor(c, null, stateOf(form.values()), await editChoices(c.get('context')), error),
  ),
)

/** Where to go after saving: to the lines that were read and must be looked at, else where the button says. */
function next(form: PostedForm, state: EditState, pasted: number, after = 0): string {
  if (pasted > 0) {
    const page = Math.floor((state.from + state.lines.length + after) / linesShown) + 1
    return `/edit?page=${page}#lines`
  }
  return form.text('then') === 'edit' ? '/edit#lines' : ''
}

editRoutes.get(`${idPath}/edit`, guard('requests.file'), async (c) => {
  const context = c.get('context')
  const view = await readRequest(context, { requestId: idParam(c) })
  requireStep(requestMachine, 'edit', view.row)
  const pages = Math.max(1, Math.ceil(view.lines.length / linesShown))
  const page = z.coerce.number().int().min(1).max(pages).catch(1).parse(c.req.query('page'))
  const from = (page - 1) * linesShown
  const lines = view.lines.slice(from, from + linesShown).map(rawOf)
  const state = { ...headOf(view), version: view.row.version, lines, from, pasted: '' }
  return editor(c, view, state, await editChoices(context))
})

editRoutes.post(idPath, guard('requests.file'), async (c) => {
  const context = c.get('context')
  const view = await readRequest(context, { requestId: idParam(c) })
  const choices = await editChoices(context)
  return orRefusal(
    c,
    async (form) => {
      const state = stateOf(form.values())
      const { before, after } = around(view, state)
      if (state.version !== view.row.version) return conflict(c, view, form, choices)
      const pasted = await readPasted(state.pasted, choices)
      const draft = draftOf(state, { before, after: [...after, ...pasted] })
      await saveDraft(context, { requestId: view.row.id, version: state.version, draft })
      return c.redirect(`/requests/${view.row.id}${next(form, state, pasted.length, after.length)}`, 303)
    },
    async (error, form) =>
      error instanceof StaleDraft
        ? conflict(c, await readRequest(context, { requestId: view.row.id }), form, choices)
        : editor(c, view, stateOf(form.values()), choices, error),
  )
})

/** The stored lines that stand before and after those on the page. */
function around({ lines }: RequestView, { from }: EditState) {
  return { before: lines.slice(0, from), after: lines.slice(from + linesShown) }
}

/** Both versions of a draft that somebody else has saved meanwhile. */
async function conflict(c: RequestContext, view: RequestView, form: PostedForm, { attachable }: EditChoices) {
  const mine = stateOf(form.values())
  const { before, after } = around(view, mine)
  const asked = draftOf(mine, { before, after }).lines
  const myLines = asked.flatMap((line): DraftLine[] => {
    const parsed = draftLine.safeParse(line)
    return parsed.success ? [parsed.data] : []
  })
  return renderPage(
    c,
    { title: '申请另有人改过', place: 'cloud', status: 409, refusal: <></> },
    <ConflictBody
      requestId={view.row.id}
      number={view.number}
      savedBy={view.changedBy}
      savedAt={minuteInChina(view.row.changedAt)}
      savedVersion={view.row.version}
      saved={headOf(view)}
      savedLines={view.lines}
      mine={mine}
      myLines={myLines}
      nameOf={(code) => attachable.find((item) => item.code === code)?.name ?? code}
      posted={Object.entries(form.values())}
    />,
  )
}

import { type Effect, EffectView, effectOf } from '../funding/index.ts'
import { allows } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import { guard } from '../platform/http/guard.ts'
import { orRefusal } from '../platform/http/or-refusal.ts'
import { idInPath, idParam } from '../platform/http/path-id.ts'
import type { PostedForm } from '../platform/http/posted-form.ts'
import { renderPage } from '../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../platform/http/routers.ts'
import { type FactName, factNames } from '../regulations/index.ts'
import {
  acceptProposal,
  acceptWithin,
  type FactProposal,
  listContradictions,
  listProposals,
  proposeFact,
  proposeFactIn,
  proposeVoid,
  readProposal,
  readRecording,
  returnProposal,
  settleContradiction,
  withdrawProposal,
} from '../systems/index.ts'
import { ContradictionList } from './contradiction-page.tsx'
import { fieldsOfFact, valuesIn } from './fact-fields.tsx'
import { FactBody, VoidBody } from './fact-page.tsx'
import { ProposalBody, ProposalList } from './proposal-page.tsx'
import { readSystem } from './read-system.ts'

/** Recording single facts of a system, and deciding on what was proposed. */
export const factPages = pageRouter()

const recordable = factNames.filter((fact) => fieldsOfFact(fact).length > 0)
const address = `/systems/:code/facts/:fact{${recordable.join('|')}}`

/** Out: the fact that the address names. */
function factOf(c: RequestContext): FactName {
  const fact = recordable.find((each) => each === c.req.param('fact'))
  if (fact === undefined) throw new AppError('not-found', '没有这项事实。')
  return fact
}

/** Refuses to record what nobody has seen the effect of. */
class EffectUnseen extends AppError {
  readonly effect: Effect

  constructor(effect: Effect) {
    super('conflict', '这项登记提交后立即改变资金结论。请先看下面的影响，确认无误再点“确认登记”。')
    this.effect = effect
  }
}

/** Out: what tells one effect from another. */
const keyOf = ({ byFund }: Effect): string => JSON.stringify(byFund)

/** Lets pass what changes no verdict, or what was seen to. What waits for a second person changes none yet. */
async function assertEffectSeen(c: RequestContext, form: PostedForm, input: FactProposal): Promise<void> {
  const context = c.get('context')
  if (!allows(context.actor, 'systems.import')) return
  const code = c.req.param('code') ?? ''
  const effect = await effectOf(context, (tx) => proposeFactIn(context, tx, code, input))
  if (effect.refused === null && effect.systems > 0 && form.text('effectSeen') !== keyOf(effect))
    throw new EffectUnseen(effect)
}

async function factPage(c: RequestContext, error?: AppError) {
  const context = c.get('context')
  const fact = factOf(c)
  const view = await readSystem(context, c.req.param('code') ?? '')
  const line = view.facts.find((each) => each.fact === fact)
  if (line === undefined)
    throw new AppError('not-found', '本辖区的法规不读取这项事实，或者系统涉密、只登记代号。')
  return renderPage(
    c,
    { title: `登记${line.label}`, place: 'systems' },
    <FactBody
      row={view.row}
      fact={fact}
      fields={fieldsOfFact(fact)}
      line={line}
      today={context.clock.today()}
      keeps={allows(context.actor, 'systems.import')}
      effect={
        error instanceof EffectUnseen
          ? { view: <EffectView effect={error.effect} after="登记后" />, key: keyOf(error.effect) }
          : null
      }
    />,
  )
}

/** In: what the form sent of what was seen. Out: it; undefined where it is no JSON object. */
function seenIn(form: PostedForm): Record<string, unknown> | undefined {
  try {
    const seen: unknown = JSON.parse(form.text('seen'))
    return typeof seen === 'object' && seen !== null ? Object.fromEntries(Object.entries(seen)) : undefined
  } catch {
    return undefined
  }
}

factPages.get(address, guard('systems.propose'), (c) => factPage(c))
factPages.post(address, guard('systems.propose'), (c) =>
  orRefusal(
    c,
    async (form) => {
      const code = c.req.param('code') ?? ''
      const input = {
        values: valuesIn(form, fieldsOfFact(factOf(c))),
        holdsFrom: form.text('holdsFrom'),
        document: form.text('document'),
        reason: form.text('reason'),
        seen: seenIn(form),
      }
      await assertEffectSeen(c, form, input)
      const { proposalId, status } = await proposeFact(c.get('context'), code, input)
      const to = status === 'recorded' ? `/systems/${encodeURIComponent(code)}` : `/proposals/${proposalId}`
      return c.redirect(to, 303)
    },
    (error) => factPage(c, error),
  ),
)

const recording = `/recordings/${idInPath}/void`

async function voidPage(c: RequestContext) {
  const found = await readRecording(c.get('context'), idParam(c))
  return renderPage(c, { title: '撤销一条登记', place: 'systems' }, <VoidBody recording={found} />)
}

factPages.get(recording, guard('systems.propose'), voidPage)
factPages.post(recording, guard('systems.propose'), (c) =>
  orRefusal(
    c,
    async (form) => {
      const asked = { id: idParam(c), reason: form.text('reason') }
      const { proposalId } = await proposeVoid(c.get('context'), asked)
      return c.redirect(`/proposals/${proposalId}`, 303)
    },
    () => voidPage(c),
  ),
)

factPages.get('/proposals', guard('systems.read'), async (c) =>
  renderPage(
    c,
    { title: '更正申请', place: 'systems' },
    <ProposalList proposals={await listProposals(c.get('context'))} />,
  ),
)

const contradictionsPage = async (c: RequestContext) => {
  const context = c.get('context')
  return renderPage(
    c,
    { title: '台账与记录不一致', place: 'systems' },
    <ContradictionList
      contradictions={await listContradictions(context)}
      maySettle={allows(context.actor, 'systems.propose')}
    />,
  )
}

factPages.get('/contradictions', guard('systems.read'), contradictionsPage)
factPages.post('/contradictions', guard('systems.propose'), (c) =>
  orRefusal(
    c,
    async (form) => {
      await settleContradiction(c.get('context'), { id: form.number('id') })
      return c.redirect('/contradictions', 303)
    },
    () => contradictionsPage(c),
  ),
)

const numbered = `/proposals/${idInPath}`

async function proposalPage(c: RequestContext) {
  const context = c.get('context')
  const { actor } = context
  const proposal = await readProposal(context, idParam(c))
  const own = actor.kind === 'person' && actor.id === proposal.proposedBy.id
  const mayDecide = allows(actor, 'systems.confirm')
  const asks = proposal.status === 'awaiting' && mayDecide && !own
  return renderPage(
    c,
    { title: `更正申请 ${proposal.id} 号`, place: 'systems' },
    <ProposalBody
      proposal={proposal}
      mayDecide={mayDecide}
      own={own}
      effect={asks ? await effectOf(context, (tx) => acceptWithin(context, tx, proposal.id)) : null}
    />,
  )
}

factPages.get(numbered, guard('systems.read'), proposalPage)
for (const [step, operation, verb] of [
  ['accept', 'systems.confirm', (c: RequestContext) => acceptProposal(c.get('context'), idParam(c))],
  ['withdraw', 'systems.propose', (c: RequestContext) => withdrawProposal(c.get('context'), idParam(c))],
] as const)
  factPages.post(`${numbered}/${step}`, guard(operation), (c) =>
    orRefusal(
      c,
      async () => {
        await verb(c)
        return c.redirect(`/proposals/${idParam(c)}`, 303)
      },
      () => proposalPage(c),
    ),
  )
factPages.post(`${numbered}/return`, guard('systems.confirm'), (c) =>
  orRefusal(
    c,
    async (form) => {
      await returnProposal(c.get('context'), idParam(c), { reason: form.text('reason') })
      return c.redirect(`/proposals/${idParam(c)}`, 303)
    },
    () => proposalPage(c),
  ),
)

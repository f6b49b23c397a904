import { type EvidenceUpload, oneFileForm, postedEvidence, storeUpload } from '../evidence/index.ts'
import { EffectView, effectOf } from '../funding/index.ts'
import { allows } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import { guard } from '../platform/http/guard.ts'
import { orRefusal } from '../platform/http/or-refusal.ts'
import { idInPath, idParam } from '../platform/http/path-id.ts'
import type { PostedForm } from '../platform/http/posted-form.ts'
import { renderPage } from '../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../platform/http/routers.ts'
import { parseMoney } from '../platform/money.ts'
import { Card, Field } from '../platform/ui/components.tsx'
import { Choice, Form } from '../platform/ui/form.tsx'
import { createProjectFromSystem } from './create-from-system.ts'
import { createProject, unitsThatLead } from './create-project.ts'
import { confirmIn, confirmMilestone, refuseMilestone } from './decide-milestone.ts'
import { linkSystem, unlinkSystem } from './link-system.ts'
import { FactEffects, MilestoneBody, titleOfMilestone } from './milestone-page.tsx'
import { isSecond, type MilestoneStep, milestoneStepNames } from './model.ts'
import { MoneyEffects, readMoneyEffects } from './money-effect.tsx'
import { ProjectList } from './project-list.tsx'
import { ProjectBody, RecordLinks } from './project-page.tsx'
import { readConstructionMoney } from './read-construction-money.ts'
import { readDueMilestones } from './read-due-milestones.ts'
import { readEffect } from './read-effect.ts'
import { readMilestone, readProject } from './read-project.ts'
import { listProjects, projectFilters } from './read-projects.ts'
import { recordMilestone, revokeMilestone } from './record-milestone.ts'
import { RecordBody } from './record-page.tsx'

export const projectPages = pageRouter()
const place = 'projects'
const project = `/projects/${idInPath}` as const
const milestone = `/projects/milestones/${idInPath}` as const

projectPages.get('/projects', guard('projects.read'), async (c) => {
  const context = c.get('context')
  const filters = projectFilters.parse(c.req.query())
  const list = await listProjects(context, filters)
  return renderPage(
    c,
    { title: '项目', place },
    <ProjectList actor={context.actor} filters={filters} list={list} />,
  )
})

async function newPage(c: RequestContext) {
  const units = await unitsThatLead(c.get('context'))
  return renderPage(
    c,
    { title: '新建项目', place },
    <>
      <p class="crumbs">
        <a href="/projects">项目</a> › 新建项目
      </p>
      <h1>新建项目</h1>
      <p class="sub">
        {units === null ? '由本单位牵头的项目。' : '项目由系统所属单位牵头。'}
        涉密项目不在此登记。已经建成的系统，请到系统的页面点“由台账补录项目”，不用逐项填写。
      </p>
      <Card>
        <Form action="/projects">
          <Field name="name" label="项目名称" required />
          <Field name="number" label="项目编号（选填）" hint="不填由程序编号，如 XM-2026-00001" />
          {units === null ? null : (
            <Field name="organisationId" label="牵头单位">
              <Choice
                name="organisationId"
                all="请选择"
                options={units.map(({ id, name }) => ({ value: String(id), label: name }))}
                required
              />
            </Field>
          )}
          <Field name="wan" label="估算投资（万元，选填）" />
          <button type="submit" data-busy="正在登记…">
            登记项目
          </button>
        </Form>
      </Card>
    </>,
  )
}

projectPages.get('/projects/new', guard('projects.file'), newPage)

/** In: a sum in 万元 as typed. Out: fen; null: nothing was typed. Throws invalid-input. */
function fenIn(form: PostedForm): number | null {
  const typed = form.said('wan')
  if (typed === undefined) return null
  const fen = parseMoney(typed, 1_000_000)
  if (fen !== null) return fen
  const message = `“${typed.slice(0, 20)}”不是金额，请以万元填写，如 98 或者 98.5`
  throw new AppError('invalid-input', `${message}。`, { errors: [{ path: 'wan', message }] })
}

/** In: the unit as chosen. Out: its id; null: none. */
function unitIn(form: PostedForm): number | null {
  const chosen = form.said('organisationId')
  return chosen === undefined ? null : Number(chosen)
}

projectPages.post('/projects', guard('projects.file'), (c) =>
  orRefusal(
    c,
    async (form) => {
      const id = await createProject(c.get('context'), {
        name: form.text('name'),
        number: form.text('number'),
        organisationId: unitIn(form),
        investmentFen: fenIn(form),
      })
      return c.redirect(`/projects/${id}`, 303)
    },
    () => newPage(c),
  ),
)

projectPages.post('/projects/from-system', guard('projects.file'), async (c) =>
  orRefusal(
    c,
    async (form) => {
      const id = await createProjectFromSystem(c.get('context'), {
        code: form.text('code'),
        number: null,
        name: null,
      })
      return c.redirect(`/projects/${id}`, 303)
    },
    () => newPage(c),
  ),
)

async function projectPage(c: RequestContext) {
  const context = c.get('context')
  const found = await readProject(context, idParam(c))
  const money = await readConstructionMoney(context, found)
  const due = await readDueMilestones(context, found)
  return renderPage(
    c,
    { title: found.name, place },
    <ProjectBody actor={context.actor} project={found} money={money} due={due} />,
  )
}

projectPages.get(project, guard('projects.read'), projectPage)

const onProject = (c: RequestContext, work: (projectId: number, form: PostedForm) => Promise<unknown>) =>
  orRefusal(
    c,
    async (form) => {
      await work(idParam(c), form)
      return c.redirect(`/projects/${idParam(c)}`, 303)
    },
    () => projectPage(c),
  )

projectPages.post(`${project}/link`, guard('projects.file'), (c) =>
  onProject(c, (projectId, form) =>
    linkSystem(c.get('context'), {
      projectId,
      code: form.text('code'),
      role: form.text('role'),
    }),
  ),
)
projectPages.post(`${project}/unlink`, guard('projects.file'), (c) =>
  onProject(c, (projectId, form) => unlinkSystem(c.get('context'), { projectId, code: form.text('code') })),
)

const isStep = (text: string | undefined): text is MilestoneStep =>
  milestoneStepNames.some((step) => step === text)

async function recordPage(c: RequestContext, step: string | undefined) {
  const context = c.get('context')
  const found = await readProject(context, idParam(c))
  return renderPage(
    c,
    { title: `登记节点：${found.name}`, place },
    isStep(step) ? (
      <RecordBody project={found} step={step} today={context.clock.today()} />
    ) : (
      <>
        <h1>登记节点：{found.name}</h1>
        <RecordLinks actor={context.actor} project={found} />
      </>
    ),
  )
}

projectPages.get(`${project}/record`, guard('projects.file-milestone'), (c) =>
  recordPage(c, c.req.query('step')),
)
projectPages.post(`${project}/record`, guard('projects.file-milestone', oneFileForm), (c) =>
  orRefusal(
    c,
    async (form) => {
      const context = c.get('context')
      const projectId = idParam(c)
      await readProject(context, projectId)
      const evidence: EvidenceUpload | null = postedEvidence(form)
      const evidenceIds = evidence === null ? [] : [await storeUpload(context, evidence)]
      await recordMilestone(context, {
        projectId,
        step: form.text('step'),
        day: form.text('day'),
        outcome: form.text('outcome'),
        until: form.text('until'),
        fen: fenIn(form),
        document: form.text('document'),
        reason: form.text('reason'),
        asHappened: form.text('asHappened') === 'yes',
        evidenceIds,
      })
      return c.redirect(`/projects/${projectId}`, 303)
    },
    (_error, form) => recordPage(c, form.text('step')),
  ),
)

async function milestonePage(c: RequestContext) {
  const context = c.get('context')
  const found = await readMilestone(context, idParam(c))
  const { actor } = context
  const second =
    actor.kind === 'person' &&
    allows(actor, 'projects.confirm') &&
    isSecond(actor, found.milestone, found.project.organisationId)
  const { id, status } = found.milestone
  const effect =
    status === 'recorded' ? (
      <>
        {second ? (
          <EffectView effect={await effectOf(context, (tx) => confirmIn(context, tx, id))} after="确认后" />
        ) : null}
        <MoneyEffects effects={await readMoneyEffects(context, [found.milestone])} />
        <FactEffects effects={await readEffect(context, found.milestone)} />
      </>
    ) : null
  return renderPage(
    c,
    { title: `${titleOfMilestone(found.milestone)}：${found.project.name}`, place },
    <MilestoneBody actor={actor} {...found} second={second} effect={effect} />,
  )
}

projectPages.get(milestone, guard('projects.read'), milestonePage)

const onMilestone = (c: RequestContext, work: (id: number, form: PostedForm) => Promise<unknown>) =>
  orRefusal(
    c,
    async (form) => {
      await work(idParam(c), form)
      const { project: of } = await readMilestone(c.get('context'), idParam(c))
      return c.redirect(`/projects/${of.id}`, 303)
    },
    () => milestonePage(c),
  )

projectPages.post(`${milestone}/confirm`, guard('projects.confirm'), (c) =>
  onMilestone(c, (id) => confirmMilestone(c.get('context'), { id })),
)
projectPages.post(`${milestone}/refuse`, guard('projects.confirm'), (c) =>
  onMilestone(c, (id, form) => refuseMilestone(c.get('context'), { id, comment: form.text('comment') })),
)
projectPages.post(`${milestone}/revoke`, guard('projects.file-milestone'), (c) =>
  onMilestone(c, (id, form) =>
    revokeMilestone(c.get('context'), {
      id,
      reason: form.text('reason'),
      document: form.text('document'),
    }),
  ),
)

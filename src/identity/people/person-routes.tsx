import { z } from 'zod'
import { allows, type Context } from '../../platform/context.ts'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { idInPath, idParam } from '../../platform/http/path-id.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { Card } from '../../platform/ui/components.tsx'
import { readOrganisations } from '../organisations/organisation-tree.ts'
import { Instant } from '../page-parts.tsx'
import { endSessionsOf, readLock, unlockAccount } from '../sign-in/secure-account.ts'
import {
  askAccountChange,
  listAskedChanges,
  refuseAccountChange,
  releaseAccountChange,
} from './account-changes.ts'
import { roleInput } from './accounts.ts'
import { AskedChanges, codePage } from './change-parts.tsx'
import { moveInput, movePerson, renameInput, renamePerson, setDisabled } from './change-person.ts'
import { grantRole, withdrawRole } from './decide-role.ts'
import { invitationPage, PersonState } from './people-routes.tsx'
import { ManageCard, Pair, RolesCard, SecurityCard } from './person-cards.tsx'
import { readPerson } from './read-person.ts'
import { askForRole } from './request-role.ts'

const roleForm = z.strictObject({ role: roleInput })
const refuseForm = z.strictObject({ changeId: z.coerce.number('没有这项申请').int().positive() })
const releaseForm = refuseForm.extend({ subject: z.string().trim().max(400, '标识过长').default('') })
const withdrawForm = z.strictObject({
  role: roleInput,
  reason: z.string().trim().min(2, '请填写理由').max(200, '理由过长'),
})

/** One person: what they are, and what each administrator may change about it. */
export function personPages(originOf: (c: RequestContext) => string) {
  const pages = pageRouter()

  const personPage = async (c: RequestContext) => {
    const context = c.get('context')
    const { actor } = context
    const person = await readPerson(context, idParam(c))
    const manages = allows(actor, 'identity.manage-people')
    const tree = manages ? await readOrganisations(context) : []
    const secures = allows(actor, 'identity.secure-accounts')
    const lock = secures ? await readLock(context, person) : null
    const asked = await listAskedChanges(context, person.id)
    return renderPage(
      c,
      { title: person.name, place: 'admin' },
      <>
        <div class="crumbs">
          <a href="/admin/people">人员</a> › {person.organisationName}
        </div>
        <h1>{person.name}</h1>
        <p class="sub">
          {person.username}，{person.organisationName}{' '}
          <PersonState person={{ ...person, invited: !person.hasPassword && !person.linkedToProvider }} />
        </p>
        <AskedChanges changes={asked} actor={actor} />
        <RolesCard person={person} actor={actor} />
        <div class="columns">
          <Card>
            <dl class="pairs">
              <Pair label="密码" text={person.hasPassword ? '已设置' : '未设置'} />
              <Pair label="统一身份认证" text={person.linkedToProvider ? '已绑定' : '未绑定'} />
              <Pair label="第二因素" text={person.hasSecondFactor ? '已启用' : '未启用'} />
              <Pair label="有效的接口密钥（个）" text={String(person.keys)} />
              <Pair label="登录会话（个）" text={String(person.sessions)} />
              <div>
                <dt>最近使用</dt>
                <dd>
                  <Instant at={person.lastSeenAt} />
                </dd>
              </div>
            </dl>
          </Card>
          <div>
            {manages ? <ManageCard person={person} tree={tree} /> : null}
            {secures ? <SecurityCard person={person} lock={lock} /> : null}
          </div>
        </div>
      </>,
    )
  }

  /** A form of this page: does the work and comes back, or says why not. */
  const act =
    (work: (context: Context, id: number, values: Record<string, string>) => Promise<unknown>) =>
    (c: RequestContext) =>
      orRefusal(
        c,
        async (form) => {
          await work(c.get('context'), idParam(c), form.values())
          return c.redirect(`/admin/people/${idParam(c)}`, 303)
        },
        () => personPage(c),
      )

  const path = `/admin/people/${idInPath}`
  const manages = guard('identity.manage-people')
  const approves = guard('identity.approve-rights')
  const secures = guard('identity.secure-accounts')
  pages.get(path, guard('identity.read-people'), personPage)

  pages.post(
    `${path}/rename`,
    manages,
    act((context, id, values) => renamePerson(context, id, parseInput(renameInput, values).name)),
  )
  pages.post(
    `${path}/move`,
    manages,
    act((context, id, values) => movePerson(context, id, parseInput(moveInput, values).organisationId)),
  )
  pages.post(
    `${path}/enable`,
    manages,
    act((context, id) => setDisabled(context, id, false)),
  )
  pages.post(
    `${path}/disable`,
    manages,
    act((context, id) => setDisabled(context, id, true)),
  )
  pages.post(`${path}/reset-password`, manages, (c) =>
    orRefusal(
      c,
      async () => {
        const invitation = (await askAccountChange(c.get('context'), idParam(c), 'password')) ?? ''
        const { id, name } = await readPerson(c.get('context'), idParam(c))
        return invitationPage(c, { id, name, address: `${originOf(c)}${invitation}` })
      },
      () => personPage(c),
    ),
  )
  pages.post(
    `${path}/roles`,
    manages,
    act((context, personId, values) => askForRole(context, { personId, ...parseInput(roleForm, values) })),
  )
  pages.post(
    `${path}/roles/grant`,
    approves,
    act((context, personId, { reason: _reason, ...values }) =>
      grantRole(context, { personId, ...parseInput(roleForm, values) }),
    ),
  )
  pages.post(
    `${path}/roles/withdraw`,
    approves,
    act((context, personId, values) =>
      withdrawRole(context, { personId, ...parseInput(withdrawForm, values) }),
    ),
  )
  pages.post(`${path}/end-sessions`, secures, act(endSessionsOf))
  pages.post(`${path}/unlock`, secures, act(unlockAccount))
  pages.post(
    `${path}/reset-second-factor`,
    manages,
    act((context, id) => askAccountChange(context, id, 'second-factor')),
  )
  pages.post(
    `${path}/bind`,
    manages,
    act((context, id) => askAccountChange(context, id, 'binding')),
  )
  pages.post(`${path}/changes/release`, secures, (c) =>
    orRefusal(
      c,
      async (form) => {
        const input = parseInput(releaseForm, form.values())
        const code = await releaseAccountChange(c.get('context'), idParam(c), input)
        if (code === null) return c.redirect(`/admin/people/${idParam(c)}`, 303)
        const { id, name } = await readPerson(c.get('context'), idParam(c))
        return codePage(c, { id, name, code })
      },
      () => personPage(c),
    ),
  )
  pages.post(
    `${path}/changes/refuse`,
    secures,
    act((context, id, { subject: _subject, ...values }) =>
      refuseAccountChange(context, id, parseInput(refuseForm, values).changeId),
    ),
  )
  return pages
}

import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { FC } from 'hono/jsx'
import { AppError, type FieldError } from '../platform/errors.ts'
import { guard, pageRouter, parseInput, type RequestContext, renderPage } from '../platform/http.tsx'
import { roles } from '../platform/permissions.ts'
import { Alert, Card, Field, Select, Table, Tag } from '../platform/ui/components.tsx'
import { createPerson, listPeople, personInput, setDisabled } from './people.ts'
import { closeSession, sessionCookie } from './sessions.ts'
import { needsSetUp, roleOptions, setUp, setUpInput } from './set-up.ts'
import { credentials, signIn } from './sign-in.ts'

type FormValues = Record<string, string>

async function formValues(c: RequestContext): Promise<FormValues> {
  const body = await c.req.parseBody()
  return Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/** Only a path on this site: never where a stranger's link wants to send people. */
function safePath(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])/.test(path) ? path : '/'
}

const SignInForm: FC<{ next: string; username?: string; error?: string }> = ({ next, username, error }) => (
  <>
    <h1>登录</h1>
    <p class="sub">用单位分配的账号登录。公开的服务目录不需要登录。</p>
    {error === undefined ? null : (
      <Alert tone="stop">
        <p>{error}</p>
      </Alert>
    )}
    <form method="post" action="/sign-in" class="card">
      <input type="hidden" name="next" value={next} />
      <Field
        name="username"
        label="账号"
        required
        autocomplete="username"
        {...(username ? { value: username } : {})}
      />
      <Field name="password" label="密码" type="password" required autocomplete="current-password" />
      <button type="submit" data-busy="正在登录…">
        登录
      </button>
    </form>
  </>
)

interface RegulationOption {
  value: string
  label: string
}

const SetUpForm: FC<{
  regulations: readonly RegulationOption[]
  values?: FormValues
  errors?: readonly FieldError[]
  error?: string
}> = ({ regulations, values = {}, errors = [], error }) => (
  <>
    <h1>初始化登云</h1>
    <p class="sub">只做一次：建立第一个辖区和它的管理员。一次性口令在服务启动时的日志里。</p>
    {error === undefined ? null : (
      <Alert tone="stop">
        <p>{error}</p>
      </Alert>
    )}
    <form method="post" action="/set-up" class="card">
      <Field name="token" label="一次性口令" required errors={errors} autocomplete="off" />
      <Field
        name="jurisdictionName"
        label="辖区名称"
        hint="如 陵川县"
        required
        errors={errors}
        value={values.jurisdictionName ?? ''}
      />
      <Field
        name="jurisdictionId"
        label="辖区代码"
        hint="出现在网址里，如 lingchuan，定了不再改"
        required
        errors={errors}
        value={values.jurisdictionId ?? ''}
      />
      <div class="field">
        <Select name="regulationId" label="适用的法规" value={values.regulationId} options={regulations} />
      </div>
      <Field
        name="organisationName"
        label="管理单位"
        hint="管理员所在单位，如 县数据局"
        required
        errors={errors}
        value={values.organisationName ?? ''}
      />
      <Field name="name" label="管理员姓名" required errors={errors} value={values.name ?? ''} />
      <Field
        name="username"
        label="管理员账号"
        required
        errors={errors}
        value={values.username ?? ''}
        autocomplete="username"
      />
      <Field
        name="password"
        label="密码"
        hint="至少 12 个字"
        type="password"
        required
        errors={errors}
        autocomplete="new-password"
      />
      <button type="submit" data-busy="正在初始化…">
        完成初始化
      </button>
    </form>
  </>
)

export interface IdentityOptions {
  /** The secret the log shows at start, while nobody has set the installation up. */
  setUpToken: string | undefined
  secureCookies: (c: RequestContext) => boolean
  /** Regulations a jurisdiction can be judged by. */
  regulations: readonly RegulationOption[]
}

/** Sign-in, sign-out, first set-up, people. */
export function identityPages(options: IdentityOptions) {
  const pages = pageRouter()

  pages.get('/sign-in', guard('public'), async (c) => {
    if (await needsSetUp(c.get('context').database)) return c.redirect('/set-up', 303)
    return renderPage(c, { title: '登录', narrow: true }, <SignInForm next={safePath(c.req.query('next'))} />)
  })

  pages.post('/sign-in', guard('public'), async (c) => {
    const { next, ...values } = await formValues(c)
    try {
      const input = parseInput(credentials, values)
      const token = await signIn(c.get('context'), input, c.req.header('user-agent')?.slice(0, 300) ?? null)
      setCookie(c, sessionCookie, token, {
        httpOnly: true,
        sameSite: 'Lax',
        path: '/',
        secure: options.secureCookies(c),
      })
      return c.redirect(safePath(next), 303)
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error
      return renderPage(
        c,
        { title: '登录', narrow: true, status: error.status },
        <SignInForm next={safePath(next)} username={values.username ?? ''} error={error.message} />,
      )
    }
  })

  pages.post('/sign-out', guard('public'), async (c) => {
    const token = getCookie(c, sessionCookie)
    if (token !== undefined) await closeSession(c.get('context').database, token)
    deleteCookie(c, sessionCookie, { path: '/' })
    return c.redirect('/catalogue', 303)
  })

  pages.get('/set-up', guard('public'), async (c) => {
    if (!(await needsSetUp(c.get('context').database))) return c.redirect('/sign-in', 303)
    return renderPage(c, { title: '初始化', narrow: true }, <SetUpForm regulations={options.regulations} />)
  })

  pages.post('/set-up', guard('public'), async (c) => {
    const values = await formValues(c)
    try {
      await setUp(c.get('context'), parseInput(setUpInput, values), options.setUpToken)
      return c.redirect('/sign-in', 303)
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error
      return renderPage(
        c,
        { title: '初始化', narrow: true, status: error.status },
        <SetUpForm
          regulations={options.regulations}
          values={values}
          errors={error.errors}
          error={error.message}
        />,
      )
    }
  })

  const peoplePage = async (c: RequestContext, failure?: { values: FormValues; error: AppError }) => {
    const people = await listPeople(c.get('context'))
    const { values = {}, error } = failure ?? {}
    const errors = error?.errors ?? []
    return renderPage(
      c,
      { title: '人员', place: 'admin', ...(error === undefined ? {} : { status: error.status }) },
      <>
        <h1>人员</h1>
        <p class="sub">本辖区的账号。停用的账号立即不能再用。</p>
        {error === undefined ? null : (
          <Alert tone="stop">
            <p>{error.message}</p>
          </Alert>
        )}
        <div class="columns">
          <Card title="新建账号">
            <form method="post" action="/admin/people">
              <Field
                name="organisationName"
                label="单位"
                hint="与台账里的单位名称一致"
                required
                errors={errors}
                value={values.organisationName ?? ''}
              />
              <Field name="name" label="姓名" required errors={errors} value={values.name ?? ''} />
              <Field
                name="username"
                label="账号"
                required
                errors={errors}
                value={values.username ?? ''}
                autocomplete="off"
              />
              <Field
                name="password"
                label="初始密码"
                type="password"
                hint="至少 12 个字"
                required
                errors={errors}
                autocomplete="new-password"
              />
              <div class="field">
                <Select name="role" label="岗位" value={values.role} options={roleOptions} />
              </div>
              <button type="submit">新建</button>
            </form>
          </Card>
          <Card>
            <Table
              caption="已有账号"
              rows={people}
              columns={[
                { label: '姓名', cell: (person) => person.name },
                { label: '账号', cell: (person) => person.username },
                { label: '单位', cell: (person) => person.organisationName },
                { label: '岗位', cell: (person) => person.roles.map((role) => roles[role]).join('、') },
                {
                  label: '状态',
                  cell: (person) => (
                    <form
                      method="post"
                      action={`/admin/people/${person.id}/${person.disabled ? 'enable' : 'disable'}`}
                    >
                      {person.disabled ? <Tag tone="stop">已停用</Tag> : <Tag tone="go">在用</Tag>}{' '}
                      <button
                        class="plain"
                        type="submit"
                        aria-label={`${person.disabled ? '启用' : '停用'} ${person.username}`}
                      >
                        {person.disabled ? '启用' : '停用'}
                      </button>
                    </form>
                  ),
                },
              ]}
            />
          </Card>
        </div>
      </>,
    )
  }

  pages.get('/admin/people', guard('identity.administer'), (c) => peoplePage(c))
  pages.post('/admin/people', guard('identity.administer'), async (c) => {
    const values = await formValues(c)
    try {
      await createPerson(c.get('context'), parseInput(personInput, values))
      return c.redirect('/admin/people', 303)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'invalid-input') throw error
      return peoplePage(c, { values, error })
    }
  })
  pages.post('/admin/people/:id{[0-9]+}/:what{enable|disable}', guard('identity.administer'), async (c) => {
    await setDisabled(c.get('context'), Number(c.req.param('id')), c.req.param('what') === 'disable')
    return c.redirect('/admin/people', 303)
  })

  return pages
}

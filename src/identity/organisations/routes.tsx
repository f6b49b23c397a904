import type { FC } from 'hono/jsx'
import { AppError } from '../../platform/errors.ts'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { idInPath, idParam } from '../../platform/http/path-id.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { parseInput } from '../../platform/parse-input.ts'
import { Card, Empty, Field, Select, Table } from '../../platform/ui/components.tsx'
import { Form } from '../../platform/ui/form.tsx'
import {
  changeOrganisation,
  createOrganisation,
  type OrganisationInTree,
  organisationInput,
  readOrganisations,
} from './organisation-tree.ts'

/** The tree as choices of a `select`, indented by full-width spaces. */
export function organisationOptions(tree: readonly OrganisationInTree[]) {
  return tree.map(({ id, name, depth }) => ({ value: String(id), label: `${'　'.repeat(depth)}${name}` }))
}

const OrganisationForm: FC<{
  action: string
  tree: readonly OrganisationInTree[]
  name: string
  parentId: string
  button: string
}> = ({ action, tree, name, parentId, button }) => (
  <Form action={action}>
    <Field name="name" label="名称" hint="与台账里的单位名称一致" required value={name} />
    <div class="field">
      <Select
        name="parentId"
        label="上级单位"
        all="（没有上级）"
        value={parentId}
        options={organisationOptions(tree)}
      />
    </div>
    <button type="submit">{button}</button>
  </Form>
)

/** The tree of organisations: a department sees the rows of its own organisation and of those below it. */
export function organisationPages() {
  const pages = pageRouter()
  const manages = guard('identity.manage-organisations')

  const treePage = async (c: RequestContext) => {
    const context = c.get('context')
    const tree = await readOrganisations(context)
    return renderPage(
      c,
      { title: '单位', place: 'admin' },
      <>
        <h1>单位</h1>
        <p class="sub">部门的人看得到本单位和全部下属单位的数据。调整上下级后立即按新的范围显示。</p>
        <div class="columns">
          <Card title="新增单位">
            <OrganisationForm action="/admin/organisations" tree={tree} name="" parentId="" button="新增" />
          </Card>
          <Card>
            <Table
              label="单位"
              rows={tree}
              empty={<Empty title="还没有单位">导入台账时会自动建立，也可以在左边新增。</Empty>}
              columns={[
                {
                  label: '单位',
                  cell: (organisation) => (
                    <>
                      <span aria-hidden="true">{'　'.repeat(organisation.depth)}</span>
                      <a href={`/admin/organisations/${organisation.id}`}>{organisation.name}</a>
                    </>
                  ),
                },
                { label: '在用账号', numeric: true, cell: (organisation) => organisation.people },
              ]}
            />
          </Card>
        </div>
      </>,
    )
  }

  const organisationPage = async (c: RequestContext) => {
    const id = idParam(c)
    const context = c.get('context')
    const tree = await readOrganisations(context)
    const organisation = tree.find((candidate) => candidate.id === id)
    if (organisation === undefined) throw new AppError('not-found', '没有这个单位。')
    return renderPage(
      c,
      { title: organisation.name, place: 'admin' },
      <>
        <div class="crumbs">
          <a href="/admin/organisations">单位</a> › {organisation.name}
        </div>
        <h1>{organisation.name}</h1>
        <p class="sub">
          <a href={`/admin/people?q=${encodeURIComponent(organisation.name)}`}>
            {organisation.people} 个在用账号
          </a>
        </p>
        <div class="columns">
          <Card title="改名或调整上级">
            <OrganisationForm
              action={`/admin/organisations/${id}`}
              tree={tree.filter((candidate) => candidate.id !== id)}
              name={organisation.name}
              parentId={String(organisation.parentId ?? '')}
              button="保存"
            />
          </Card>
          <Card>
            <Table
              caption="下属单位"
              rows={tree.filter((candidate) => candidate.parentId === id)}
              empty={<Empty title="没有下属单位">把别的单位的上级设为本单位，就列在这里。</Empty>}
              columns={[
                {
                  label: '单位',
                  cell: (child) => <a href={`/admin/organisations/${child.id}`}>{child.name}</a>,
                },
                { label: '在用账号', numeric: true, cell: (child) => child.people },
              ]}
            />
          </Card>
        </div>
      </>,
    )
  }

  pages.get('/admin/organisations', manages, treePage)
  pages.post('/admin/organisations', manages, (c) =>
    orRefusal(
      c,
      async (form) => {
        await createOrganisation(c.get('context'), parseInput(organisationInput, form.values()))
        return c.redirect('/admin/organisations', 303)
      },
      () => treePage(c),
    ),
  )
  pages.get(`/admin/organisations/${idInPath}`, manages, organisationPage)
  pages.post(`/admin/organisations/${idInPath}`, manages, (c) =>
    orRefusal(
      c,
      async (form) => {
        await changeOrganisation(c.get('context'), idParam(c), parseInput(organisationInput, form.values()))
        return c.redirect('/admin/organisations', 303)
      },
      () => organisationPage(c),
    ),
  )

  return pages
}

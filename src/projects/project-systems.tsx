import type { FC } from 'hono/jsx'
import { type Actor, allows } from '../platform/context.ts'
import { Card, Field, Table } from '../platform/ui/components.tsx'
import { Choice, FoldedForm } from '../platform/ui/form.tsx'
import { projectRoles } from './model.ts'
import type { ProjectView } from './read-project.ts'

/** The systems of a project, with what links and unlinks them. */
export const ProjectSystems: FC<{ actor: Actor; project: ProjectView }> = ({ actor, project }) => {
  const may = allows(actor, 'projects.file')
  return (
    <Card title="关联的系统">
      <Table
        label="关联的系统"
        rows={project.systems}
        columns={[
          {
            label: '系统',
            cell: ({ code, name }: ProjectView['systems'][number]) => (
              <>
                <a href={`/systems/${encodeURIComponent(code)}`}>{name}</a>
                <small>{code}</small>
              </>
            ),
          },
          {
            label: '关系',
            cell: ({ role, further }: ProjectView['systems'][number]) => (
              <>
                {projectRoles[role]}
                {further ? <small>后续项目，与首个项目分别判定，最严的算数</small> : null}
              </>
            ),
          },
          ...(may
            ? [
                {
                  label: '解除',
                  screenOnly: true,
                  cell: ({ code, name }: ProjectView['systems'][number]) => (
                    <FoldedForm summary="解除…" action={`/projects/${project.id}/unlink`} fixed={{ code }}>
                      <p class="note">关联错了才解除：节点写进{name}的事实随之撤回。</p>
                      <button type="submit" class="quiet">
                        解除与{name}的关联
                      </button>
                    </FoldedForm>
                  ),
                },
              ]
            : []),
        ]}
        empty={<p class="note">还没有关联系统。</p>}
      />
      {may ? (
        <FoldedForm summary="关联一个系统" action={`/projects/${project.id}/link`}>
          <div class="abreast">
            <Field name="code" label="系统编号" required />
            <Field name="role" label="关系">
              <Choice
                name="role"
                value="builds"
                options={Object.entries(projectRoles).map(([value, label]) => ({ value, label }))}
              />
            </Field>
          </div>
          <p class="note">
            请先关联系统，再确认节点：关联由一人办理，节点已经确认、关联后会放宽资金结论的，不能关联。
          </p>
          <button type="submit">关联系统</button>
        </FoldedForm>
      ) : null}
    </Card>
  )
}

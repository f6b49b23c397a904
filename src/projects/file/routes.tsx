import { download, xlsxType } from '../../platform/http/download.ts'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { idInPath, idParam } from '../../platform/http/path-id.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { ProjectFileBody, ProjectUploadBody, projectFilesHref } from './pages.tsx'
import { previewProjectFile } from './preview-file.ts'
import { listProjectFiles, readProjectFileView } from './read-project-file.ts'
import { registerProjectFile } from './register-file.ts'
import { projectFileTemplate } from './template.ts'

export const projectFilePages = pageRouter()
const place = 'projects'

async function uploadPage(c: RequestContext) {
  const files = await listProjectFiles(c.get('context'))
  return renderPage(c, { title: '由文件登记项目', place }, <ProjectUploadBody files={files} />)
}

projectFilePages.get(projectFilesHref, guard('projects.file'), uploadPage)
projectFilePages.post(projectFilesHref, guard('projects.file'), (c) =>
  orRefusal(
    c,
    async (form) => {
      const file = form.file('请先选择项目文件。')
      const { fileId } = await previewProjectFile(c.get('context'), file)
      return c.redirect(`${projectFilesHref}/${fileId}`, 303)
    },
    () => uploadPage(c),
  ),
)

projectFilePages.get(`${projectFilesHref}/template`, guard('projects.file'), async (c) =>
  download(c, await projectFileTemplate(c.get('context')), '项目登记模板.xlsx', xlsxType),
)

const filePath = `${projectFilesHref}/${idInPath}`
async function filePage(c: RequestContext) {
  const view = await readProjectFileView(c.get('context'), idParam(c))
  return renderPage(c, { title: view.fileName, place }, <ProjectFileBody view={view} />)
}

projectFilePages.get(filePath, guard('projects.file'), filePage)
projectFilePages.post(`${filePath}/register`, guard('projects.file'), (c) =>
  orRefusal(
    c,
    async (form) => {
      await registerProjectFile(c.get('context'), { fileId: idParam(c), digest: form.text('digest') })
      return c.redirect(`${projectFilesHref}/${idParam(c)}`, 303)
    },
    () => filePage(c),
  ),
)

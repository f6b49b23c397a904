import type { FC } from 'hono/jsx'
import type { Actor } from '../../platform/context.ts'
import { AppError, type FieldError } from '../../platform/errors.ts'
import { guard } from '../../platform/http/guard.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { Alert, Card, Empty, Field, Table } from '../../platform/ui/components.tsx'
import { Tabs } from '../../platform/ui/navigation.tsx'
import type { Match } from '../model.ts'
import { forgetPhrase } from './forget-phrase.ts'
import { learnPhrase } from './learn-phrase.ts'
import { type LearntRow, listLearntPhrases } from './list-learnt-phrases.ts'

const outcomeWords: Record<Match['outcome'], string> = {
  served: '由目录提供',
  substituted: '由替代项提供',
  'not-in-catalogue': '目录外',
  'must-not-build': '不得自建',
  ineligible: '不予承载',
  'no-capacity': '余量不足',
}

/** 不得自建：SSO-01. */
const inWords = ({ outcome, items }: Match) =>
  [outcomeWords[outcome], items.map(({ code }) => code).join('、')].filter((part) => part !== '').join('：')

const PhrasesBody: FC<{
  actor: Actor
  rows: readonly LearntRow[]
  values?: { phrase: string; code: string }
  error?: { message: string; errors: readonly FieldError[] } | undefined
}> = ({ actor, rows, values = { phrase: '', code: '' }, error }) => (
  <>
    <h1>匹配词库</h1>
    <p class="sub">部门的说法指目录里的哪一项，由大数据中心认定；以后同样和相近的说法都照此匹配。</p>
    <Tabs actor={actor} place="requests" here="/requests/phrases" />
    <Card title="认定一个说法">
      {error === undefined ? null : (
        <Alert tone="stop" title="没有保存">
          <p>{error.message}</p>
        </Alert>
      )}
      <form method="post" action="/requests/phrases">
        <div class="fields">
          <Field name="phrase" label="部门的说法" errors={error?.errors ?? []}>
            <input id="phrase" name="phrase" required maxlength={200} value={values.phrase} />
          </Field>
          <Field name="code" label="服务项编码（留空：目录里没有）" errors={error?.errors ?? []}>
            <input id="code" name="code" maxlength={100} value={values.code} />
          </Field>
        </div>
        <button type="submit">认定</button>
      </form>
    </Card>
    <Card>
      <Table
        caption="已认定的说法"
        rows={rows}
        empty={
          <Empty title="还没有认定过">
            <p>审核申请时改正了文字需求的匹配，或者在上面填写，就会记在这里。</p>
          </Empty>
        }
        columns={[
          { label: '说法', cell: ({ phrase }) => phrase },
          { label: '认定为', cell: ({ code }) => code ?? '目录里没有' },
          { label: '原来', cell: ({ effect }) => (effect === null ? '—' : inWords(effect.before)) },
          { label: '现在', cell: ({ effect }) => (effect === null ? '—' : inWords(effect.after)) },
          {
            label: '认定人',
            cell: ({ learntBy, learntAt, requestId }) => (
              <>
                {learntBy}，{learntAt.toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })}
                {requestId === null ? null : (
                  <>
                    ，<a href={`/requests/${requestId}`}>申请</a>
                  </>
                )}
              </>
            ),
          },
          {
            label: '操作',
            cell: ({ id, phrase }) => (
              <form method="post" action="/requests/phrases/remove">
                <input type="hidden" name="id" value={String(id)} />
                <button type="submit" class="quiet" aria-label={`撤销“${phrase}”的认定`}>
                  撤销
                </button>
              </form>
            ),
          },
        ]}
      />
    </Card>
  </>
)

export const learntPages = pageRouter()

async function phrasesPage(c: RequestContext, values?: { phrase: string; code: string }, error?: AppError) {
  const context = c.get('context')
  return renderPage(
    c,
    { title: '匹配词库', place: 'requests', ...(error === undefined ? {} : { status: error.status }) },
    <PhrasesBody
      actor={context.actor}
      rows={await listLearntPhrases(context)}
      {...(values === undefined ? {} : { values })}
      error={error === undefined ? undefined : { message: error.message, errors: error.errors }}
    />,
  )
}

learntPages.get('/requests/phrases', guard('matching.learn'), (c) => phrasesPage(c))

learntPages.post('/requests/phrases', guard('matching.learn'), async (c) => {
  const form = await c.req.parseBody()
  const text = (name: string) => (typeof form[name] === 'string' ? form[name].trim() : '')
  const values = { phrase: text('phrase'), code: text('code') }
  try {
    await learnPhrase(c.get('context'), {
      phrase: values.phrase,
      code: values.code === '' ? null : values.code,
    })
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return phrasesPage(c, values, error)
    throw error
  }
  return c.redirect('/requests/phrases', 303)
})

learntPages.post('/requests/phrases/remove', guard('matching.learn'), async (c) => {
  const { id } = await c.req.parseBody()
  try {
    await forgetPhrase(c.get('context'), { id: Number(id) })
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return phrasesPage(c, undefined, error)
    throw error
  }
  return c.redirect('/requests/phrases', 303)
})

import type { FC } from 'hono/jsx'
import { guard } from '../../platform/http/guard.ts'
import { orRefusal } from '../../platform/http/or-refusal.ts'
import { renderPage } from '../../platform/http/render-page.tsx'
import { pageRouter, type RequestContext } from '../../platform/http/routers.ts'
import { Card, Empty, Field, Table } from '../../platform/ui/components.tsx'
import { Form, Input } from '../../platform/ui/form.tsx'
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
  rows: readonly LearntRow[]
}> = ({ rows }) => (
  <>
    <h1>匹配词库</h1>
    <p class="sub">部门的说法指目录里的哪一项，由大数据中心认定；以后同样和相近的说法都照此匹配。</p>
    <Card title="认定一个说法">
      <Form action="/requests/phrases">
        <div class="fields">
          <Field name="phrase" label="部门的说法">
            <Input id="phrase" name="phrase" required maxlength={200} />
          </Field>
          <Field name="code" label="服务项编码（留空：目录里没有）">
            <Input id="code" name="code" maxlength={100} />
          </Field>
        </div>
        <button type="submit">认定</button>
      </Form>
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

async function phrasesPage(c: RequestContext) {
  const context = c.get('context')
  const rows = await listLearntPhrases(context)
  return renderPage(c, { title: '匹配词库', place: 'cloud' }, <PhrasesBody rows={rows} />)
}

learntPages.get('/requests/phrases', guard('matching.learn'), phrasesPage)

learntPages.post('/requests/phrases', guard('matching.learn'), (c) =>
  orRefusal(
    c,
    async (form) => {
      const phrase = form.said('phrase') ?? ''
      await learnPhrase(c.get('context'), { phrase, code: form.said('code') ?? null })
      return c.redirect('/requests/phrases', 303)
    },
    () => phrasesPage(c),
  ),
)

learntPages.post('/requests/phrases/remove', guard('matching.learn'), (c) =>
  orRefusal(
    c,
    async (form) => {
      await forgetPhrase(c.get('context'), { id: form.number('id') })
      return c.redirect('/requests/phrases', 303)
    },
    () => phrasesPage(c),
  ),
)

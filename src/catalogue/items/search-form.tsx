import type { Child, FC } from 'hono/jsx'
import { Select } from '../../platform/ui/components.tsx'
import { type CatalogueItem, type Category, levelInChinese } from '../model.ts'
import { type SearchIndex, termsFoundNowhere } from './search.ts'

/** What the address asks for; an empty text asks for nothing. */
export interface Asked {
  q: string
  category: Category | ''
  zone: string
  domestic: 'yes' | 'no' | ''
  level: '1' | '2' | '3' | '4' | '5' | ''
  page: number
}

export function anyFilter(asked: Asked): boolean {
  return asked.q !== '' || anyChoice(asked)
}
function anyChoice({ category, zone, domestic, level }: Asked): boolean {
  return [category, zone, domestic, level].some((value) => value !== '')
}

export const SearchForm: FC<{
  asked: Asked
  choices: { zones: string[] }
  path: string
  jurisdiction: string | undefined
}> = ({ asked, choices, path, jurisdiction }) => (
  <search>
    <form class="filters" method="get" action={path} data-auto>
      {jurisdiction === undefined ? null : <input type="hidden" name="jurisdiction" value={jurisdiction} />}
      <div class="grow">
        <label for="q">搜索</label>
        <input
          id="q"
          name="q"
          type="search"
          value={asked.q}
          maxlength={100}
          placeholder="名称、规格、编码或俗称，如 8核16G 国产"
        />
      </div>
      {asked.category === '' ? null : <input type="hidden" name="category" value={asked.category} />}
      <Select
        name="zone"
        label="网络区域"
        all="全部区域"
        value={asked.zone}
        options={choices.zones.map((value) => ({ value, label: value }))}
      />
      <Select
        name="domestic"
        label="信创"
        all="不限"
        value={asked.domestic}
        options={[
          { value: 'yes', label: '仅信创' },
          { value: 'no', label: '非信创' },
        ]}
      />
      <Select
        name="level"
        label="等保"
        all="不限"
        value={asked.level}
        options={[1, 2, 3, 4, 5].map((level) => ({
          value: String(level),
          label: `可承载${levelInChinese(level)}`,
        }))}
      />
      <button type="submit">搜索</button>
    </form>
  </search>
)

const explained: Record<Category, string> = {
  IaaS: '基础设施',
  PaaS: '平台',
  SaaS: '应用',
}

/** The three kinds of service as places to browse, each with how many items it has. */
export const CategoryTabs: FC<{
  asked: Asked
  items: readonly CatalogueItem[]
  categories: readonly Category[]
  address: (change: Partial<Asked>) => string
}> = ({ asked, items, categories, address }) => (
  <nav class="tabs no-print" aria-label="服务类别">
    <a href={address({ category: '' })} aria-current={asked.category === '' ? 'page' : undefined}>
      全部 {items.length}
    </a>
    {categories.map((category) => (
      <a href={address({ category })} aria-current={asked.category === category ? 'page' : undefined}>
        {category} {explained[category]} {items.filter((item) => item.category === category).length}
      </a>
    ))}
  </nav>
)

/** In: a search without result. Out: what to change, each as a link where there is one. */
export function whatToTry(
  index: SearchIndex,
  asked: Asked,
  address: (change: Partial<Asked>) => string,
  needs: boolean,
): Child {
  const unknown = termsFoundNowhere(index, asked.q)
  const rest = asked.q
    .split(/\s+/)
    .filter((word) => !unknown.includes(word))
    .join(' ')
  return (
    <>
      {unknown.length > 0 ? (
        <p>
          目录里没有{unknown.map((word) => `“${word}”`).join('、')}。
          {rest === '' ? null : <a href={address({ q: rest })}>只搜“{rest}”</a>}
        </p>
      ) : null}
      {anyChoice(asked) && asked.q !== '' ? (
        <p>
          <a href={address({ category: '', zone: '', domestic: '', level: '' })}>去掉筛选，只搜“{asked.q}”</a>
        </p>
      ) : null}
      <p>
        试试更短的说法，如{' '}
        <a href={address({ q: '虚拟机', category: '', zone: '', domestic: '', level: '' })}>虚拟机</a>、
        <a href={address({ q: '数据库', category: '', zone: '', domestic: '', level: '' })}>数据库</a>、
        <a href={address({ q: '8核16G', category: '', zone: '', domestic: '', level: '' })}>8核16G</a>。
      </p>
      {needs ? (
        <p>
          确实没有的，可以{' '}
          <a href={`/catalogue/wishes/new?${new URLSearchParams({ title: asked.q })}`}>提出目录外需求</a>。
        </p>
      ) : null}
    </>
  )
}

import { createServer, type Server } from 'node:http'
import { eq } from 'drizzle-orm'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../tests/support/world.ts'
import { createApp } from '../../app.ts'
import { loadAssets } from '../../platform/assets-folder.ts'
import { transactAs } from '../../platform/database.ts'
import { askAccountChange } from '../people/account-changes.ts'
import { createPerson } from '../people/create-person.ts'
import { oneTimeTokens, people, sessions } from '../schema.ts'
import { codeOf, releaseAsked } from '../testing.ts'

/** The real provider package on loopback, with its own sign-in forms; any login there is an account. */
async function startProvider() {
  let handle: ReturnType<Provider['callback']> | undefined
  const server: Server = createServer((request, response) => handle?.(request, response))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const issuer = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'dengyun',
        client_secret: 'a-secret-of-the-city-for-dengyun-only',
        redirect_uris: [`${origin}/sign-in/provider/callback`],
        post_logout_redirect_uris: [`${origin}/catalogue`],
      },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: id }),
    }),
    pkce: { required: () => true },
  })
  handle = provider.callback()
  return { issuer, stop: () => new Promise((closed) => server.close(closed)) }
}

const origin = 'http://dengyun.test'
let world: World
let provider: Awaited<ReturnType<typeof startProvider>>
let app: ReturnType<typeof createApp>

beforeAll(async () => {
  world = await makeWorld({ now: new Date().toISOString() })
  provider = await startProvider()
  app = await appWith(provider.issuer)
})
afterAll(() => provider.stop())

async function appWith(issuer: string) {
  return createApp({
    database: () => world.database,
    objects: () => world.objects,
    clock: world.clock,
    assets: await loadAssets(),
    publicOrigin: origin,
    oidc: { issuer, clientId: 'dengyun', clientSecret: 'a-secret-of-the-city-for-dengyun-only' },
    setUpToken: undefined,
    addressOf: () => '127.0.0.1',
    log: () => {},
  })
}

/** A browser with one cookie jar a site, that follows redirects from site to site. */
function browser() {
  const jars = new Map<string, Map<string, string>>()
  const jarOf = (url: URL) => {
    const jar = jars.get(url.origin) ?? new Map<string, string>()
    jars.set(url.origin, jar)
    return jar
  }
  const ask = async (url: URL, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('cookie', [...jarOf(url)].map(([name, value]) => `${name}=${value}`).join('; '))
    const own = url.origin === origin
    if (own && init.method === 'POST') headers.set('origin', origin)
    const answer = own
      ? await app.request(url.href, { ...init, headers })
      : await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = '', ...attributes] = cookie.split(';')
      const [name = '', value = ''] = pair.split('=')
      const gone = value === '' || attributes.some((attribute) => /max-age=0/i.test(attribute))
      if (gone) jarOf(url).delete(name)
      else jarOf(url).set(name, value)
    }
    return answer
  }
  /** Follows redirects. Out: the last answer, and where it came from. */
  const go = async (href: string, init: RequestInit = {}) => {
    let url = new URL(href, origin)
    let answer = await ask(url, init)
    for (let hops = 0; hops < 15; hops += 1) {
      const location = answer.headers.get('location')
      if (location === null) break
      url = new URL(location, url)
      answer = await ask(url, {})
    }
    return { url, answer, page: await answer.text() }
  }
  return { go, cookies: (site: string) => jars.get(site) ?? new Map<string, string>() }
}

/** Goes through the provider's forms as `login`. Out: where it ended. */
async function signInAtProvider(who: ReturnType<typeof browser>, login: string, next = '/account') {
  return throughProvider(who, `/sign-in/provider?next=${encodeURIComponent(next)}`, login)
}

/** Goes to the provider by an address, and through its forms as `login`. Out: where it ended. */
async function throughProvider(who: ReturnType<typeof browser>, href: string, login: string) {
  let at = await who.go(href)
  for (let forms = 0; forms < 3 && at.url.origin !== origin; forms += 1) {
    const action = /action="([^"]+)"/.exec(at.page)?.[1] ?? ''
    const prompt = /name="prompt" value="(\w+)"/.exec(at.page)?.[1] ?? ''
    const body = new URLSearchParams({ prompt, ...(prompt === 'login' ? { login, password: 'x' } : {}) })
    at = await who.go(action, { method: 'POST', body })
  }
  return at
}

const personNamed = (username: string) =>
  transactAs(world.database, 'sign-in', (tx) =>
    tx.select().from(people).where(eq(people.username, username)),
  ).then(([person]) => person)

/** Binds the provider's account of the same name, as a person that was invited would. */
const bound = (username: string) =>
  transactAs(world.database, 'sign-in', (tx) =>
    tx
      .update(people)
      .set({ oidcSubject: `${provider.issuer} ${username}` })
      .where(eq(people.username, username)),
  )

describe('the identity provider', () => {
  it('opens no account by the name it gives, however alike: only by what was bound', async () => {
    const before = await signInAtProvider(browser(), 'lingchuan-system-admin', '/admin/people')
    expect([before.answer.status, before.page.includes('没有绑定')]).toEqual([403, true])
    expect((await personNamed('lingchuan-system-admin'))?.oidcSubject).toBeNull()
  })

  it('is bound by an invitation, its link and its code, once, while signing in there', async () => {
    const { id, invitation } = await createPerson(world.as('system-admin'), {
      ...{ organisationId: world.organisations.finance, name: '新人', username: 'newcomer', role: 'finance' },
    })
    const who = browser()
    const start = (code: string) =>
      who.go(`${invitation}/provider`, { method: 'POST', body: new URLSearchParams({ code }) })
    expect((await start('aaaa-bbbb-cccc-dddd')).answer.status).toBe(400)
    const code = await releaseAsked(world, id)
    const link = /href="(http:\/\/127[^"]+)"/.exec((await start(code)).page)?.[1]?.replaceAll('&amp;', '&')
    const at = await throughProvider(who, link ?? '', 'somebody-there')
    expect([at.url.pathname, at.answer.status]).toEqual(['/account', 200])
    expect((await personNamed('newcomer'))?.oidcSubject).toBe(`${provider.issuer} somebody-there`)
    expect((await start(code)).answer.status).toBe(404)
    const again = await signInAtProvider(browser(), 'somebody-there')
    expect([again.url.pathname, again.page.includes('统一身份认证')]).toEqual(['/account', true])
  })

  it('is bound by the subject that the security administrator enters for what another asked', async () => {
    await bound('lingchuan-system-admin')
    const at = await signInAtProvider(browser(), 'lingchuan-system-admin', '/admin/people')
    expect([at.url.pathname, at.answer.status]).toEqual(['/admin/people', 200])
    const { actor } = world.as('finance')
    const id = actor.kind === 'person' ? actor.id : 0
    await askAccountChange(world.as('system-admin'), id, 'binding')
    for (const subject of ['', 'no-issuer', `${provider.issuer} lingchuan-system-admin`])
      expect(await codeOf(releaseAsked(world, id, { subject }))).not.toBe('done')
    expect((await personNamed('lingchuan-finance'))?.oidcSubject).toBeNull()
  })

  it('finds a bound person again after their username changed here', async () => {
    await bound('lingchuan-finance')
    await transactAs(world.database, 'sign-in', (tx) =>
      tx.update(people).set({ username: 'renamed' }).where(eq(people.username, 'lingchuan-finance')),
    )
    const at = await signInAtProvider(browser(), 'lingchuan-finance')
    expect(at.url.pathname).toBe('/account')
  })

  it('lets nobody in who has no account here, or a disabled one', async () => {
    const unknown = await signInAtProvider(browser(), 'stranger')
    expect([unknown.answer.status, unknown.page.includes('没有可用的账号')]).toEqual([403, true])
    await transactAs(world.database, 'sign-in', (tx) =>
      tx.update(people).set({ disabled: true }).where(eq(people.username, 'lingchuan-audit')),
    )
    await bound('lingchuan-audit')
    const disabled = await signInAtProvider(browser(), 'lingchuan-audit')
    expect(disabled.answer.status).toBe(403)
  })

  it('is gone to without writing anything, and leads back to a page of this site only', async () => {
    const rows = () => transactAs(world.database, 'sign-in', (tx) => tx.$count(oneTimeTokens))
    const before = await rows()
    expect((await browser().go('/sign-in/provider?next=/account')).url.origin).toBe(provider.issuer)
    expect(await rows()).toBe(before)
    for (const next of [
      '/\t/evil.example',
      '/%09/evil.example',
      '/\\evil.example',
      '//evil.example',
      '/.//evil.example',
    ]) {
      const at = await signInAtProvider(browser(), 'lingchuan-system-admin', next)
      expect([next, at.url.origin, at.answer.status]).toEqual([next, origin, 200])
    }
  })

  it('is not believed when the answer belongs to another browser, is replayed or forged', async () => {
    const victim = browser()
    const attacker = browser()
    const begun = await attacker.go('/sign-in/provider')
    expect(begun.url.origin).toBe(provider.issuer)
    for (const query of ['code=forged&state=forged', 'error=access_denied', '']) {
      const at = await victim.go(`/sign-in/provider/callback?${query}`)
      expect([query, at.answer.status]).toEqual([query, 400])
      expect(victim.cookies(origin).has('dengyun_session')).toBe(false)
    }
    // The attacker's own browser, with the right cookie but a forged state, once and again.
    for (const state of ['forged', 'again']) {
      const at = await attacker.go(`/sign-in/provider/callback?code=x&state=${state}`)
      expect(at.answer.status).toBe(400)
    }
    expect(attacker.cookies(origin).has('dengyun_session')).toBe(false)
  })

  it('is signed out of too, by a link after signing out here', async () => {
    await bound('lingchuan-data-centre')
    const who = browser()
    await signInAtProvider(who, 'lingchuan-data-centre')
    const before = await transactAs(world.database, 'sign-in', (tx) => tx.$count(sessions))
    const out = await who.go('/sign-out', { method: 'POST' })
    expect([out.url.pathname, out.page.includes('/sign-out/provider')]).toEqual(['/signed-out', true])
    expect(await transactAs(world.database, 'sign-in', (tx) => tx.$count(sessions))).toBe(before - 1)
    const there = await who.go('/sign-out/provider')
    expect(there.url.href).toContain(`${provider.issuer}/session/end`)
    expect(there.answer.status).toBe(200)
  })

  it('that can’t be reached is told so, and passwords still work', async () => {
    const [real, away] = [app, await appWith('http://127.0.0.1:1')]
    app = away
    const at = await browser().go('/sign-in/provider')
    expect([at.answer.status, at.page.includes('连接不上')]).toEqual([503, true])
    expect(at.page).toContain('name="password"')
    app = real
  })

  it('is not offered where none is configured', async () => {
    expect((await world.fetch('/sign-in/provider')).status).toBe(404)
    expect(await (await world.fetch('/sign-in')).text()).not.toContain('统一身份认证')
  })
})

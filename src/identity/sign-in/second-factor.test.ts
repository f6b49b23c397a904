import { eq } from 'drizzle-orm'
import { Secret, TOTP } from 'otpauth'
import decodeQR from 'qr/decode.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testPassword, type World } from '../../../tests/support/world.ts'
import { transactAs } from '../../platform/database.ts'
import { decidingRoles } from '../../platform/permissions.ts'
import { newSecretsKey, openSecretBox } from '../../platform/secret-box.ts'
import { askAccountChange } from '../people/account-changes.ts'
import { oneTimeTokens, rateLimits, recoveryCodes, secondFactors } from '../schema.ts'
import { addTestPerson, codeOf, cookieOf, form, recorded, releaseAsked, signInAs } from '../testing.ts'
import { sealSecondFactors } from './seal-second-factors.ts'
import { setPolicy } from './secure-account.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

const start = Date.parse('2026-11-21T10:00:00+08:00')
/** In: steps of 30 seconds from the start. Moves the clock there. */
const at = (step: number) => world.clock.set(new Date(start + step * 30_000).toISOString())
const codeAt = (secret: string, step: number) =>
  new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) }).generate({
    timestamp: start + step * 30_000,
  })
/** In: the drawing in the page. Out: what a phone reads off it. */
function readQr(svg: string): string {
  const size = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1])
  const scale = 4
  const width = size * scale
  const data = new Uint8Array(width * width * 4).fill(255)
  for (const [, x, y, run] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row += 1)
      for (let column = Number(x) * scale; column < (Number(x) + Number(run)) * scale; column += 1)
        data.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3)
  return decodeQR({ width, height: width, data })
}
const forgetFailures = () => transactAs(world.database, 'sign-in', (tx) => tx.delete(rateLimits))

/** Proves the password again. Out: the page that shows the secret. */
async function offered(cookie: string, current = testPassword): Promise<string> {
  return (await world.fetch('/account/second-factor/offer', form({ current }, cookie))).text()
}

/** Signs in and enrols. Out: the secret, the recovery codes, and the session that replaces the one before. */
async function enrol(username: string, step: number) {
  at(step)
  const before = cookieOf(await signInAs(world, username))
  const page = await offered(before)
  const secret = /<code class="secret">([A-Z2-7 ]+)<\/code>/.exec(page)?.[1] ?? ''
  const confirmed = await world.fetch('/account/second-factor', form({ code: codeAt(secret, step) }, before))
  const codes = (await confirmed.text()).match(/\b[a-z2-7]{4}(-[a-z2-7]{4}){3}\b/g) ?? []
  return { secret, codes, page, before, cookie: cookieOf(confirmed) }
}

/** Goes through the first step. Out: the cookie that the second step needs. */
async function firstStep(username: string): Promise<string> {
  const answer = await signInAs(world, username)
  expect(answer.headers.get('location')).toBe('/sign-in/code?next=%2Faccount')
  expect(cookieOf(answer)).toBe('')
  return cookieOf(answer, 'dengyun_pending')
}
const secondStep = (pending: string, code: string) =>
  world.fetch('/sign-in/code', form({ code, next: '/account' }, pending))

describe('a second factor', () => {
  it('is enrolled by typing the secret and proving a code; ten recovery codes are shown once', async () => {
    await addTestPerson(world, 'enrols', ['department'])
    const { secret, codes, page, before, cookie } = await enrol('enrols', 0)
    expect(secret).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/)
    expect(page).toContain('otpauth://totp/')
    expect(codes).toHaveLength(10)
    expect((await world.fetch('/account', { headers: { cookie: before } })).status).toBe(303)
    const after = await (await world.fetch('/account/second-factor', { headers: { cookie } })).text()
    expect(after).toContain('还剩 10 个恢复码')
    expect(after).not.toContain(secret)
    const kept = await transactAs(world.database, 'sign-in', (tx) => tx.select().from(recoveryCodes))
    for (const code of codes) expect(JSON.stringify(kept)).not.toContain(code)
  })

  it('is offered to whoever proves the password again, never for a session alone, and looking offers none', async () => {
    const personId = await addTestPerson(world, 'left-open', ['department'])
    at(0)
    const cookie = cookieOf(await signInAs(world, 'left-open'))
    const rows = () =>
      transactAs(world.database, 'sign-in', (tx) =>
        tx.$count(secondFactors, eq(secondFactors.personId, personId)),
      )
    const looked = await (await world.fetch('/account/second-factor', { headers: { cookie } })).text()
    expect([looked.includes('otpauth:'), looked.includes('name="current"'), await rows()]).toEqual([
      false,
      true,
      0,
    ])
    for (const wrong of ['', 'not the password'])
      expect([(await offered(cookie, wrong)).includes('otpauth:'), await rows()]).toEqual([false, 0])
    expect([(await offered(cookie)).includes('otpauth:'), await rows()]).toEqual([true, 1])
  })

  it('is offered as a QR code that says the same as the link, by markup the CSP lets through', async () => {
    await addTestPerson(world, 'scans', ['department'])
    at(0)
    const cookie = cookieOf(await signInAs(world, 'scans'))
    const page = await offered(cookie)
    const svg = /<svg[^>]*class="qr".*?<\/svg>/s.exec(page)?.[0] ?? ''
    expect(svg).toMatch(/role="img" aria-label="[^"]*二维码/)
    expect(svg).not.toContain('style')
    const address = /href="(otpauth:[^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&')
    expect(decodeURIComponent(address ?? '')).toContain('登云:scans')
    expect(readQr(svg)).toBe(address)
  })

  it('is not enrolled by a wrong code', async () => {
    await addTestPerson(world, 'mistypes', ['department'])
    at(0)
    const cookie = cookieOf(await signInAs(world, 'mistypes'))
    const secret = /<code class="secret">([A-Z2-7 ]+)<\/code>/.exec(await offered(cookie))?.[1] ?? ''
    const answer = await world.fetch('/account/second-factor', form({ code: '000000' }, cookie))
    expect([answer.status, (await answer.text()).includes(secret)]).toEqual([400, false])
    expect((await signInAs(world, 'mistypes')).headers.get('location')).toBe('/account')
  })

  it('is asked for at sign-in; codes of the step before and after pass, each step once', async () => {
    await addTestPerson(world, 'careful', ['department'])
    const { secret } = await enrol('careful', 0)
    const pending = await firstStep('careful')
    // The code that confirmed the enrolment is used up.
    expect((await secondStep(pending, codeAt(secret, 0))).status).toBe(400)
    expect((await secondStep(pending, codeAt(secret, 2))).status).toBe(400)
    const done = await secondStep(pending, ` ${codeAt(secret, 1).replace(/(...)/, '$1 ')}`)
    expect(done.headers.get('location')).toBe('/account')
    expect((await world.fetch('/systems', { headers: { cookie: cookieOf(done) } })).status).toBe(200)
    // The first step's token is used up too.
    expect((await secondStep(pending, codeAt(secret, 1))).headers.get('location')).toContain('/sign-in?')
    const again = await firstStep('careful')
    expect((await secondStep(again, codeAt(secret, 1))).status).toBe(400)
    expect((await secondStep(again, codeAt(secret, 0))).status).toBe(400)
    at(2)
    expect((await secondStep(again, codeAt(secret, 2))).status).toBe(303)
    await forgetFailures()
  })

  it('of one step is accepted once, also when sent many times at once', async () => {
    await addTestPerson(world, 'raced', ['department'])
    const { secret } = await enrol('raced', 0)
    at(1)
    const pendings = await Promise.all([1, 2, 3, 4].map(() => firstStep('raced')))
    const answers = await Promise.all(pendings.map((pending) => secondStep(pending, codeAt(secret, 1))))
    expect(answers.filter(({ status }) => status === 303).length).toBe(1)
    await forgetFailures()
  })

  it('locks after five wrong codes, however often the password is proven anew', async () => {
    await addTestPerson(world, 'guessed', ['department'])
    const { secret } = await enrol('guessed', 0)
    at(3)
    for (let guess = 1; guess <= 5; guess += 1)
      expect((await secondStep(await firstStep('guessed'), '000000')).status).toBe(400)
    expect((await secondStep(await firstStep('guessed'), codeAt(secret, 3))).status).toBe(429)
    await forgetFailures()
  })

  it('waits ten minutes for the code, then wants the password again', async () => {
    await addTestPerson(world, 'slow', ['department'])
    const { secret } = await enrol('slow', 0)
    const pending = await firstStep('slow')
    at(21)
    const late = await secondStep(pending, codeAt(secret, 21))
    expect(late.headers.get('location')).toContain('/sign-in?')
  })

  it('lost is replaced by a recovery code, each good once', async () => {
    await addTestPerson(world, 'loses', ['department'])
    const { codes } = await enrol('loses', 0)
    const [code = ''] = codes
    const typed = code.toUpperCase().replaceAll('-', ' ')
    expect((await secondStep(await firstStep('loses'), typed)).status).toBe(303)
    expect((await secondStep(await firstStep('loses'), code)).status).toBe(400)
  })

  it('is taken away by two administrators, never by one, never one’s own; then the password suffices', async () => {
    const personId = await addTestPerson(world, 'helpless', ['department'])
    const { cookie } = await enrol('helpless', 0)
    expect(await codeOf(askAccountChange(world.as('security-admin'), personId, 'second-factor'))).toBe(
      'forbidden',
    )
    await askAccountChange(world.as('system-admin'), personId, 'second-factor')
    expect((await world.fetch('/account', { headers: { cookie } })).status).toBe(200)
    await releaseAsked(world, personId)
    expect((await world.fetch('/account', { headers: { cookie } })).status).toBe(303)
    expect((await signInAs(world, 'helpless')).headers.get('location')).toBe('/account')
    expect(await codeOf(askAccountChange(world.as('system-admin'), personId, 'second-factor'))).toBe(
      'conflict',
    )
  })

  it('is given up, or its recovery codes renewed, only with a code', async () => {
    await addTestPerson(world, 'moves-phone', ['department'])
    const { secret, codes, cookie } = await enrol('moves-phone', 0)
    const post = (what: string, code: string) =>
      world.fetch(`/account/second-factor/${what}`, form({ code }, cookie))
    expect((await post('remove', '000000')).status).toBe(400)
    at(1)
    const renewed = await post('recovery-codes', codeAt(secret, 1))
    expect(await renewed.text()).not.toContain(codes[0])
    expect((await secondStep(await firstStep('moves-phone'), codes[0] ?? '')).status).toBe(400)
    at(2)
    expect((await post('remove', codeAt(secret, 2))).status).toBe(303)
    expect((await signInAs(world, 'moves-phone')).headers.get('location')).toBe('/account')
  })

  const storedOf = (personId: number) =>
    transactAs(world.database, 'sign-in', async (tx) => {
      const [row] = await tx.select().from(secondFactors).where(eq(secondFactors.personId, personId))
      return row?.secret ?? ''
    })
  const store = (personId: number, secret: string) =>
    transactAs(world.database, 'sign-in', (tx) =>
      tx.update(secondFactors).set({ secret }).where(eq(secondFactors.personId, personId)),
    )

  it('is kept sealed, and for nobody else: a row that was copied opens nothing', async () => {
    const personId = await addTestPerson(world, 'sealed', ['department'])
    const other = await addTestPerson(world, 'robbed', ['department'])
    const { secret } = await enrol('sealed', 0)
    await enrol('robbed', 0)
    const stored = await storedOf(personId)
    expect(stored).toMatch(/^v1\.[0-9a-f]{8}\./)
    expect(stored).not.toContain(secret.replaceAll(' ', ''))
    await store(other, stored)
    at(1)
    expect((await secondStep(await firstStep('robbed'), codeAt(secret, 1))).status).toBe(500)
    expect((await secondStep(await firstStep('sealed'), codeAt(secret, 1))).status).toBe(303)
    await transactAs(world.database, 'sign-in', (tx) =>
      tx.delete(secondFactors).where(eq(secondFactors.personId, other)),
    )
  })

  it('from before there was sealing is sealed at its next use, or at the next start', async () => {
    const personId = await addTestPerson(world, 'earlier', ['department'])
    const { secret } = await enrol('earlier', 0)
    const plain = secret.replaceAll(' ', '')
    await store(personId, plain)
    at(1)
    expect((await secondStep(await firstStep('earlier'), codeAt(secret, 1))).status).toBe(303)
    expect(await storedOf(personId)).toMatch(/^v1\./)

    await store(personId, plain)
    const { secrets } = world.as('public')
    if (secrets === undefined) throw new Error('no box')
    await sealSecondFactors(world.database, secrets, () => {})
    expect(await storedOf(personId)).toMatch(/^v1\./)
    at(2)
    expect((await secondStep(await firstStep('earlier'), codeAt(secret, 2))).status).toBe(303)
  })

  it('under a key that is gone says so, and a recovery code still opens the way', async () => {
    const personId = await addTestPerson(world, 'keyless', ['department'])
    const { secret, codes } = await enrol('keyless', 0)
    const lost = openSecretBox([newSecretsKey()])
    await store(personId, await lost.seal(secret.replaceAll(' ', ''), `second-factor:${personId}`))
    const logs: string[] = []
    await sealSecondFactors(world.database, openSecretBox([newSecretsKey()]), (line) => logs.push(line))
    expect(logs[0]).toContain('读不出来')
    at(1)
    const told = await secondStep(await firstStep('keyless'), codeAt(secret, 1))
    expect([told.status, await told.text()]).toEqual([409, expect.stringContaining('请改用恢复码登录')])
    expect((await secondStep(await firstStep('keyless'), codes[0] ?? '')).status).toBe(303)
    expect(await storedOf(personId)).toMatch(/^v1\./)
  })

  it('leaves no secret in the record', async () => {
    const personId = await addTestPerson(world, 'recorded', ['department'])
    const { secret, codes } = await enrol('recorded', 0)
    const said = JSON.stringify(await recorded(world, 'person', personId))
    expect(said).toContain('"secondFactor":true')
    for (const kept of [secret, secret.replaceAll(' ', ''), ...codes]) expect(said).not.toContain(kept)
    const tokens = await transactAs(world.database, 'sign-in', (tx) => tx.select().from(oneTimeTokens))
    expect(JSON.stringify(tokens)).not.toContain(testPassword)
  })
})

describe('the jurisdiction', () => {
  it('demands one of whoever approves, signs, pays, reviews or administers: without it no power, by key neither', async () => {
    at(0)
    await forgetFailures()
    expect(decidingRoles()).toEqual([
      ...['department-head', 'data-centre', 'bureau-handler', 'competent-bureau', 'finance', 'audit'],
      ...['system-admin', 'security-admin', 'audit-admin'],
    ])
    await setPolicy(world.as('security-admin'), 'deciding')
    const personId = await addTestPerson(world, 'approver', ['competent-bureau'])
    const signedIn = await signInAs(world, 'approver')
    expect(signedIn.headers.get('location')).toBe('/account/second-factor')
    const cookie = cookieOf(signedIn)
    const rules = (session: string) => world.fetch('/requests/rules', { headers: { cookie: session } })
    expect((await rules(cookie)).headers.get('location')).toBe('/account/second-factor')
    expect((await world.fetch('/account', { headers: { cookie } })).status).toBe(200)
    const { cookie: enrolled } = await enrol('approver', 0)
    expect((await rules(enrolled)).status).toBe(200)
    expect((await signInAs(world, 'lingchuan-department')).headers.get('location')).toBe('/account')

    // Password and second factor reset, one after the other: whoever comes in has no power before a second factor.
    await askAccountChange(world.as('system-admin'), personId, 'second-factor')
    await releaseAsked(world, personId)
    const bare = cookieOf(await signInAs(world, 'approver'))
    expect((await rules(bare)).headers.get('location')).toBe('/account/second-factor')

    await setPolicy(world.as('security-admin'), 'everyone')
    expect((await signInAs(world, 'lingchuan-department')).headers.get('location')).toBe(
      '/account/second-factor',
    )
    expect(await codeOf(setPolicy(world.as('system-admin'), 'everyone'))).toBe('forbidden')
    // Nobody switches it off by the page.
    const off = form({ secondFactor: 'off' })
    expect(
      (await world.fetch('/admin/rights/second-factor', { as: 'security-admin', ...off })).status,
    ).not.toBe(303)
  })

  it('of the demo demands none, and every page says so', async () => {
    const page = async () => (await world.fetch('/account', { as: 'department' })).text()
    const demo = await makeWorld()
    expect(await (await demo.fetch('/systems', { as: 'department' })).text()).toContain('演示设置')
    expect(await page()).not.toContain('演示设置')
  })
})

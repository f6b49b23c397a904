import { demoAccounts, demoPassword } from '../../demo/accounts.ts'
import type { Role } from '../../src/platform/permissions.ts'

/** What a step came to: answered well, refused by the product, or cut off, when nobody knows whether it was taken. */
export type Answer = { kind: 'taken'; body: unknown } | { kind: 'refused'; said: string } | { kind: 'cut' }

/** How far each thing had come when the product last said so. */
export interface Acknowledged {
  /** The state of each request, by its id. */
  requests: Map<number, string>
  /** The state of each single fact that somebody proposed, by its id. */
  proposals: Map<number, string>
  refusals: string[]
  steps: number
  cut: number
}

/** The people who work while the product is killed. Their sessions outlive it. */
export class People {
  private cookies = new Map<Role, string>()
  constructor(private url: string) {}

  /** The product was started again, at another address. */
  moveTo(url: string): void {
    this.url = url
  }

  async signIn(role: Role): Promise<void> {
    const username = demoAccounts.find((account) => account.role === role)?.username ?? ''
    const answer = await fetch(`${this.url}/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: this.url },
      body: new URLSearchParams({ username, password: demoPassword, next: '/' }),
    })
    const cookie = answer.headers.getSetCookie().map((each) => each.split(';')[0] ?? '')
    if (answer.status !== 303 && answer.status !== 302)
      throw new Error(`signing in answered ${answer.status}`)
    this.cookies.set(role, cookie.join('; '))
  }

  /** In: who, where, and what is sent. Out: what came of it. */
  async take(role: Role, path: string, body: unknown = {}): Promise<Answer> {
    try {
      const answer = await fetch(`${this.url}${path}`, {
        method: 'POST',
        headers: {
          cookie: this.cookies.get(role) ?? '',
          origin: this.url,
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
      })
      const said = await answer.text()
      if (answer.ok) return { kind: 'taken', body: said === '' ? null : JSON.parse(said) }
      return { kind: 'refused', said: `${path}: ${answer.status} ${said}` }
    } catch {
      return { kind: 'cut' }
    }
  }

  /** Out: the page or file at an address; throws when it isn't there. */
  async read(role: Role, path: string): Promise<string> {
    const answer = await fetch(`${this.url}${path}`, { headers: { cookie: this.cookies.get(role) ?? '' } })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
    return answer.text()
  }
}

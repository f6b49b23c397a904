import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { sessionCookie } from '../../src/identity/index.ts'
import { openSession } from '../../src/identity/sign-in/sessions.ts'
import type { Role } from '../../src/platform/permissions.ts'
import { afterFile } from './after-file.ts'
import type { Kept } from './watch-loop.ts'
import type { World } from './world.ts'

const origin = 'http://dengyun.test'

export interface WatchedAnswer {
  /** null: the connection was closed first. */
  status: number | null
  kept: Kept
  location: string | null
}
export interface WatchedServer {
  url: string
  /** Asks as somebody. Out: the answer, and how long the loop was kept by it. */
  ask(path: string, init?: RequestInit & { as?: Role | undefined }): Promise<WatchedAnswer>
  /** Keeps the loop for so many milliseconds of its processor. Out: what was seen of it. */
  busy(milliseconds: number): Promise<Kept>
}

/** Serves a world by Node, in a process of its own. */
export async function startWatched(world: World): Promise<WatchedServer> {
  const { databaseUrl, folder, clock } = world
  const settings = JSON.stringify({ databaseUrl, folder, now: clock.now().toISOString(), origin })
  const child = fork(fileURLToPath(new URL('./watched-server.ts', import.meta.url)), [settings], {
    execArgv: ['--import', 'tsx'],
  })
  const told = () =>
    new Promise<unknown>((done, failed) => {
      const ended = (code: number | null) => failed(new Error(`the server ended with ${code}`))
      child.once('exit', ended)
      child.once('message', (message) => {
        child.off('exit', ended)
        done(message)
      })
    })
  afterFile(async () => {
    child.disconnect()
    await new Promise((gone) => child.once('exit', gone))
  })
  const { port } = z.object({ port: z.number() }).parse(await told())
  const url = `http://127.0.0.1:${port}`
  const tokens = new Map<Role, string>()
  const cookieOf = async (role: Role) => {
    const { actor } = world.as(role)
    if (actor.kind !== 'person') throw new Error('no person')
    const token =
      tokens.get(role) ?? (await openSession(world.database, clock, actor.id, { address: null, agent: null }))
    tokens.set(role, token)
    return `${sessionCookie}=${token}`
  }
  /** Out: how long the loop was kept since it was asked last. */
  const kept = async (busy = 0) => {
    const answer = told()
    child.send(busy)
    return z.object({ cpu: z.number(), wall: z.number() }).parse(await answer)
  }
  return {
    url,
    busy: async (milliseconds) => {
      await kept()
      return kept(milliseconds)
    },
    async ask(path, { as, ...init } = {}) {
      const headers = new Headers(init.headers)
      if (as !== undefined) headers.set('cookie', await cookieOf(as))
      if (init.method !== undefined && init.method !== 'GET') headers.set('origin', origin)
      await kept()
      // Who is refused before all was sent may find the connection closed.
      const answer = await fetch(`${url}${path}`, { ...init, headers, redirect: 'manual' }).catch(() => null)
      await answer?.arrayBuffer()
      return {
        status: answer?.status ?? null,
        kept: await kept(),
        location: answer?.headers.get('location') ?? null,
      }
    },
  }
}

/** Ending an HTTP server on Node while clients are busy. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { ServerType } from '@hono/node-server'

/**
 * In: a server. Out: how to end it: it takes no new connections, tells every client with its answer that the connection
 * ends, lets answers under way come to their end for so many milliseconds, and then cuts what is left.
 */
export function drainable(server: ServerType): (milliseconds: number) => Promise<void> {
  let draining = false
  const underWay = new Set<ServerResponse>()
  // Before the app's own listener: what it answers at once has gone out when the next one is called.
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    if (draining) response.setHeader('Connection', 'close')
    underWay.add(response)
    response.once('close', () => underWay.delete(response))
  })
  return async (milliseconds) => {
    draining = true
    for (const response of underWay) if (!response.headersSent) response.setHeader('Connection', 'close')
    const closed = new Promise<void>((done) => server.close(() => done()))
    if (!isHttp(server)) return closed
    server.closeIdleConnections()
    const cut = setTimeout(() => server.closeAllConnections(), milliseconds)
    await closed
    clearTimeout(cut)
  }
}

/** HTTP/2 servers, which we never start, have no such thing. */
const isHttp = (server: ServerType): server is Server => 'closeAllConnections' in server

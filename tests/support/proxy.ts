import { connect, createServer, type Server, type Socket } from 'node:net'

export interface TestProxy {
  port: number
  /** Takes connections and forwards them. */
  open(): Promise<void>
  /** As if the server behind went down: every connection is gone, new ones are refused. */
  cut(): Promise<void>
}

/** A way to a TCP server on loopback that can be cut. It begins cut, on a port of its own. */
export async function proxyTo(target: number): Promise<TestProxy> {
  const sockets = new Set<Socket>()
  let server: Server | null = null
  const listen = (port: number) =>
    new Promise<number>((listening, failed) => {
      server = createServer((near) => {
        const far = connect(target, '127.0.0.1')
        for (const [one, other] of [
          [near, far],
          [far, near],
        ] as const) {
          sockets.add(one)
          one.on('error', () => {})
          one.on('close', () => {
            sockets.delete(one)
            other.destroy()
          })
          one.pipe(other)
        }
      })
      server.once('error', failed)
      server.listen(port, '127.0.0.1', () => {
        const address = server?.address()
        listening(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
  const cut = async () => {
    const closing = server
    server = null
    if (closing === null) return
    const closed = new Promise((done) => closing.close(done))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  const port = await listen(0)
  await cut()
  return {
    port,
    cut,
    async open() {
      await listen(port)
    },
  }
}

import { Agent, request } from 'node:http'
import { parentPort } from 'node:worker_threads'

/** Requests at a time, and milliseconds a round. */
const [connections, roundMs] = [16, 400]

parentPort?.on('message', (url: string) => {
  round(url).then(
    (answer) => parentPort?.postMessage(answer),
    (error: unknown) => parentPort?.postMessage(String(error)),
  )
})

/** Asks over so many kept connections until the time is up. Out: answers, and how many a second. Throws unless each is a 200. */
async function round(url: string): Promise<{ rate: number; answers: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const start = performance.now()
  let answers = 0
  const ask = () =>
    new Promise<void>((done, failed) => {
      request(url, { agent }, (response) => {
        if (response.statusCode !== 200) failed(new Error(`${url}: ${response.statusCode}`))
        response.resume()
        response.on('end', done)
      })
        .on('error', failed)
        .end()
    })
  const worker = async () => {
    while (performance.now() - start < roundMs) {
      await ask()
      answers += 1
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  const seconds = (performance.now() - start) / 1_000
  agent.destroy()
  return { rate: answers / seconds, answers }
}

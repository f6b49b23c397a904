/** The longest time between two turns of the event loop, in milliseconds: of the thread's processor, and of the clock. */
export interface Kept {
  cpu: number
  wall: number
}

/** Out: how long this thread has had a processor, in milliseconds: what a busy machine leaves alone. */
export function cpuTime(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/**
 * Watches the event loop of this thread: between two beats, a millisecond apart, the thread did nothing but what kept
 * it. Out: how to ask for the longest time since it was asked last.
 */
export function watchLoop(): () => Kept {
  let longest: Kept = { cpu: 0, wall: 0 }
  let [cpu, wall] = [cpuTime(), performance.now()]
  const beat = () => {
    const [nowCpu, nowWall] = [cpuTime(), performance.now()]
    longest = {
      cpu: Math.max(longest.cpu, nowCpu - cpu),
      wall: Math.max(longest.wall, nowWall - wall - 1),
    }
    ;[cpu, wall] = [nowCpu, nowWall]
    setTimeout(beat, 1).unref()
  }
  beat()
  return () => {
    const taken = longest
    longest = { cpu: 0, wall: 0 }
    return taken
  }
}

import type { Tone } from '../platform/ui/components.tsx'
import type { Effect, FundVerdict } from './model.ts'

export const verdictTones: Record<FundVerdict, Tone> = {
  denied: 'stop',
  suspended: 'stop',
  undetermined: 'hold',
  warned: 'warn',
  eligible: 'go',
}

export const effectTones: Record<Effect, Tone> = {
  denied: 'stop',
  suspended: 'stop',
  undetermined: 'hold',
  warned: 'warn',
  noted: 'plain',
}

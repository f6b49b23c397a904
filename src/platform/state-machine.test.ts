import '../slices.ts'
import { describe, expect, it } from 'vitest'
import type { Actor } from './context.ts'
import type { Role } from './permissions.ts'
import {
  canTake,
  overtaken,
  requireStep,
  same,
  stateMachine,
  statusAfter,
  transitionsOf,
} from './state-machine.ts'
import { allowedSteps } from './steps.ts'

const machine = stateMachine({
  table: 'orders',
  noun: '通知',
  states: { draft: '草稿', served: '已送达', closed: '已办结' },
  nameOf: ({ number }: { number: string }) => number,
  steps: {
    draft: { from: null, to: 'draft', operation: 'systems.import', title: '拟定' },
    edit: { from: ['draft'], to: same, operation: 'systems.import', title: '修改' },
    delete: { from: ['draft'], to: null, operation: 'systems.import', title: '删除' },
    serve: { from: ['draft'], to: 'served', operation: 'requests.approve', title: '送达' },
    note: { from: ['draft', 'served'], operation: 'systems.import', title: '批注' },
    close: { from: ['draft', 'served'], to: 'closed', title: '办结' },
  },
})
const order = { number: '整改〔2026〕1号', status: 'served' } as const

describe('a transition table', () => {
  it('can not name a state that is not there, nor a step be asked that is not', () => {
    stateMachine({
      table: 'orders',
      noun: '通知',
      states: { draft: '草稿' },
      nameOf: () => '',
      steps: {
        // @ts-expect-error: no such state
        serve: { from: ['sent'], to: 'draft', title: '送达' },
        // @ts-expect-error: no such state
        close: { from: ['draft'], to: 'closed', title: '办结' },
      },
    })
    // @ts-expect-error: no such step
    expect(() => canTake(machine, 'send', 'draft')).toThrow()
  })

  it('refuses a step in another state in one form of words, and says which states it takes', () => {
    expect(() => requireStep(machine, 'note', order)).not.toThrow()
    expect(() => requireStep(machine, 'serve', order)).toThrow(
      '整改〔2026〕1号现在是“已送达”，只有“草稿”的通知才能送达。请刷新后再看。',
    )
    expect(() => requireStep(machine, 'close', { ...order, status: 'closed' })).toThrow(
      '只有“草稿”或“已送达”的通知才能办结',
    )
    expect(() => overtaken(machine, order)).toThrow('另一个人刚刚改动了整改〔2026〕1号')
  })

  it('says the state after a step, or refuses it', () => {
    expect(statusAfter(machine, 'close', order)).toBe('closed')
    expect(statusAfter(machine, 'edit', { ...order, status: 'draft' })).toBe('draft')
    expect(statusAfter(machine, 'note', order)).toBe('served')
    expect(() => statusAfter(machine, 'edit', order)).toThrow('现在是“已送达”')
  })

  it('comes to pairs of states, each once; a step beside the row is none', () => {
    expect(transitionsOf(machine).map((pair) => pair.join('>'))).toEqual([
      '>draft',
      'draft>draft',
      'draft>',
      'draft>served',
      'draft>closed',
      'served>closed',
    ])
  })

  it('lets somebody take the steps that state and permission allow, never what follows by itself', () => {
    const steps = (role: Role, status: 'draft' | 'served' | 'closed') => {
      const actor: Actor = {
        kind: 'person',
        id: 1,
        name: '经办',
        jurisdictionId: 'lingchuan',
        organisationId: 1,
        organisationName: '县数据局',
        organisationIds: [1],
        roles: [role],
      }
      return [...allowedSteps(actor, machine, status)]
    }
    expect(steps('competent-bureau', 'draft')).toEqual(['edit', 'delete', 'serve', 'note'])
    expect(steps('data-centre', 'draft')).toEqual(['edit', 'delete', 'note'])
    expect(steps('data-centre', 'served')).toEqual(['note'])
    expect(steps('finance', 'draft')).toEqual([])
    expect(steps('competent-bureau', 'closed')).toEqual([])
  })
})

/** Pure. */

import { AppError } from '../../platform/errors.ts'
import { breachedPasswords } from './breached-passwords.ts'

/** Words that passwords are padded with; guessers try them first. */
const commonWords =
  'password passwd administrator admin root welcome letmein iloveyou dragon monkey sunshine princess football baseball master login system test guest user default changeme secret woaini mima wode jintian zhongguo beijing shanghai shanxi jincheng lingchuan henan yuncheng jiaozuo dengyun zhengwuyun shujuju dashuju xinxiban caizheng 1314 520 666 888 管理员 密码 口令 登云 政务云'.split(
    ' ',
  )
/** Runs of neighbours, walked in either direction. */
const walks = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
]
/** What must remain of a password once everything guessable is counted as one character. */
const leastRemaining = 8

/**
 * In: a password of permitted length, and words known about its owner.
 * Out: why it is weak, as a sentence; null when it isn't known to be. Pure.
 */
export function weaknessOf(password: string, known: readonly string[]): string | null {
  const lower = password.normalize('NFKC').toLowerCase()
  if (breachedPasswords.has(lower)) return '这个密码在已泄露的密码里，不能使用。'
  const words = [...known.flatMap(partsOf), ...commonWords].sort((a, b) => b.length - a.length)
  let rest = lower
  for (const word of words) rest = rest.replaceAll(word, '*')
  // A year is a guess, wherever it stands.
  rest = rest.replace(/(19|20)\d\d/g, '*')
  rest = collapseRuns(rest)
  const remaining = [...rest]
    .filter((sign) => !/[\s*]/.test(sign))
    .reduce((sum, sign) => sum + weightOf(sign), 0)
  if (remaining < leastRemaining)
    return '密码太容易猜：去掉账号、姓名、单位、常用词、年份和连续或重复的字符后所剩无几。可用几个不相干的词组成。'
  return null
}

/** Throws invalid-input at `field` when the password is breached or weak. */
export function assertStrong(password: string, known: readonly string[], field = 'password'): void {
  const message = weaknessOf(password, known)
  if (message !== null) throw new AppError('invalid-input', message, { errors: [{ path: field, message }] })
}

function partsOf(text: string): string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part.length >= (/\p{Script=Han}/u.test(part) ? 2 : 3))
}

/** A hanzi is one of thousands, a letter one of dozens. */
function weightOf(sign: string): number {
  return /\p{Script=Han}/u.test(sign) ? 2 : 1
}

/** Each run of three or more equal, neighbouring or returning characters becomes one: `aaaa`, `4567`, `qwer`, `abab`. */
function collapseRuns(text: string): string {
  let rest = text.replace(/(.{1,4}?)\1+/gu, '$1')
  for (const walk of [...walks, ...walks.map((each) => [...each].reverse().join(''))])
    for (let length = walk.length; length >= 3; length -= 1)
      for (let from = 0; from + length <= walk.length; from += 1)
        rest = rest.replaceAll(walk.slice(from, from + length), '*')
  return rest
}

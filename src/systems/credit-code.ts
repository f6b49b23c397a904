/** Pure. */

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** GB 32100-2015, 附录: the check character weighs the 17 others by powers of 3, modulo 31. */
function checkCharacter(first17: string): string | null {
  let sum = 0
  let weight = 1
  for (const character of first17) {
    const value = alphabet.indexOf(character)
    if (value < 0) return null
    sum += value * weight
    weight = (weight * 3) % 31
  }
  return alphabet[(31 - (sum % 31)) % 31] ?? null
}

/** In: a 统一社会信用代码. Out: null when it is right, otherwise what is wrong with it, in Chinese. */
export function creditCodeFault(code: string): string | null {
  if (code.length !== 18) return `统一社会信用代码应为 18 位，这里是 ${code.length} 位`
  const expected = checkCharacter(code.slice(0, 17))
  if (expected === null || !alphabet.includes(code.slice(17)))
    return '统一社会信用代码只用数字和大写字母，且不用 I、O、S、V、Z'
  return code.endsWith(expected) ? null : '统一社会信用代码的校验位不对，请核对是否抄错'
}

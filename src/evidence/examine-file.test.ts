import { describe, expect, it } from 'vitest'
import { examineFile } from './examine-file.ts'
import { archive, docx, encryptedOffice, joined, jpg, ofd, oldWord, pdf, png, xlsx } from './files.fixture.ts'
import { largestFile } from './model.ts'

/** Out: the type, or the code and the words of the refusal. */
const outcome = (fileName: string, bytes: Uint8Array<ArrayBuffer>) =>
  examineFile({ fileName, bytes }).catch((error: { code: string; message: string }) => [
    error.code,
    error.message,
  ])
const refused = (code: string, words: string) => [code, expect.stringContaining(words)]

/** In: an archive. Out: the same, each file said to be encrypted. */
function underPassword(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < bytes.length - 4; at += 1)
    if (view.getUint32(at, true) === 0x02014b50) view.setUint16(at + 8, 1, true)
  return bytes
}

describe('evidence is known by its content', () => {
  it.each([
    ['批复.pdf', pdf(), 'pdf'],
    ['扫描.JPG', jpg, 'jpg'],
    ['扫描.jpeg', jpg, 'jpg'],
    ['截图.png', png, 'png'],
    ['方案.docx', docx(), 'docx'],
    ['清单.xlsx', xlsx(), 'xlsx'],
    ['公文.ofd', ofd(), 'ofd'],
  ])('%s', async (name, bytes, type) => {
    expect(await outcome(name, bytes)).toBe(type)
  })
})

describe('a file that is no evidence', () => {
  it.each([
    ['批复.pdf', png, '内容是PNG 图片，扩展名却是 .pdf'],
    ['批复.pdf', docx(), '内容是Word 文档，扩展名却是 .pdf'],
    ['清单.xlsx', docx(), '内容是Word 文档，扩展名却是 .xlsx'],
    ['批复', pdf(), '扩展名却没有写'],
    ['批复.pdf.exe', pdf(), '扩展名却是 .exe'],
    ['网页.png', joined('<!doctype html><script>alert(1)</script>'), '认不出是什么文件'],
    ['程序.pdf', joined('MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff'), '是 exe 文件'],
    ['动图.png', joined('GIF89a\x01\x00\x01\x00\x00\x00\x00;'), '是 gif 文件'],
    ['打包.docx', archive({ '说明.txt': '甲' }), '是压缩包'],
    ['两样.docx', docx({ 'OFD.xml': '<ofd:OFD/>' }), '是压缩包'],
    ['旧.docx', oldWord, '旧格式的 Office 文件'],
    ['宏.docx', docx({ 'word/vbaProject.bin': 'x' }), '宏'],
    ['宏.docx', docx({}, 'application/vnd.ms-word.document.macroEnabled.main+xml'), '宏'],
    ['夹带.pdf', joined(pdf(), archive({ a: 'b' })), '又能当作压缩包打开'],
    ['夹带.jpg', joined(jpg, archive({ a: 'b' })), '又能当作压缩包打开'],
    ['夹带.png', joined(png.subarray(0, 33), '%PDF-1.7', png.subarray(33)), '又能当作PDF打开'],
  ])('%s is refused for its type: %#', async (name, bytes, words) => {
    expect(await outcome(name, bytes)).toEqual(refused('unsupported-file', words))
  })

  it.each([
    ['空.pdf', new Uint8Array(), '是空文件'],
    ['密.docx', encryptedOffice, '加了密'],
    ['密.docx', underPassword(docx()), '加了密'],
    ['密.ofd', ofd({ 'Encryptions.xml': '<e/>' }), '加了密'],
    ['密.pdf', pdf('/Encrypt 5 0 R'), '加了密'],
    ['密.pdf', pdf('/Encrypt<</Filter/Standard>>'), '加了密'],
    ['密.pdf', pdf('/#45ncr#79pt 5 0 R'), '加了密'],
    ['密.pdf', pdf('', `${' '.repeat(1024 * 1024 - 60)}<</Type/XRef/Encrypt\n12 0 R>>`), '加了密'],
    ['断.pdf', pdf().subarray(0, 40), '不完整'],
    ['断.jpg', jpg.subarray(0, jpg.length - 1), '不完整'],
    ['断.png', png.subarray(0, png.length - 8), '不完整'],
    ['断.docx', docx().subarray(0, 200), '不完整'],
    ['坏.docx', docx({ '[Content_Types].xml': '<Types><' }), '格式不对'],
    ['膨胀.docx', docx({ 'word/media/a.bin': new Uint8Array(200 * 1024 * 1024) }), '解压后大得不正常'],
    ['膨胀.docx', docx({ '[Content_Types].xml': ' '.repeat(2 * 1024 * 1024) }), '大得不正常'],
  ])('%s is refused because nobody could read it later: %#', async (name, bytes, words) => {
    expect(await outcome(name, bytes)).toEqual(refused('unreadable-file', words))
  })

  it('is refused beyond 20 MB, and taken at 20 MB', async () => {
    const whole = joined(pdf())
    const padded = (size: number) => {
      const bytes = new Uint8Array(size)
      bytes.set(whole)
      bytes.set(whole, size - whole.length)
      return bytes
    }
    expect(await outcome('大.pdf', padded(largestFile + 1))).toEqual(refused('too-large', '超过 20 MB'))
    expect(await outcome('大.pdf', padded(largestFile))).toBe('pdf')
  })

  it('is not taken for encrypted because it writes about encryption', async () => {
    expect(await outcome('说明.pdf', pdf('', '(/Encrypt is a key; /EncryptMetadata true)'))).toBe('pdf')
  })
})

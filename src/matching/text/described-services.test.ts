import { describe, expect, it } from 'vitest'
import { sampleCatalogue } from '../../catalogue/items/sample-catalogue.fixture.ts'
import { outOfScope } from './classifier/classifier.ts'
import { guessServices, outOfScopeProbability } from './described-services.ts'
import { findService } from './find-service.ts'
import { ServiceIndex } from './service-index.ts'
import { allTrainingPhrases } from './training/training-phrases.ts'

describe('training phrases', () => {
  it('mean one thing each, and every service has enough to be told from the others', () => {
    const labels = new Map<string, Set<string>>()
    for (const { phrase, label } of allTrainingPhrases())
      labels.set(phrase, (labels.get(phrase) ?? new Set()).add(label))
    expect([...labels].filter(([, meant]) => meant.size > 1).map(([phrase]) => phrase)).toEqual([])
    const many = new Map<string, number>()
    for (const { label } of allTrainingPhrases()) many.set(label, (many.get(label) ?? 0) + 1)
    const described = [...many].filter(([, phrases]) => phrases > 20)
    expect(described.length).toBeGreaterThanOrEqual(54)
    expect(described.filter(([, phrases]) => phrases < 80)).toEqual([])
  })

  it('name services as the sample catalogue does, so that each is found there', async () => {
    const services = new ServiceIndex(await sampleCatalogue())
    const labels = new Set(allTrainingPhrases().map(({ label }) => label))
    labels.delete(outOfScope)
    expect([...labels].filter((label) => findService(services, label) === null)).toEqual([])
  })
})

describe('what is described', () => {
  it.each([
    ['干部不想再记那么多账号，换个系统也不用重新登录', '统一身份认证'],
    ['老人领养老金要证明是他本人，在手机上对着镜头眨眨眼', '人脸核身'],
    ['外地专家隔着屏幕和我们一起会诊讨论', '视频会议'],
    ['发票拍下来自动变成文字填进表', '文字识别'],
    ['三台服务器轮流接待访问的人，坏一台不影响', '负载均衡'],
    ['误删了也能找回前一天的数据', '备份空间'],
  ])('“%s” is %s', (words, service) => {
    expect(guessServices(words)[0]?.label).toBe(service)
  })

  it.each(['食堂采购冰柜两台', '聘请两名驻场保安', '全县高标准农田建后管护管理系统'])(
    '“%s” is rather nothing of a catalogue',
    (words) => {
      expect(outOfScopeProbability(words)).toBeGreaterThan(0.5)
    },
  )
})

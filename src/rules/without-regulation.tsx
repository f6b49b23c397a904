import type { FC } from 'hono/jsx'

/** Where a verdict would stand, while no regulation is adopted: why there is none, and what brings one. */
export const WithoutRegulation: FC<{ seesRules: boolean }> = ({ seesRules }) => (
  <p>
    尚未采用资金管理办法，不判定资金；台账、目录、迁移跟踪和月报照常。由主管部门两人在
    {seesRules ? <a href="/rules">“判定规则”</a> : '“判定规则”'}页签署采用一部以后，自采用之日起判定。
  </p>
)

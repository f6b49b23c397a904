import type { FC } from 'hono/jsx'
import { roles } from '../../platform/permissions.ts'
import { Alert, Card, Field, Select } from '../../platform/ui/components.tsx'
import type { Invited } from './make-jurisdiction.ts'

export interface RegulationOption {
  value: string
  label: string
}

/** What a jurisdiction is called, by what it is judged, and where its administrators work. */
export const JurisdictionFields: FC<{ regulations: readonly RegulationOption[] }> = ({ regulations }) => (
  <>
    <Field name="jurisdictionName" label="辖区名称" hint="如 陵川县" required />
    <Field name="jurisdictionId" label="辖区代码" hint="出现在网址里，如 lingchuan，定了不再改" required />
    <div class="field">
      <Select
        name="regulationId"
        label="资金管理办法"
        all="暂不采用（以后由主管部门两人签署采用）"
        value={undefined}
        options={regulations}
      />
      <p class="note">暂不采用的，台账、目录、迁移跟踪和月报照常，只是不判定资金。</p>
    </div>
    <Field
      name="organisationName"
      label="管理员所在单位（全称）"
      hint="如 县数据局；三人以后可以分到不同单位"
      required
    />
  </>
)

export const ThreePeople: FC = () => (
  <Alert>
    <p>
      按等级保护的要求，三名管理员由三个人担任，互不兼任，也都看不到业务数据。人手紧的县，系统管理员可由信息技术人员担任，安全管理员可由分管科室负责人担任，审计管理员可由办公室或纪检人员担任。
    </p>
  </Alert>
)

/** The two who get invitations whoever is set up. */
export const OtherAdministrators: FC = () => (
  <>
    <Card title="安全管理员">
      <p class="note">
        批准和收回岗位、解除锁定、重置第二因素。下一步给出一次性链接，请当面交给本人设置密码。
      </p>
      <Field name="securityName" label="姓名" required />
      <Field name="securityUsername" label="账号" required autocomplete="off" />
    </Card>
    <Card title="审计管理员">
      <p class="note">查看前两人做过什么。同样用一次性链接设置密码。</p>
      <Field name="auditName" label="姓名" required />
      <Field name="auditUsername" label="账号" required autocomplete="off" />
    </Card>
  </>
)

/** One invitation to hand over, shown this once. */
export const InvitationNote: FC<{ who: string; address: string }> = ({ who, address }) => (
  <>
    <h3>{who}</h3>
    <p>
      <code class="secret">{address}</code>
    </p>
  </>
)

/** The invitations of new administrators. In: the address users type. */
export const HandOver: FC<{ invited: readonly Invited[]; origin: string }> = ({ invited, origin }) => (
  <>
    <p class="sub">
      把下面 {invited.length} 个链接分别当面或用内部通信交给本人，七天内有效，各用一次。离开本页后不再显示。
    </p>
    <Card>
      {invited.map(({ role, name, invitation }) => (
        <InvitationNote who={`${roles[role]} ${name}`} address={`${origin}${invitation}`} />
      ))}
    </Card>
  </>
)

import type { LocaleSource } from '../locale-source.ts';

/** Traditional Chinese for the two mails of an onboarding. */
export const onboardingZhHant: LocaleSource['texts']['onboarding'] = {
  'letter.subject': '請將轉由 {partner} 接手一事告知您目前的合作夥伴',
  'letter.heading': '請告知您目前的合作夥伴',
  'letter.lead':
    '{partner} 即將接手 {customer} 的 Azure 訂用帳戶「{subscription}」。此事必須先由您告知目前的合作夥伴。以下信件可以直接複製使用。',
  'letter.do': '請您完成的事項',
  'letter.do.send': '將信件複製到您自己的郵件，並寄給您目前的合作夥伴。',
  'letter.do.send.named': '將信件複製到您自己的郵件，並寄給 {current}。',
  'letter.do.microsoft': '請同時以書面告知 Microsoft，可使用相同的信件。',
  'letter.do.identify':
    '請查明您目前合作夥伴的公司名稱，以及其 Microsoft ID 或網域，並告知 {partner}：轉移要求需要這些資料。',
  'letter.do.tell': '完成後請寫信至 {email}，以便 {partner} 繼續進行。',
  'letter.ready': '信件內容',
  'letter.title': '主旨：將我們的 Azure 訂用帳戶轉移給 {partner}',
  'letter.greeting.named': '{name} 團隊，您好：',
  'letter.greeting': '敬啟者：',
  'letter.intent':
    '{customer} 希望由 {partner} 接手下列 Azure 訂用帳戶。我們已同意與 {partner} 建立轉銷商關係。',
  'letter.azure-plan':
    '貴公司的系統管理代理人將收到轉移要求的郵件。請在合作夥伴中心開啟該要求，選取此訂用帳戶，並於 30 天內選擇<b>接受並轉移</b>；逾期後要求將失效，必須重新提出。請將非使用中、已取消或已刪除的項目從選取範圍中移除，否則將無法接受要求。',
  'letter.legacy':
    '請建立 Azure 支援票證：問題類型為<b>訂用帳戶管理</b>，支援方案為<b>雲端解決方案提供者</b>，嚴重性為 <b>C</b>，問題分類為<b>其他一般問題</b>。接著請填寫並簽署表單 <b>Change of Cloud Solution Provider</b>，再寄給我們。我們與 {partner} 簽署後會寄回，請您將具有三方簽名的表單附加到票證。',
  'letter.thanks': '如有問題，請與我們聯絡，或寫信至 {email}。感謝您一直以來的協助。',
  'letter.closing': '敬祝 商祺',
  'letter.after': '後續流程',
  'letter.after.azure-plan':
    '您目前的合作夥伴會收到轉移要求的郵件，並有 30 天可以接受。您自己不需要接受任何項目。',
  'letter.after.legacy':
    '您目前的合作夥伴會向 Microsoft 建立支援票證，並寄給您一份表單，由您與 {partner} 簽署。',
  'letter.after.prices': '目前合作夥伴的價格不會一併轉移。請向 {partner} 詢問其價格。',
  'letter.after.access':
    '轉移不會變更誰可以存取您的 Azure 資源。在移除角色指派之前，您目前的合作夥伴仍保有存取權。',
  'letter.footer': '您收到此郵件，是因為 {partner} 將您列為 {customer} 的連絡人。',

  'work.subject': '{customer} 的待辦事項：{step}',
  'work.preheader': '「{subscription}」的第 {number, number} 步，共 {total, number} 步',
  'work.lead':
    '將 {customer} 的訂用帳戶「{subscription}」轉給您的第 {number, number} 步，共 {total, number} 步：{chain}。',
  'work.do': '待辦內容',
  'work.due':
    '目前的合作夥伴可在 {date}之前接受。逾期後，上線程序將以 <b>transfer-expired</b> 失敗，您可以再次提出要求。',
  'work.details': '需輸入的資料',
  'work.facts': '相關資料',
  'work.ask': '請向客戶詢問',
  'work.report': '完成後',
  'work.report.next': '請以下列資料發佈事件 <b>azure-onboarding.step-completed</b>，接著便輪到下一步。',
  'work.report.last': '請以下列資料發佈事件 <b>azure-onboarding.step-completed</b>，上線程序即告完成。',
  'work.report.failed':
    '如果無法完成，請改為發佈 <b>azure-onboarding.failed</b>，原因為 transfer-declined、cancelled 或 other。',
  'work.report.newId': '新訂用帳戶的識別碼',
  'work.progress': '目前進度',
  'work.progress.step': '{step}（{status}）',

  'chain.create-azure-subscription': '在既有訂用帳戶之外建立新的 Azure 訂用帳戶',
  'chain.switch-azure-plan': 'Azure 方案的轉移要求',
  'chain.switch-azure-legacy': '手動轉移舊版 Azure 訂用帳戶',
  'status.done': '已完成',
  'status.due': '目前步驟',
  'status.waiting': '等候中',
  'status.failed': '失敗',

  'step.accept-customer-agreement': '請客戶接受 Microsoft 客戶合約',
  'step.create-subscription': '建立新的 Azure 訂用帳戶',
  'step.enter-details': '輸入訂用帳戶詳細資料',
  'step.cancel-existing': '請對方取消舊的訂用帳戶',
  'step.inform-current-partner': '請客戶告知目前的合作夥伴',
  'step.request-transfer': '傳送轉移要求',
  'step.current-partner-accepts': '等候目前的合作夥伴接受',
  'step.confirm-transfer': '確認轉移',
  'step.open-ticket': '請目前的合作夥伴建立支援票證',
  'step.sign-form': '簽署表單',
  'step.submit-form': '請目前的合作夥伴提交表單',
  'step.clean-up-roles': '移除舊合作夥伴的角色',

  'do.agreement':
    '{customer} 可以在 Microsoft 365 系統管理中心直接接受 Microsoft 客戶合約，或向您表示接受，再由您在合作夥伴中心確認。',
  'do.agreement.confirm': '確認時需要接受者的名字、姓氏與郵件地址，以及接受日期；日期不得晚於今天。',
  'do.agreement.reseller': '間接轉銷商無法確認，須由您的間接提供者確認。',
  'do.agreement.first': '若未接受合約，訂單會因錯誤 13605 而失敗。',
  'do.create':
    '在合作夥伴中心開啟<b>客戶</b>，選取 {customer}，並購買 Azure 方案。您需要全域系統管理員、使用者管理系統管理員或銷售代理人的角色。',
  'do.create.reseller': '間接轉銷商不自行下單，由您的間接提供者以您的 PartnerID 下單。',
  'do.create.legacy': '只要客戶仍有供應項目 MS-AZR-0145P 的 Azure 訂用帳戶，就無法取得 Azure 方案。',
  'do.create.visible':
    '訂單最多可能需要 15 分鐘才會顯示。訂單會建立 Azure 方案與一個 Azure 訂用帳戶；請記下該訂用帳戶的識別碼。',
  'do.details': '請手動輸入以下資料。舊訂用帳戶的內容不會自動帶入。',
  'do.details.name': '購買時無法指定名稱：請現在為新的訂用帳戶命名。',
  'do.details.move': '若要移動資源，兩個訂用帳戶必須位於同一個租用戶，而且您在兩者都需要擁有者角色。',
  'do.cancel.check': '請先確認 {customer} 仍需要的一切都已在新的訂用帳戶中運作。',
  'do.cancel.subscription': '接著請對方取消整個舊的訂用帳戶。',
  'do.cancel.services': '接著請對方僅取消下列服務，舊訂用帳戶的其餘部分保留不變。',
  'do.cancel.none': '不需要取消任何項目：舊的訂用帳戶與新的並存。',
  'do.cancel.owner':
    '合作夥伴中心無法取消它，須由在另一個通路管理它的人取消：客戶，或其 Enterprise 合約的系統管理員。',
  'do.inform':
    '必須由 {customer} 將轉移一事告知目前的合作夥伴。除非您已停用該郵件，否則我們寄至 {email} 的郵件會附上可直接複製的信件。',
  'do.inform.written': '客戶必須以書面分別告知目前的合作夥伴與 Microsoft。',
  'do.inform.collect':
    '請收集轉移要求所需的資料：目前合作夥伴的公司名稱與 Microsoft ID 或網域，以及要轉移的訂用帳戶、保留與節省方案。',
  'do.request.first':
    '開始之前：您已為 {customer} 購買 Azure 方案，客戶已與您接受 Microsoft 客戶合約，且您已簽署 Microsoft 合作夥伴合約。',
  'do.request':
    '以系統管理代理人身分在合作夥伴中心開啟<b>客戶</b>，選取 {customer}，再選取<b>訂閱 → 轉移要求 → 新增要求</b>。',
  'do.request.send': '輸入以下資料，並選擇<b>傳送轉移要求</b>。',
  'do.request.reseller': '間接提供者還必須填寫轉銷商的 PartnerID。',
  'do.request.cancel': '只有在要求擱置中時，您才能取消它。',
  'do.accept':
    '目前合作夥伴的系統管理代理人已收到含有要求連結的郵件。只有他們可以在 30 天內以<b>接受並轉移</b>接受。客戶不需要接受任何項目。',
  'do.accept.inactive': '如果無法接受，請他們將非使用中、已取消與已刪除的項目從選取範圍中移除。',
  'do.accept.expired': '失效的要求既無法移除也無法取消，必須提出新的要求。',
  'do.confirm':
    '接受之後，您、客戶與目前的合作夥伴都會收到郵件。要求最多可能擱置 15 分鐘；系統會持續嘗試 3 天。之後請提出服務要求。',
  'do.confirm.id': '請在您的 Azure 方案中記下新的訂用帳戶識別碼。',
  'do.confirm.roles':
    '存取權不會變更：舊的合作夥伴保有存取權，而您不會取得任何存取權。請 {customer} 移除舊合作夥伴的角色指派，並指派您所需的角色。',
  'do.ticket': '只有目前的合作夥伴可以建立 Azure 支援票證。Microsoft 不會代表您或客戶介入。請索取票證號碼。',
  'do.ticket.fields':
    '票證內容：問題類型為<b>訂用帳戶管理</b>、訂用帳戶識別碼、支援方案為<b>雲端解決方案提供者</b>、嚴重性為 <b>C</b>、問題分類為<b>其他一般問題</b>。',
  'do.sign': '目前的合作夥伴填寫並簽署表單 <b>Change of Cloud Solution Provider</b>，再寄給 {customer}。',
  'do.sign.you':
    '與客戶一起：填寫您作為新合作夥伴的資料，確認雙方已有合約，雙方簽署，再將表單寄回目前的合作夥伴。',
  'do.submit': '目前的合作夥伴檢查雙方合作夥伴系統管理員的連絡資料與三方簽名，並將表單上傳到票證。',
  'do.submit.answer': 'Microsoft 支援會在 8 個上班小時內回覆，並請雙方系統管理員確認轉移。',
  'do.roles': '連線到 {customer} 的租用戶，列出訂用帳戶的角色指派。',
  'do.roles.remove': '移除舊合作夥伴的角色指派。',
  'do.roles.portal': '接著在 Azure 入口網站移除過時的權限。',

  'fact.customerId': '客戶的 Microsoft ID（租用戶識別碼）',
  'fact.country': '國家或地區',
  'fact.contact': '連絡人',
  'fact.email': '郵件地址',
  'fact.language': '語言',
  'fact.subscription': '訂用帳戶',
  'fact.subscriptionId': '訂用帳戶識別碼',
  'fact.channel': '購買通路',
  'fact.quantity': '數量',
  'fact.newSubscriptionId': '新的訂用帳戶識別碼',
  'fact.partner': '新的合作夥伴',
  'fact.partnerMicrosoftId': '新合作夥伴的 Microsoft ID',
  'fact.partnerId': '新合作夥伴的 PartnerID',
  'fact.partnerEmail': '新合作夥伴的郵件地址',
  'fact.currentPartner': '目前的合作夥伴',
  'fact.currentPartnerMicrosoftId': '目前合作夥伴的 Microsoft ID',
  'fact.currentPartnerDomain': '目前合作夥伴的網域',
  'fact.offer': '供應項目',
  'fact.retire': '取消範圍',
  'fact.requestedBy': '要求者',
  'fact.unknown': '我們沒有此資料，請詢問客戶',
  'retire.subscription': '整個訂用帳戶',
  'retire.none': '無',
  'offer.azure-plan': 'Azure 方案',
  'offer.legacy': 'Microsoft Azure (MS-AZR-0145P)',
  'channel.microsoft-direct': '直接向 Microsoft 購買',
  'channel.advisor': 'Advisor 方案',
  'channel.open': 'Open 方案',
  'channel.ea': 'Enterprise 合約 (EA)',
  'channel.csp': '其他 CSP 合作夥伴',
  'channel.syndication': '同步發佈合作夥伴',
  'channel.third-party': 'CSP 以外的第三方',
  'role.global-admin': '全域系統管理員',
  'role.user-admin': '使用者管理系統管理員',
  'role.sales-agent': '銷售代理人',
  'role.admin-agent': '系統管理代理人',
  'role.helpdesk-agent': '技術支援代理人',
  'role.billing-admin': '計費系統管理員',
  'ask.domain': '主要網域，例如 contoso.onmicrosoft.com',
  'ask.address': '地址與電話號碼',
  'ask.offer': '舊訂用帳戶的供應項目或方案，及其目錄（租用戶）',
  'ask.owner': '舊訂用帳戶的擁有者與管理者',
  'ask.segment': '客群：商業、教育、政府或非營利',
};

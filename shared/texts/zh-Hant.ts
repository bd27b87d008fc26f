import type { LocaleSource } from './locale-source.ts';
import { onboardingZhHant } from './onboarding/zh-Hant.ts';

/** Traditional Chinese. The vocabulary is that of Microsoft's zh-TW Partner Center pages. */
export const zhHant: LocaleSource = {
  tag: 'zh-Hant',
  dir: 'ltr',
  fonts: "-apple-system, 'PingFang TC', 'Microsoft JhengHei', 'Noto Sans TC', 'Noto Sans CJK TC', sans-serif",
  texts: {
    shared: {
      'scope.reseller-only': '轉銷商關係',
      'scope.delegated-admin': '轉銷商關係，包含委派的系統管理權限',
      'allows.reseller-only':
        '{partner} 可以為 {customer} 建立並管理新的 Microsoft 訂用帳戶。它<b>不會取得</b>您租用戶的任何<b>系統管理員角色</b>，也無法存取您現有的 Azure 訂用帳戶。',
      'allows.delegated-admin':
        '{partner} 可以管理並支援您的 Microsoft 訂用帳戶。為此，它的系統管理代理人將在您的租用戶中擔任<b>全域系統管理員</b>，技術支援代理人則擔任<b>技術支援系統管理員</b>。',
      unchanged: '您的訂用帳戶、條款與費用都維持不變。核准本身不會移轉或取消任何項目。',
      'billing.license-based': '授權型',
      'billing.usage-based': '用量型',
      subscription: '{name} · {billing}',
      more: '{count, plural, other {其他 # 個訂用帳戶}}',
      'withdraw.reseller-only':
        '您可以隨時撤回。在 Microsoft 365 系統管理中心開啟<b>設定 → 合作夥伴關係</b>，選取 {partner}，再選擇<b>移除角色</b>；若要結束轉銷商關係本身，請寫信至 {email}。',
      'withdraw.delegated-admin':
        '您可以隨時撤回。在 Microsoft 365 系統管理中心開啟<b>設定 → 合作夥伴關係</b>，選取 {partner}，再選擇<b>移除角色</b>，即可終止其系統管理存取權。若也要結束轉銷商關係，請寫信至 {email}。',
      role: '{customer} 的全域系統管理員',
      microsoft: '還差一步：Microsoft 也需要您的同意。請以收到此要求之組織的全域系統管理員身分登入。',
      'microsoft.button': '前往 Microsoft',
      'label.partner': '提出要求者',
      'label.customer': '客戶',
      'label.scope': '權限',
      'label.role': '誰可以核准',
      'label.until': '有效期限',
      'label.reference': '參考編號',
      'label.questions': '問題洽詢',
    },
    mail: {
      fact: '{label}：{value}',
      sender: '{partner} 致 {customer}',
      'greeting.named': '{name}，您好：',
      greeting: '您好：',
      'invitation.subject': '{partner} 請您核准，以支援您的 Microsoft 訂用帳戶',
      'invitation.preheader': '請於 {date}前決定：{subscriptions}',
      'invitation.heading': '{partner} 請求您的許可',
      'invitation.lead':
        '{partner} 希望支援 {customer} 在其他位置購買的 Microsoft 訂用帳戶，因此需要您的許可。',
      'reminder.subject': '提醒：{partner} 正在等候您的決定',
      'reminder.heading': '{partner} 仍在等候您的決定',
      'reminder.lead':
        '這是第 {number, number} 次提醒。{partner} 希望支援 {customer} 在其他位置購買的 Microsoft 訂用帳戶，因此需要您的許可。',
      'invitation.allow': '您將允許的事項',
      'invitation.subscriptions': '相關的訂用帳戶',
      'invitation.button': '檢視並決定',
      'invitation.safe': '開啟頁面不會做出任何決定，由您在頁面上選擇。頁面不會要求密碼或付款。',
      'invitation.address': '如果按鈕無法使用，請將此網址複製到瀏覽器：',
      'invitation.facts': '須知事項',
      'invitation.forward': '{role}。如果不是您，請將此郵件轉寄給該系統管理員。',
      'invitation.ignored.label': '如果您不做任何動作',
      'invitation.ignored': '一切維持不變。此要求將於 {date}失效，{partner} 不會取得許可。',
      'invitation.withdraw.label': '如果您改變心意',
      'invitation.footer':
        '您收到此郵件，是因為 {partner} 將您列為 {customer} 的連絡人。如果您不認識 {partner}，請忽略此郵件，不會發生任何事。',
      'receipt.approved.subject': '您已核准 {partner} 的要求',
      'receipt.approved.heading': '您的核准已記錄',
      'receipt.approved.lead':
        '謝謝您。{partner} 已取得您的許可，可以支援 {customer} 的 Microsoft 訂用帳戶。',
      'receipt.consented.lead': '謝謝您。我們已記錄 {customer} 同意 {partner} 的要求。',
      'receipt.agreed': '您同意的事項',
      'receipt.withdraw': '如何撤回',
      'receipt.declined.subject': '您已拒絕 {partner} 的要求',
      'receipt.declined.heading': '您的答覆已記錄',
      'receipt.declined.lead':
        '您已拒絕。{partner} 不會取得許可，{customer} 的一切維持不變。您不需要再做任何動作。',
      'receipt.declined.again': '如果您改變心意，請寫信至 {email}，{partner} 便可以再傳送新的要求給您。',
      'receipt.at': '決定時間',
      'receipt.notYou': '如果這不是您或您同事的決定，請寫信至 {email}，並註明參考編號。',
      'receipt.footer': '您收到此郵件，是因為有人透過您的連結替 {customer} 做出了決定。',
      'notice.approved.subject': '{customer} 已核准您的要求',
      'notice.approved.lead':
        '{customer} 已給予您許可。您現在可以支援其訂用帳戶；等候此許可的上線程序會自動開始。',
      'notice.consented.subject': '{customer} 已同意，接下來等候 Microsoft 的接受程序',
      'notice.consented.lead':
        '{customer} 已在我們的頁面上同意。待該客戶的全域系統管理員也在 Microsoft 接受後，關係才會生效。',
      'notice.declined.subject': '{customer} 已拒絕您的要求',
      'notice.declined.lead':
        '{customer} 未給予您許可。我們在一段時間內不會自動再次詢問；您與客戶溝通之後，可以再次要求建立關係。',
      'notice.expired.subject': '{customer} 未答覆您的要求',
      'notice.expired.lead': '此要求未獲答覆而失效，其連結已無法使用。您可以再次要求建立關係。',
      'notice.undeliverable.subject': '寄給 {customer} 的郵件無法送達',
      'notice.undeliverable.lead':
        '客戶的郵件伺服器永久拒收此郵件。請確認連絡人地址，並以正確的地址再次要求建立關係。',
      'notice.removed.subject': '與 {customer} 的關係已移除',
      'notice.removed.lead':
        '您不再擁有以下的許可。在 {customer} 核准新的要求之前，需要此許可的訂用帳戶將不受支援。',
      'notice.comment': '客戶的意見',
      'notice.tenant': '租用戶識別碼',
      'notice.at': '時間',
      'notice.footer': '您收到此通知，是因為它會寄到 {partner} 的通知地址。',
    },
    page: {
      'ask.title': '{partner} 請求您的許可',
      'ask.lead':
        '{partner} 希望支援 {customer} 在其他位置購買的 Microsoft 訂用帳戶。在您於下方選擇之前，不會發生任何事。',
      'ask.again.title': '請再選擇一次',
      'ask.again': '此頁面開啟了一段時間，因此您的答覆未被記錄。請再選擇一次。',
      'ask.allow': '您將允許的事項',
      'ask.subscriptions': '相關的訂用帳戶',
      'ask.facts': '關於此要求',
      'ask.decide': '您的決定',
      'ask.who':
        '請僅在您是 {customer} 的全域系統管理員時做決定。如果您不是，請將此連結轉給該系統管理員。這裡不需要密碼。',
      'ask.approve': '核准',
      'ask.decline': '拒絕',
      'ask.comment': '拒絕的原因（選填）',
      'ask.comment.hint': '{partner} 會看到此內容。只有在您拒絕時才會送出。',
      'ask.withdraw': '如果您之後改變心意',
      'ask.ignored': '如果您不做任何動作，一切維持不變；此要求將於 {date}失效。',
      'done.approved.title': '謝謝您，您的核准已記錄',
      'done.approved':
        '{partner} 已取得您的許可。您可以關閉此頁面；我們會以郵件寄送回條給您，其中說明如何撤回。',
      'done.consented.title': '謝謝您，您的答覆已記錄',
      'done.declined.title': '您的答覆已記錄',
      'done.declined': '您已拒絕。{partner} 不會取得許可，您的一切維持不變。您可以關閉此頁面。',
      'done.at': '決定時間',
      questions: '有問題嗎？請寫信至 {email}。',
      'expired.title': '此要求已失效',
      'expired.by':
        '已超過答覆期限，一切維持不變。如果您仍想核准，請寫信至 {email}，請 {partner} 再傳送新的要求。',
      expired: '已超過答覆期限，一切維持不變。如果您仍想核准，請向寫信給您的合作夥伴索取新的要求。',
      'replaced.title': '已有較新的要求',
      replaced: '此連結已無法使用，因為已有較新的要求取代它。請使用最新郵件中的連結。',
      'unknown.title': '此連結無法使用',
      unknown: '網址可能不完整。請從郵件中重新開啟連結，或將完整的網址複製到瀏覽器。',
      'unavailable.title': '請稍後再試一次',
      unavailable: '我們目前無法載入或記錄。沒有任何資料遺失：請重新載入頁面，或從郵件中重新開啟連結。',
      'invalid.title': '請選擇核准或拒絕',
      invalid: '您的答覆格式無法辨識，因此未被記錄。請返回上一頁，再選擇一次。',
    },
    onboarding: onboardingZhHant,
  },
};

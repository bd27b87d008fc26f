import type { LocaleSource } from './locale-source.ts';
import { onboardingJa } from './onboarding/ja.ts';

/** Japanese. The vocabulary is that of Microsoft's ja-JP Partner Center pages. */
export const ja: LocaleSource = {
  tag: 'ja',
  dir: 'ltr',
  fonts:
    "-apple-system, 'Hiragino Sans', 'Yu Gothic UI', 'Yu Gothic', Meiryo, 'Noto Sans JP', 'Noto Sans CJK JP', sans-serif",
  texts: {
    shared: {
      'scope.reseller-only': 'リセラー関係',
      'scope.delegated-admin': 'リセラー関係（代理管理特権を含む）',
      'allows.reseller-only':
        '{partner} は、{customer} 様のために新しい Microsoft サブスクリプションを作成し、管理できるようになります。お客様のテナントの<b>管理者ロールは付与されず</b>、現在お持ちの Azure サブスクリプションにもアクセスできません。',
      'allows.delegated-admin':
        '{partner} は、お客様の Microsoft サブスクリプションを管理し、サポートできるようになります。そのために、{partner} の管理エージェントがお客様のテナントで<b>グローバル管理者</b>として、ヘルプデスク エージェントが<b>ヘルプデスク管理者</b>として作業します。',
      unchanged:
        'サブスクリプション、契約条件、お支払い金額はそのままです。承認しただけで何かが移行または解約されることはありません。',
      'billing.license-based': 'ライセンス制',
      'billing.usage-based': '従量課金制',
      subscription: '{name} · {billing}',
      more: '{count, plural, other {ほか # 件のサブスクリプション}}',
      'withdraw.reseller-only':
        '承認はいつでも取り消せます。Microsoft 365 管理センターで<b>［設定］→［パートナー関係］</b>を開き、{partner} を選択して<b>［ロールの削除］</b>を選んでください。リセラー関係そのものを終了するには、{email} までご連絡ください。',
      'withdraw.delegated-admin':
        '承認はいつでも取り消せます。Microsoft 365 管理センターで<b>［設定］→［パートナー関係］</b>を開き、{partner} を選択して<b>［ロールの削除］</b>を選んでください。これで管理者アクセスは終了します。リセラー関係も終了するには、{email} までご連絡ください。',
      role: '{customer} 様のグローバル管理者',
      microsoft:
        'あと 1 つ手順が残っています。Microsoft のページでも承諾が必要です。この依頼の宛先である組織のグローバル管理者としてサインインしてください。',
      'microsoft.button': 'Microsoft へ進む',
      'label.partner': '依頼元',
      'label.customer': 'お客様',
      'label.scope': '権限',
      'label.role': '承認できる方',
      'label.until': '有効期限',
      'label.reference': '照会番号',
      'label.questions': 'お問い合わせ',
    },
    mail: {
      fact: '{label}：{value}',
      sender: '{partner} より {customer} 様へ',
      'greeting.named': '{name} 様',
      greeting: 'ご担当者様',
      'invitation.subject': '{partner} より Microsoft サブスクリプションのサポートに関する承認のお願い',
      'invitation.preheader': '{date}までにご判断ください：{subscriptions}',
      'invitation.heading': '{partner} より承認のお願い',
      'invitation.lead':
        '{partner} は、{customer} 様が他で購入された Microsoft サブスクリプションをサポートするため、お客様の許可をお願いしております。',
      'reminder.subject': 'リマインダー：{partner} がご判断をお待ちしています',
      'reminder.heading': '{partner} がご判断をお待ちしています',
      'reminder.lead':
        '{number, number} 回目のリマインダーです。{partner} は、{customer} 様が他で購入された Microsoft サブスクリプションをサポートするため、お客様の許可をお願いしております。',
      'invitation.allow': '許可していただく内容',
      'invitation.subscriptions': '対象のサブスクリプション',
      'invitation.button': '確認して判断する',
      'invitation.safe':
        'ページを開いただけでは何も決まりません。ページ上でお選びください。パスワードやお支払いを求めることはありません。',
      'invitation.address': 'ボタンが動作しない場合は、次のアドレスをブラウザーにコピーしてください：',
      'invitation.facts': 'ご確認ください',
      'invitation.forward':
        '{role}。該当しない場合は、お手数ですがこのメールをグローバル管理者の方に転送してください。',
      'invitation.ignored.label': '何もされない場合',
      'invitation.ignored': '何も変わりません。この依頼は{date}に失効し、{partner} に許可は与えられません。',
      'invitation.withdraw.label': 'お考えが変わった場合',
      'invitation.footer':
        'このメールは、{partner} が {customer} 様の連絡先としてお客様を登録したため送信されています。{partner} に心当たりがない場合は、このメールを無視してください。何も起こりません。',
      'receipt.approved.subject': '{partner} の依頼を承認されました',
      'receipt.approved.heading': '承認を記録しました',
      'receipt.approved.lead':
        'ありがとうございます。{partner} は、{customer} 様の Microsoft サブスクリプションをサポートする許可をいただきました。',
      'receipt.consented.lead':
        'ありがとうございます。{customer} 様が {partner} の依頼に同意されたことを記録しました。',
      'receipt.agreed': '同意された内容',
      'receipt.withdraw': '取り消す方法',
      'receipt.declined.subject': '{partner} の依頼を辞退されました',
      'receipt.declined.heading': 'ご回答を記録しました',
      'receipt.declined.lead':
        '依頼を辞退されました。{partner} に許可は与えられず、{customer} 様には何も変更はありません。これ以上のお手続きは不要です。',
      'receipt.declined.again':
        'お考えが変わった場合は、{email} までご連絡ください。{partner} から新しい依頼をお送りできます。',
      'receipt.at': '判断日時',
      'receipt.notYou': 'お客様や同僚の方の判断でない場合は、照会番号を添えて {email} までご連絡ください。',
      'receipt.footer':
        'このメールは、お客様のリンクを通じて {customer} 様の判断が行われたため送信されています。',
      'notice.approved.subject': '{customer} 様が依頼を承認しました',
      'notice.approved.lead':
        '{customer} 様から許可をいただきました。サブスクリプションのサポートを開始できます。許可を待っていたオンボーディングは自動的に始まります。',
      'notice.consented.subject': '{customer} 様が同意しました。次は Microsoft での承諾です',
      'notice.consented.lead':
        '{customer} 様が当方のページで同意しました。お客様のグローバル管理者が Microsoft でも承諾すると、関係が有効になります。',
      'notice.declined.subject': '{customer} 様が依頼を辞退しました',
      'notice.declined.lead':
        '{customer} 様の許可は得られませんでした。当面、自動で再度お願いすることはありません。お客様とお話しのうえ、あらためて関係を依頼できます。',
      'notice.expired.subject': '{customer} 様から依頼への回答がありませんでした',
      'notice.expired.lead':
        '依頼は回答のないまま失効し、リンクは使えなくなりました。あらためて関係を依頼できます。',
      'notice.undeliverable.subject': '{customer} 様宛てのメールを配信できませんでした',
      'notice.undeliverable.lead':
        'お客様のメール サーバーが受信を恒久的に拒否しました。連絡先のアドレスを確認し、正しいアドレスであらためて関係を依頼してください。',
      'notice.removed.subject': '{customer} 様との関係が削除されました',
      'notice.removed.lead':
        '下記の権限は失われました。{customer} 様が新しい依頼を承認するまで、この権限を必要とするサブスクリプションはサポートできません。',
      'notice.comment': 'お客様のコメント',
      'notice.tenant': 'テナント ID',
      'notice.at': '日時',
      'notice.footer': 'このお知らせは、{partner} の通知先アドレスに送信されています。',
    },
    page: {
      'ask.title': '{partner} より承認のお願い',
      'ask.lead':
        '{partner} は、{customer} 様が他で購入された Microsoft サブスクリプションをサポートしたいと考えています。下で選択されるまで、何も起こりません。',
      'ask.again.title': 'もう一度お選びください',
      'ask.again':
        'このページを開いてから時間が経過したため、ご回答は記録されませんでした。もう一度お選びください。',
      'ask.allow': '許可していただく内容',
      'ask.subscriptions': '対象のサブスクリプション',
      'ask.facts': 'この依頼について',
      'ask.decide': 'ご判断',
      'ask.who':
        '{customer} 様のグローバル管理者の方のみご判断ください。該当しない場合は、このリンクをグローバル管理者の方にお渡しください。ここではパスワードは不要です。',
      'ask.approve': '承認する',
      'ask.decline': '辞退する',
      'ask.comment': '辞退の理由（任意）',
      'ask.comment.hint': '辞退される場合にのみ送信され、{partner} が拝見します。',
      'ask.withdraw': '後でお考えが変わった場合',
      'ask.ignored': '何もされない場合は何も変わらず、この依頼は{date}に失効します。',
      'done.approved.title': 'ありがとうございます。承認を記録しました',
      'done.approved':
        '{partner} は許可をいただきました。このページは閉じていただけます。控えをメールでお送りします。取り消す方法もそちらに記載しています。',
      'done.consented.title': 'ありがとうございます。ご回答を記録しました',
      'done.declined.title': 'ご回答を記録しました',
      'done.declined':
        '依頼を辞退されました。{partner} に許可は与えられず、お客様には何も変更はありません。このページは閉じていただけます。',
      'done.at': '判断日時',
      questions: 'ご不明な点は {email} までご連絡ください。',
      'expired.title': 'この依頼は失効しました',
      'expired.by':
        '回答期限を過ぎており、何も変更されていません。今からでも承認をご希望の場合は、{email} までご連絡のうえ、{partner} に新しい依頼をお求めください。',
      expired:
        '回答期限を過ぎており、何も変更されていません。今からでも承認をご希望の場合は、メールをお送りしたパートナーに新しい依頼をお求めください。',
      'replaced.title': '新しい依頼があります',
      replaced:
        '新しい依頼に置き換えられたため、このリンクは使えなくなりました。最新のメールのリンクをお使いください。',
      'unknown.title': 'このリンクは使えません',
      unknown:
        'アドレスが途中で切れている可能性があります。メールのリンクをもう一度開くか、アドレス全体をブラウザーにコピーしてください。',
      'unavailable.title': 'しばらくしてからもう一度お試しください',
      unavailable:
        'ただいま読み込みまたは記録ができませんでした。失われたものはありません。ページを再読み込みするか、メールのリンクをもう一度開いてください。',
      'invalid.title': '承認または辞退をお選びください',
      invalid:
        'ご回答を読み取れなかったため、何も記録されませんでした。前のページに戻り、もう一度お選びください。',
    },
    onboarding: onboardingJa,
  },
};

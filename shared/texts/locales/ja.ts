import type { LocaleSource } from '../locale-source.ts';

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
      'withdraw.declined':
        'お考えが変わった場合は、{email} までご連絡ください。{partner} から新しい依頼をお送りできます。',
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
      'invitation.reference': '承認するには、ページで次のコードを入力してください：<b>{reference}</b>',
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
      'ask.again.expired.title': 'もう一度お選びください',
      'ask.again.expired':
        'このページを開いてから時間が経過したため、ご回答は記録されませんでした。もう一度お選びください。',
      'ask.again.reference.title': '承認コードを入力してください',
      'ask.again.reference':
        '承認には、メールに記載されたコードが必要です。入力された内容が一致しないため、何も記録されませんでした。',
      'ask.again.fast.title': 'もう一度承認してください',
      'ask.again.fast':
        'メールの配信から数秒で承認が届きました。メールを検査するプログラムがボタンを押すこともあるため、まだ何も記録していません。ご本人の場合は、もう一度お選びください。',
      'ask.allow': '許可していただく内容',
      'ask.subscriptions': '対象のサブスクリプション',
      'ask.facts': 'この依頼について',
      'ask.decide': 'ご判断',
      'ask.who':
        '{customer} 様のグローバル管理者の方のみご判断ください。該当しない場合は、このリンクをグローバル管理者の方にお渡しください。ここではパスワードは不要です。',
      'ask.reference': '承認コード',
      'ask.reference.hint': '承認に必要です。お送りしたメールのボタンの下に記載されています。',
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
        '依頼を辞退されました。この依頼によって {partner} に許可が与えられることはなく、お客様には何も変更はありません。このページは閉じていただけます。',
      'done.second.title': 'この依頼にはすでに回答があります',
      'done.second.approved':
        '先に承認をいただいています。承認は記録済みのため、今回のご回答は反映されません。変更をご希望の場合は、下記の取り消し方法をご覧ください。',
      'done.second.declined':
        'お客様または同じ組織の方が、先に辞退されています。この依頼によって {partner} に許可は与えられず、今回のご回答は反映されません。変更をご希望の場合は、下記をご覧ください。',
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
    // The two mails of an onboarding: the letter to the current partner and the work order.
    onboarding: {
      'letter.subject': '{partner} への切り替えについて、現在のパートナーへのご連絡のお願い',
      'letter.heading': '現在のパートナーへご連絡ください',
      'letter.lead':
        '{customer} 様の Azure サブスクリプション「{subscription}」を {partner} が引き継ぐ予定です。現在のパートナーには、まずお客様からお知らせいただく必要があります。下の文面はそのままコピーしてお使いいただけます。',
      'letter.do': 'お願いしたいこと',
      'letter.do.send': '文面をお客様ご自身のメールにコピーし、現在のパートナーに送信してください。',
      'letter.do.send.named': '文面をお客様ご自身のメールにコピーし、{current} に送信してください。',
      'letter.do.microsoft': 'Microsoft にも書面でご連絡ください。同じ文面で構いません。',
      'letter.do.identify':
        '現在のパートナーの会社名と、Microsoft ID またはドメインを確認し、{partner} にお知らせください。転送要求に必要です。',
      'letter.do.tell': '送信後、{email} までご一報ください。{partner} が次の手順に進みます。',
      'letter.ready': '送付用の文面',
      'letter.title': '件名：{partner} への Azure サブスクリプションの譲渡について',
      'letter.greeting.named': '{name} ご担当者様',
      'letter.greeting': 'ご担当者様',
      'letter.intent':
        'いつもお世話になっております。{customer} は、下記の Azure サブスクリプションを {partner} に引き継いでもらうことを希望しております。{partner} とのリセラー関係には同意済みです。',
      'letter.azure-plan':
        '貴社の管理エージェント宛てに、転送要求がメールで届きます。パートナー センターで開き、該当のサブスクリプションを選択して、30 日以内に［受け入れて転送］を選んでいただけますようお願いいたします。期限を過ぎると要求は失効し、作成し直す必要があります。非アクティブ、取り消し済み、または削除済みの項目が選択されていると受け入れができませんので、選択から外してください。',
      'letter.legacy':
        'お手数ですが、Azure サポート チケットを作成していただけますようお願いいたします。問題の種類は［サブスクリプション管理］、サポート プランは［クラウド ソリューション プロバイダー］、重大度は C、問題の分類は［その他の一般的な質問］です。続いて、フォーム「Change of Cloud Solution Provider」に記入、署名のうえ、当社までお送りください。当社と {partner} が署名してお返ししますので、3 者の署名がそろったフォームをチケットに添付してください。',
      'letter.customerId': '当社の Microsoft ID（テナント ID）',
      'letter.thanks':
        'ご不明な点は、当社または {email} までお問い合わせください。これまでのご支援に感謝申し上げます。',
      'letter.closing': 'どうぞよろしくお願いいたします。',
      'letter.after': 'その後の流れ',
      'letter.after.azure-plan':
        '現在のパートナーに転送要求がメールで届きます。受け入れの期限は 30 日です。お客様が承諾の操作をする必要はありません。',
      'letter.after.legacy':
        '現在のパートナーが Microsoft にサポート チケットを作成し、お客様にフォームを送付します。お客様と {partner} が署名します。',
      'letter.after.prices':
        '現在のパートナーの価格は引き継がれません。価格については {partner} にご確認ください。',
      'letter.after.access':
        '切り替えても、Azure リソースへのアクセス権は変わりません。ロールの割り当てを削除するまで、現在のパートナーのアクセス権は残ります。',
      'letter.footer':
        'このメールは、{partner} が {customer} 様の連絡先としてお客様を登録したため送信されています。',

      'work.subject': '{customer} 様の作業：{step}',
      'work.preheader': '「{subscription}」の手順 {number, number}/{total, number}',
      'work.lead':
        '{customer} 様のサブスクリプション「{subscription}」を貴社に移すための手順 {number, number}/{total, number} です（{chain}）。',
      'work.do': '作業内容',
      'work.due':
        '現在のパートナーの受け入れ期限は{date}です。期限を過ぎるとオンボーディングは <b>transfer-expired</b> で失敗となりますが、あらためて要求できます。',
      'work.details': '入力する情報',
      'work.facts': '関連情報',
      'work.ask': 'お客様に確認する情報',
      'work.report': '完了したら',
      'work.report.next':
        '下記のデータでイベント <b>azure-onboarding.step-completed</b> を発行してください。次の手順に進みます。',
      'work.report.last':
        '下記のデータでイベント <b>azure-onboarding.step-completed</b> を発行してください。これでオンボーディングは完了です。',
      'work.report.failed':
        '実現しなかった場合は、代わりに <b>azure-onboarding.failed</b> を理由 transfer-declined、cancelled または other で発行してください。',
      'work.report.newId': '新しいサブスクリプションの ID',
      'work.progress': '進行状況',
      'work.progress.step': '{step}（{status}）',

      'chain.create-azure-subscription': '既存のものと並行した新しい Azure サブスクリプションの作成',
      'chain.switch-azure-plan': 'Azure プランの転送要求',
      'chain.switch-azure-legacy': '従来の Azure サブスクリプションの手動切り替え',
      'status.done': '完了',
      'status.due': '現在の手順',
      'status.waiting': '待機中',
      'status.failed': '失敗',

      'step.accept-customer-agreement': 'Microsoft 顧客契約の承諾',
      'step.create-subscription': '新しい Azure サブスクリプションの作成',
      'step.enter-details': 'サブスクリプションの詳細の入力',
      'step.cancel-existing': '既存のサブスクリプションの解約',
      'step.inform-current-partner': '現在のパートナーへの連絡',
      'step.request-transfer': '転送要求の送信',
      'step.current-partner-accepts': '現在のパートナーによる受け入れ待ち',
      'step.confirm-transfer': '転送の確認',
      'step.open-ticket': 'サポート チケットの作成',
      'step.sign-form': 'フォームへの署名',
      'step.submit-form': 'フォームの提出',
      'step.clean-up-roles': '以前のパートナーのロールの削除',

      'do.agreement':
        '{customer} 様が Microsoft 365 管理センターで Microsoft 顧客契約を直接承諾するか、貴社に対して承諾し、貴社がパートナー センターでそれを確認します。',
      'do.agreement.confirm':
        '確認には、承諾した方の名、姓、メール アドレスと、承諾日が必要です。未来の日付は指定できません。',
      'do.agreement.reseller': '間接リセラーは確認できません。間接プロバイダーが行います。',
      'do.agreement.first': '契約の承諾がないと、注文はエラー 13605 で失敗します。',
      'do.create':
        'パートナー センターで<b>［顧客］</b>を開き、{customer} を選択して Azure プランを購入します。グローバル管理者、ユーザー管理者、または販売代理人のロールが必要です。',
      'do.create.reseller':
        '間接リセラーは注文できません。間接プロバイダーが貴社の PartnerID を付けて注文します。',
      'do.create.legacy':
        'お客様にプラン MS-AZR-0145P の Azure サブスクリプションがある間は、Azure プランを作成できません。',
      'do.create.visible':
        '注文が表示されるまで最大 15 分かかることがあります。Azure プランと Azure サブスクリプションが 1 つ作成されます。そのサブスクリプションの ID を控えてください。',
      'do.details': '下記の情報を手動で入力します。既存のサブスクリプションからは何も引き継がれません。',
      'do.details.name':
        '購入時には名前を付けられません。ここで新しいサブスクリプションに名前を付けてください。',
      'do.details.move':
        'リソースを移動するには、両方のサブスクリプションが同じテナントにあり、貴社が両方の所有者ロールを持っている必要があります。',
      'do.cancel.check':
        'まず、{customer} 様が引き続き必要とするものがすべて新しいサブスクリプションで動作していることを確認してください。',
      'do.cancel.subscription': '次に、既存のサブスクリプション全体を解約してもらいます。',
      'do.cancel.services':
        '次に、下記のサービスのみを解約してもらいます。既存のサブスクリプションの残りはそのままです。',
      'do.cancel.none': '解約するものはありません。既存のサブスクリプションは新しいものと並行して残ります。',
      'do.cancel.owner':
        'パートナー センターからは解約できません。購入元のチャネルで管理している方（お客様、または Enterprise Agreement の管理者）が行います。',
      'do.inform':
        '切り替えは {customer} 様から現在のパートナーに知らせる必要があります。メールの種類を停止していない限り、{email} 宛てのメールに、そのままコピーできる文面が入っています。',
      'do.inform.written': 'お客様は、現在のパートナーと Microsoft の両方に書面で連絡する必要があります。',
      'do.inform.collect':
        '転送要求に必要な情報をそろえます。現在のパートナーの会社名と Microsoft ID またはドメイン、移行するサブスクリプション、予約、節約プランです。',
      'do.request.first':
        '事前の確認：{customer} 様の Azure プランを購入済みであること、お客様が貴社との Microsoft 顧客契約を承諾済みであること、貴社が Microsoft パートナー契約に署名済みであること。',
      'do.request':
        '管理エージェントとしてパートナー センターで<b>［顧客］</b>を開き、{customer} を選択してから、<b>［サブスクリプション］→［転送要求］→［新しい要求の追加］</b>を選びます。',
      'do.request.send': '下記の情報を入力し、<b>［転送要求の送信］</b>を選びます。',
      'do.request.reseller': '間接プロバイダーの場合は、リセラーの PartnerID も入力する必要があります。',
      'do.request.cancel': '要求を取り消せるのは、保留中の間だけです。',
      'do.accept':
        '現在のパートナーの管理エージェントに、要求へのリンクを記載したメールが届いています。30 日以内に<b>［受け入れて転送］</b>で受け入れられるのは、その管理エージェントだけです。お客様の操作は不要です。',
      'do.accept.inactive':
        '受け入れに失敗する場合は、非アクティブ、取り消し済み、削除済みの項目を選択から外すよう依頼してください。',
      'do.accept.expired': '失効した要求は削除も取り消しもできません。新しい要求が必要です。',
      'do.confirm':
        '受け入れ後、貴社、お客様、現在のパートナーにメールが届きます。要求は最大 15 分間保留のままになることがあり、システムは 3 日間再試行します。それを過ぎたら、サービス要求を作成してください。',
      'do.confirm.id': '貴社の Azure プランで新しいサブスクリプション ID を控えてください。',
      'do.confirm.roles':
        'アクセス権は変わりません。以前のパートナーのアクセス権は残り、貴社には付与されません。以前のパートナーのロールの割り当てを削除し、必要なロールを貴社に付与するよう、{customer} 様に依頼してください。',
      'do.ticket':
        'Azure サポート チケットを作成できるのは現在のパートナーだけです。Microsoft は貴社やお客様に代わって介入しません。チケット番号を確認してください。',
      'do.ticket.fields':
        'チケットの内容：問題の種類は［サブスクリプション管理］、サブスクリプション ID、サポート プランは［クラウド ソリューション プロバイダー］、重大度は C、問題の分類は［その他の一般的な質問］。',
      'do.sign':
        '現在のパートナーがフォーム「Change of Cloud Solution Provider」に記入、署名し、{customer} 様に送ります。',
      'do.sign.you':
        'お客様とともに、新しいパートナーとして貴社の情報を記入し、契約があることを確認し、両者が署名して、フォームを現在のパートナーに返送します。',
      'do.submit':
        '現在のパートナーが、両パートナーの管理者の連絡先と 3 者の署名を確認し、フォームをチケットにアップロードします。',
      'do.submit.answer':
        'Microsoft サポートが 8 業務時間以内に対応し、両方の管理者に切り替えの確認を求めます。',
      'do.roles': '{customer} 様のテナントに接続し、サブスクリプションのロールの割り当てを一覧表示します。',
      'do.roles.remove': '以前のパートナーの割り当てを削除します。',
      'do.roles.portal': '続いて、Azure portal で古いアクセス許可を削除します。',

      'fact.customerId': 'お客様の Microsoft ID（テナント ID）',
      'fact.country': '国または地域',
      'fact.contact': '連絡先',
      'fact.email': 'メール アドレス',
      'fact.language': '言語',
      'fact.subscription': 'サブスクリプション',
      'fact.subscriptionId': 'サブスクリプション ID',
      'fact.channel': '購入元',
      'fact.quantity': '数量',
      'fact.newSubscriptionId': '新しいサブスクリプション ID',
      'fact.partner': '新しいパートナー',
      'fact.partnerMicrosoftId': '新しいパートナーの Microsoft ID',
      'fact.partnerId': '新しいパートナーの PartnerID',
      'fact.partnerEmail': '新しいパートナーのメール アドレス',
      'fact.currentPartner': '現在のパートナー',
      'fact.currentPartnerMicrosoftId': '現在のパートナーの Microsoft ID',
      'fact.currentPartnerDomain': '現在のパートナーのドメイン',
      'fact.offer': 'プラン',
      'fact.retire': '解約の対象',
      'fact.requestedBy': '依頼者',
      'fact.unknown': '不明です。お客様に確認してください',
      'retire.subscription': 'サブスクリプション全体',
      'retire.none': 'なし',
      'offer.azure-plan': 'Azure プラン',
      'offer.legacy': 'Microsoft Azure (MS-AZR-0145P)',
      'channel.microsoft-direct': 'Microsoft から直接',
      'channel.advisor': 'Advisor プログラム',
      'channel.open': 'Open プログラム',
      'channel.ea': 'Enterprise Agreement (EA)',
      'channel.csp': '別の CSP パートナー',
      'channel.syndication': 'シンジケーション パートナー',
      'channel.third-party': 'CSP 以外の第三者',
      'role.global-admin': 'グローバル管理者',
      'role.user-admin': 'ユーザー管理者',
      'role.sales-agent': '販売代理人',
      'role.admin-agent': '管理エージェント',
      'role.helpdesk-agent': 'ヘルプデスク エージェント',
      'role.billing-admin': '課金管理者',
      'ask.domain': 'プライマリ ドメイン（例：contoso.onmicrosoft.com）',
      'ask.address': '住所と電話番号',
      'ask.offer': '既存のサブスクリプションのプランまたはプログラムと、そのディレクトリ（テナント）',
      'ask.owner': '既存のサブスクリプションの所有者と管理者',
      'ask.segment': 'セグメント：商用、教育機関、政府機関、非営利団体',
    },
  },
};

import type { LocaleSource } from '../locale-source.ts';

/** Japanese for the two mails of an onboarding. */
export const onboardingJa: LocaleSource['texts']['onboarding'] = {
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
  'do.details.name': '購入時には名前を付けられません。ここで新しいサブスクリプションに名前を付けてください。',
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
  'do.submit.answer': 'Microsoft サポートが 8 業務時間以内に対応し、両方の管理者に切り替えの確認を求めます。',
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
};

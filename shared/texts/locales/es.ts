import type { LocaleSource } from '../locale-source.ts';

/** Spanish for Spain and Latin America. The vocabulary is that of Microsoft's es-ES Partner Center pages. */
export const es: LocaleSource = {
  tag: 'es',
  dir: 'ltr',
  fonts: "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif",
  texts: {
    shared: {
      'scope.reseller-only': 'Relación de revendedor',
      'scope.delegated-admin': 'Relación de revendedor con privilegios de administración delegada',
      'allows.reseller-only':
        '{partner} podrá crear y administrar nuevas suscripciones de Microsoft para {customer}, pero no obtendrá <b>ningún rol de administrador</b> en su inquilino ni acceso a las suscripciones de Azure que ya tiene.',
      'allows.delegated-admin':
        '{partner} podrá administrar sus suscripciones de Microsoft y darles soporte. Para ello, sus agentes de administración actuarán en su inquilino como <b>administradores globales</b>, y sus agentes del departamento de soporte técnico, como <b>administradores del departamento de soporte técnico</b>.',
      unchanged:
        'Sus suscripciones, sus condiciones y lo que paga por ellas no cambian. Su aprobación, por sí sola, no traslada ni cancela nada.',
      'billing.license-based': 'por licencia',
      'billing.usage-based': 'por uso',
      subscription: '{name} · {billing}',
      more: '{count, plural, one {# suscripción más} other {# suscripciones más}}',
      'withdraw.reseller-only':
        'Puede retirar su aprobación en cualquier momento. En el Centro de administración de Microsoft 365, abra <b>Configuración → Relaciones con los partners</b>, seleccione {partner} y elija <b>Quitar roles</b>. Para poner fin a la propia relación de revendedor, escriba a {email}.',
      'withdraw.delegated-admin':
        'Puede retirar su aprobación en cualquier momento. En el Centro de administración de Microsoft 365, abra <b>Configuración → Relaciones con los partners</b>, seleccione {partner} y elija <b>Quitar roles</b>. Con ello termina su acceso de administrador. Para poner fin también a la relación de revendedor, escriba a {email}.',
      'withdraw.declined':
        'Si cambia de opinión, escriba a {email}. {partner} podrá enviarle entonces una nueva solicitud.',
      role: 'Un administrador global de {customer}',
      microsoft:
        'Falta un paso: Microsoft también le pide su aceptación. Inicie sesión allí como administrador global de la organización a la que se dirige esta solicitud.',
      'microsoft.button': 'Continuar a Microsoft',
      'label.partner': 'Solicitado por',
      'label.customer': 'Cliente',
      'label.scope': 'Permiso',
      'label.role': 'Quién puede aprobar',
      'label.until': 'Válido hasta',
      'label.reference': 'Referencia',
      'label.questions': 'Preguntas',
    },
    mail: {
      fact: '{label}: {value}',
      sender: '{partner} para {customer}',
      'greeting.named': 'Hola, {name}:',
      greeting: 'Hola:',
      'invitation.subject':
        '{partner} solicita su aprobación para dar soporte a sus suscripciones de Microsoft',
      'invitation.preheader': 'Decida antes del {date}: {subscriptions}',
      'invitation.heading': '{partner} solicita su permiso',
      'invitation.lead':
        '{partner} desea dar soporte a suscripciones de Microsoft que {customer} compró en otro lugar. Para ello necesita su permiso.',
      'reminder.subject': 'Recordatorio: {partner} espera su decisión',
      'reminder.heading': '{partner} sigue esperando su decisión',
      'reminder.lead':
        'Este es el recordatorio {number, number}. {partner} desea dar soporte a suscripciones de Microsoft que {customer} compró en otro lugar y necesita su permiso para ello.',
      'invitation.allow': 'Qué permitiría usted',
      'invitation.subscriptions': 'De qué suscripciones se trata',
      'invitation.button': 'Revisar y decidir',
      'invitation.safe':
        'Abrir la página no decide nada: usted elige allí. No se le pedirá ninguna contraseña ni ningún pago.',
      'invitation.address': 'Si el botón no funciona, copie esta dirección en su navegador:',
      'invitation.reference': 'Para aprobar, escriba este código en la página: <b>{reference}</b>',
      'invitation.facts': 'Información útil',
      'invitation.forward': '{role}. Si no es usted, reenvíe este correo a la persona indicada.',
      'invitation.ignored.label': 'Si no hace nada',
      'invitation.ignored':
        'No cambia nada. La solicitud caduca el {date} y {partner} no obtiene el permiso.',
      'invitation.withdraw.label': 'Si cambia de opinión',
      'invitation.footer':
        'Recibe este correo porque {partner} le indicó como contacto en {customer}. Si no conoce a {partner}, ignore este correo: no ocurrirá nada.',
      'receipt.approved.subject': 'Ha aprobado la solicitud de {partner}',
      'receipt.approved.heading': 'Su aprobación ha quedado registrada',
      'receipt.approved.lead':
        'Gracias. {partner} ya tiene su permiso para dar soporte a las suscripciones de Microsoft de {customer}.',
      'receipt.consented.lead':
        'Gracias. Hemos registrado que {customer} está de acuerdo con la solicitud de {partner}.',
      'receipt.agreed': 'Qué ha aceptado',
      'receipt.withdraw': 'Cómo retirar su aprobación',
      'receipt.declined.subject': 'Ha rechazado la solicitud de {partner}',
      'receipt.declined.heading': 'Su respuesta ha quedado registrada',
      'receipt.declined.lead':
        'La ha rechazado. {partner} no obtiene el permiso y nada cambia para {customer}. No tiene que hacer nada más.',
      'receipt.at': 'Decidido',
      'receipt.notYou':
        'Si ni usted ni nadie de su organización tomó esta decisión, escriba a {email} e indique la referencia.',
      'receipt.footer':
        'Recibe este correo porque se tomó una decisión en nombre de {customer} a través de su vínculo.',
      'notice.approved.subject': '{customer} ha aprobado su solicitud',
      'notice.approved.lead':
        '{customer} le ha dado su permiso. Ya puede dar soporte a sus suscripciones; las incorporaciones que lo esperaban empiezan por sí solas.',
      'notice.consented.subject': '{customer} ha dicho que sí; falta la aceptación en Microsoft',
      'notice.consented.lead':
        '{customer} dio su conformidad en nuestra página. La relación se activará cuando un administrador global del cliente la acepte también en Microsoft.',
      'notice.declined.subject': '{customer} ha rechazado su solicitud',
      'notice.declined.lead':
        '{customer} no le da el permiso. Durante un tiempo no volveremos a preguntar por nuestra cuenta; puede solicitar de nuevo la relación después de hablar con el cliente.',
      'notice.expired.subject': '{customer} no ha respondido a su solicitud',
      'notice.expired.lead':
        'La solicitud caducó sin respuesta y su vínculo ya no funciona. Puede solicitar de nuevo la relación.',
      'notice.undeliverable.subject': 'No se pudo entregar nuestro correo a {customer}',
      'notice.undeliverable.lead':
        'El servidor de correo del cliente rechazó el mensaje de forma definitiva. Compruebe la dirección del contacto y solicite de nuevo la relación con la correcta.',
      'notice.removed.subject': 'Se ha quitado la relación con {customer}',
      'notice.removed.lead':
        'Usted ya no tiene el permiso indicado abajo. Las suscripciones que lo necesitan quedan sin soporte hasta que {customer} apruebe una nueva solicitud.',
      'notice.comment': 'Comentario del cliente',
      'notice.tenant': 'Id. de inquilino',
      'notice.at': 'Fecha',
      'notice.footer': 'Recibe este aviso porque se envía a la dirección de notificaciones de {partner}.',
    },
    page: {
      'ask.title': '{partner} solicita su permiso',
      'ask.lead':
        '{partner} desea dar soporte a suscripciones de Microsoft que {customer} compró en otro lugar. No ocurre nada hasta que usted elija abajo.',
      'ask.again.expired.title': 'Vuelva a elegir',
      'ask.again.expired':
        'Esta página llevaba un tiempo abierta, por lo que su respuesta no se registró. Vuelva a elegir.',
      'ask.again.reference.title': 'Escriba el código de aprobación',
      'ask.again.reference':
        'Para aprobar necesitamos el código que figura en su correo. El que ha escrito no coincide, por lo que no se ha registrado nada.',
      'ask.again.fast.title': 'Apruebe una vez más',
      'ask.again.fast':
        'Su aprobación llegó solo unos segundos después de nuestro correo. Los programas que revisan el correo también pulsan botones, por lo que todavía no se ha registrado nada. Si fue usted, vuelva a elegir.',
      'ask.allow': 'Qué permitiría usted',
      'ask.subscriptions': 'Suscripciones afectadas',
      'ask.facts': 'Acerca de esta solicitud',
      'ask.decide': 'Su decisión',
      'ask.who':
        'Decida solo si es administrador global de {customer}. Si no lo es, haga llegar este vínculo a uno. Aquí no necesita ninguna contraseña.',
      'ask.reference': 'Código de aprobación',
      'ask.reference.hint':
        'Necesario para aprobar. Figura en el correo que le trajo aquí, debajo del botón.',
      'ask.approve': 'Aprobar',
      'ask.decline': 'Rechazar',
      'ask.comment': 'Motivo del rechazo (opcional)',
      'ask.comment.hint': 'Solo se envía si rechaza. Lo leerá {partner}.',
      'ask.withdraw': 'Si más adelante cambia de opinión',
      'ask.ignored': 'Si no hace nada, no cambia nada; la solicitud caduca el {date}.',
      'done.approved.title': 'Gracias, su aprobación ha quedado registrada',
      'done.approved':
        '{partner} ya tiene su permiso. Puede cerrar esta página. Le llegará un justificante por correo electrónico, en el que también se explica cómo retirar su aprobación.',
      'done.consented.title': 'Gracias, su respuesta ha quedado registrada',
      'done.declined.title': 'Su respuesta ha quedado registrada',
      'done.declined':
        'La ha rechazado. Esta solicitud no da ningún permiso a {partner} y nada cambia para usted. Puede cerrar esta página.',
      'done.second.title': 'Esta solicitud ya tiene respuesta',
      'done.second.approved':
        'La aprobación llegó primero. Por eso su aprobación ha quedado registrada y la respuesta que acaba de dar no cuenta. Si debe ser de otro modo, lea más abajo cómo retirarla.',
      'done.second.declined':
        'La rechazó antes usted u otra persona de su empresa. Por eso esta solicitud no da ningún permiso a {partner} y la respuesta que acaba de dar no cuenta. Si debe ser de otro modo, lea más abajo qué hacer.',
      'done.at': 'Decidido',
      questions: '¿Preguntas? Escriba a {email}.',
      'expired.title': 'Esta solicitud ha caducado',
      'expired.by':
        'Ya es tarde para responder y nada ha cambiado. Si aún desea aprobarla, escriba a {email} y pida a {partner} una nueva solicitud.',
      expired:
        'Ya es tarde para responder y nada ha cambiado. Si aún desea aprobarla, pida una nueva solicitud al partner que le escribió.',
      'replaced.title': 'Hay una solicitud más reciente',
      replaced:
        'Este vínculo ya no funciona porque lo ha sustituido una solicitud más reciente. Use el vínculo del último correo.',
      'unknown.title': 'Este vínculo no funciona',
      unknown:
        'Es posible que la dirección esté incompleta. Vuelva a abrir el vínculo desde el correo o copie la dirección completa en su navegador.',
      'unavailable.title': 'Vuelva a intentarlo en un momento',
      unavailable:
        'No hemos podido cargarlo o registrarlo ahora. No se ha perdido nada: vuelva a cargar la página o abra de nuevo el vínculo desde el correo.',
      'invalid.title': 'Elija «Aprobar» o «Rechazar»',
      invalid:
        'No hemos podido leer su respuesta, por lo que no se ha registrado nada. Vuelva atrás y elija de nuevo.',
    },
    // The two mails of an onboarding: the letter to the current partner and the work order.
    onboarding: {
      'letter.subject': 'Informe a su partner actual del cambio a {partner}',
      'letter.heading': 'Informe a su partner actual',
      'letter.lead':
        '{partner} va a hacerse cargo de la suscripción de Azure «{subscription}» de {customer}. Su partner actual debe saberlo primero por usted. La carta de abajo está lista para copiar.',
      'letter.do': 'Qué debe hacer',
      'letter.do.send': 'Copie la carta en un correo propio y envíelo a su partner actual.',
      'letter.do.send.named': 'Copie la carta en un correo propio y envíelo a {current}.',
      'letter.do.microsoft': 'Informe también a Microsoft por escrito. Sirve la misma carta.',
      'letter.do.identify':
        'Averigüe el nombre de empresa y el Id. de Microsoft o el dominio de su partner actual y comuníqueselos a {partner}: son necesarios para la solicitud de transferencia.',
      'letter.do.tell': 'Después escriba a {email} para que {partner} pueda continuar.',
      'letter.ready': 'La carta',
      'letter.title': 'Asunto: Transferencia de nuestra suscripción de Azure a {partner}',
      'letter.greeting.named': 'Estimado equipo de {name}:',
      'letter.greeting': 'Estimados señores y señoras:',
      'letter.intent':
        '{customer} desea que {partner} se haga cargo de la suscripción de Azure indicada abajo. Hemos aceptado una relación de revendedor con {partner}.',
      'letter.azure-plan':
        'Sus agentes de administración recibirán una solicitud de transferencia por correo electrónico. Les pedimos que la abran en el Centro de partners, seleccionen la suscripción y elijan «Aceptar y transferir» en un plazo de 30 días; después caduca y hay que presentarla de nuevo. Quiten de la selección todo lo que esté inactivo, cancelado o eliminado, porque impide aceptar la solicitud.',
      'letter.legacy':
        'Les pedimos que creen un vale de soporte técnico de Azure: tipo de problema «Administración de suscripciones», plan de soporte técnico «Proveedor de soluciones en la nube», gravedad C, clase de problema «Otras preguntas generales». Después, rellenen y firmen el formulario «Change of Cloud Solution Provider» y envíennoslo. Nosotros y {partner} se lo devolveremos firmado, para que puedan adjuntarlo al vale con las tres firmas.',
      'letter.customerId': 'Nuestro Id. de Microsoft (Id. de inquilino)',
      'letter.thanks':
        'Si tienen alguna pregunta, diríjanse a nosotros o a {email}. Gracias por su colaboración hasta ahora.',
      'letter.closing': 'Atentamente,',
      'letter.after': 'Qué ocurre después',
      'letter.after.azure-plan':
        'Su partner actual recibe una solicitud de transferencia por correo electrónico y tiene 30 días para aceptarla. Usted no tiene que aceptar nada.',
      'letter.after.legacy':
        'Su partner actual crea un vale de soporte técnico en Microsoft y le envía un formulario, que firman usted y {partner}.',
      'letter.after.prices':
        'Los precios de su partner actual no se mantienen. Pregunte a {partner} por los suyos.',
      'letter.after.access':
        'La transferencia no cambia quién tiene acceso a sus recursos de Azure. Su partner actual conserva su acceso hasta que se quiten sus asignaciones de roles.',
      'letter.footer': 'Recibe este correo porque {partner} le indicó como contacto en {customer}.',

      'work.subject': 'Por hacer para {customer}: {step}',
      'work.preheader': 'Paso {number, number} de {total, number} para «{subscription}»',
      'work.lead':
        'Paso {number, number} de {total, number} para traspasarle a usted la suscripción «{subscription}» de {customer}: {chain}.',
      'work.do': 'Qué debe hacer',
      'work.due':
        'El partner actual puede aceptar hasta el {date}. Después, la incorporación falla con el motivo <b>transfer-expired</b> y puede solicitarla de nuevo.',
      'work.details': 'Datos que debe introducir',
      'work.facts': 'Datos',
      'work.ask': 'Pida al cliente',
      'work.report': 'Cuando esté hecho',
      'work.report.next':
        'Publique el evento <b>azure-onboarding.step-completed</b> con los datos siguientes. Entonces toca el paso siguiente.',
      'work.report.last':
        'Publique el evento <b>azure-onboarding.step-completed</b> con los datos siguientes. Con ello termina la incorporación.',
      'work.report.failed':
        'Si no llega a buen término, publique en su lugar <b>azure-onboarding.failed</b> con el motivo transfer-declined, cancelled u other.',
      'work.report.newId': 'el Id. de la nueva suscripción',
      'work.progress': 'Estado',
      'work.progress.step': '{step} ({status})',

      'chain.create-azure-subscription': 'una nueva suscripción de Azure junto a la antigua',
      'chain.switch-azure-plan': 'una solicitud de transferencia en el plan de Azure',
      'chain.switch-azure-legacy': 'un cambio manual de una suscripción de Azure heredada',
      'status.done': 'hecho',
      'status.due': 'por hacer ahora',
      'status.waiting': 'en espera',
      'status.failed': 'con error',

      'step.accept-customer-agreement': 'Conseguir la aceptación del Contrato de cliente de Microsoft',
      'step.create-subscription': 'Crear la nueva suscripción de Azure',
      'step.enter-details': 'Introducir los detalles de la suscripción',
      'step.cancel-existing': 'Pedir la cancelación de la suscripción antigua',
      'step.inform-current-partner': 'Pedir que se informe al partner actual',
      'step.request-transfer': 'Enviar la solicitud de transferencia',
      'step.current-partner-accepts': 'Esperar a que acepte el partner actual',
      'step.confirm-transfer': 'Confirmar la transferencia',
      'step.open-ticket': 'Pedir que se cree el vale de soporte técnico',
      'step.sign-form': 'Firmar el formulario',
      'step.submit-form': 'Pedir que se presente el formulario',
      'step.clean-up-roles': 'Quitar los roles del partner anterior',

      'do.agreement':
        '{customer} acepta el Contrato de cliente de Microsoft directamente en el Centro de administración de Microsoft 365, o lo acepta ante usted y usted lo confirma en el Centro de partners.',
      'do.agreement.confirm':
        'Para confirmarlo necesita el nombre, los apellidos y la dirección de correo de la persona que aceptó, y la fecha, que no puede ser futura.',
      'do.agreement.reseller':
        'Como revendedor indirecto no puede confirmarlo: lo hace su proveedor indirecto.',
      'do.agreement.first': 'Sin el contrato, el pedido falla con el error 13605.',
      'do.create':
        'En el Centro de partners, abra <b>Clientes</b>, seleccione {customer} y compre el plan de Azure. Necesita el rol Administrador global, Administrador de administración de usuarios o Agente de ventas.',
      'do.create.reseller':
        'Como revendedor indirecto no hace usted el pedido: lo hace su proveedor indirecto con el PartnerID de usted.',
      'do.create.legacy':
        'Mientras el cliente tenga una suscripción de Azure de la oferta MS-AZR-0145P, no puede obtener un plan de Azure.',
      'do.create.visible':
        'El pedido puede tardar hasta 15 minutos en verse. Crea el plan de Azure y una suscripción de Azure; anote el Id. de esa suscripción.',
      'do.details': 'Introduzca a mano los datos siguientes. Nada se toma de la suscripción antigua.',
      'do.details.name': 'En la compra no se podía dar un nombre: dé ahora un nombre a la nueva suscripción.',
      'do.details.move':
        'Para mover recursos, ambas suscripciones deben estar en el mismo inquilino y usted necesita el rol Propietario en las dos.',
      'do.cancel.check':
        'Primero asegúrese de que todo lo que {customer} aún necesita funciona en la nueva suscripción.',
      'do.cancel.subscription': 'Después, pida que se cancele toda la suscripción antigua.',
      'do.cancel.services':
        'Después, pida que se cancelen solo los servicios indicados abajo. El resto de la suscripción antigua se mantiene.',
      'do.cancel.none': 'No hay nada que cancelar: la suscripción antigua se mantiene junto a la nueva.',
      'do.cancel.owner':
        'El Centro de partners no puede cancelarla. Corresponde a quien la gestiona en el otro canal: el cliente o el administrador de su Enterprise Agreement.',
      'do.inform':
        'El partner actual debe saber del cambio por {customer}. Salvo que usted lo haya desactivado, nuestro correo a {email} lleva la carta, lista para copiar.',
      'do.inform.written': 'El cliente debe informar al partner actual y a Microsoft, a ambos por escrito.',
      'do.inform.collect':
        'Reúna lo que exige la solicitud de transferencia: el nombre de empresa y el Id. de Microsoft o el dominio del partner actual, y qué suscripciones, reservas y planes de ahorro deben trasladarse.',
      'do.request.first':
        'Antes de empezar: usted compró un plan de Azure para {customer}, el cliente aceptó el Contrato de cliente de Microsoft con usted y usted firmó el Contrato de partner de Microsoft.',
      'do.request':
        'Como agente de administración, abra <b>Clientes</b> en el Centro de partners, seleccione {customer} y después <b>Suscripciones → Solicitudes de transferencia → Agregar nueva solicitud</b>.',
      'do.request.send': 'Introduzca los datos siguientes y elija <b>Enviar solicitud de transferencia</b>.',
      'do.request.reseller': 'Como proveedor indirecto, debe indicar también el PartnerID del revendedor.',
      'do.request.cancel': 'Solo puede cancelar la solicitud mientras esté pendiente.',
      'do.accept':
        'Los agentes de administración del partner actual han recibido un correo con un vínculo a la solicitud. Solo ellos pueden aceptarla, con <b>Aceptar y transferir</b>, en un plazo de 30 días. El cliente no tiene que aceptar nada.',
      'do.accept.inactive':
        'Si la aceptación falla, pídales que quiten de la selección los elementos inactivos, cancelados y eliminados.',
      'do.accept.expired': 'Una solicitud caducada no se puede quitar ni cancelar. Hace falta una nueva.',
      'do.confirm':
        'Tras la aceptación, usted, el cliente y el partner actual reciben un correo. La solicitud puede seguir pendiente hasta 15 minutos; el sistema lo intenta durante 3 días. Después, abra una solicitud de servicio.',
      'do.confirm.id': 'Anote el nuevo Id. de suscripción en su plan de Azure.',
      'do.confirm.roles':
        'El acceso no cambia: el partner anterior conserva el suyo y usted no recibe ninguno. Pida a {customer} que quite las asignaciones de roles del partner anterior y le dé a usted los roles necesarios.',
      'do.ticket':
        'Solo el partner actual puede crear el vale de soporte técnico de Azure. Microsoft no interviene por usted ni por el cliente. Pida el número del vale.',
      'do.ticket.fields':
        'En el vale: tipo de problema «Administración de suscripciones», el Id. de suscripción, plan de soporte técnico «Proveedor de soluciones en la nube», gravedad C, clase de problema «Otras preguntas generales».',
      'do.sign':
        'El partner actual rellena el formulario «Change of Cloud Solution Provider», lo firma y lo envía a {customer}.',
      'do.sign.you':
        'Junto con el cliente: indique sus datos como nuevo partner, compruebe que existe un contrato, firmen ambos y devuelva el formulario al partner actual.',
      'do.submit':
        'El partner actual comprueba los datos de contacto de los administradores de ambos partners y las tres firmas, y carga el formulario en el vale.',
      'do.submit.answer':
        'El soporte técnico de Microsoft responde en un plazo de 8 horas laborables y pide a ambos administradores que confirmen el cambio.',
      'do.roles':
        'Conéctese al inquilino de {customer} y enumere las asignaciones de roles de la suscripción.',
      'do.roles.remove': 'Quite las del partner anterior.',
      'do.roles.portal': 'Después, quite los permisos obsoletos en Azure Portal.',

      'fact.customerId': 'Id. de Microsoft del cliente (Id. de inquilino)',
      'fact.country': 'País o región',
      'fact.contact': 'Contacto',
      'fact.email': 'Dirección de correo',
      'fact.language': 'Idioma',
      'fact.subscription': 'Suscripción',
      'fact.subscriptionId': 'Id. de suscripción',
      'fact.channel': 'Comprada a través de',
      'fact.quantity': 'Cantidad',
      'fact.newSubscriptionId': 'Nuevo Id. de suscripción',
      'fact.partner': 'Nuevo partner',
      'fact.partnerMicrosoftId': 'Id. de Microsoft del nuevo partner',
      'fact.partnerId': 'PartnerID del nuevo partner',
      'fact.partnerEmail': 'Dirección de correo del nuevo partner',
      'fact.currentPartner': 'Partner actual',
      'fact.currentPartnerMicrosoftId': 'Id. de Microsoft del partner actual',
      'fact.currentPartnerDomain': 'Dominio del partner actual',
      'fact.offer': 'Oferta',
      'fact.retire': 'Por cancelar',
      'fact.requestedBy': 'Solicitado por',
      'fact.unknown': 'no lo conocemos, pregunte al cliente',
      'retire.subscription': 'toda la suscripción',
      'retire.none': 'nada',
      'offer.azure-plan': 'Plan de Azure',
      'offer.legacy': 'Microsoft Azure (MS-AZR-0145P)',
      'channel.microsoft-direct': 'Microsoft directamente',
      'channel.advisor': 'Programa Advisor',
      'channel.open': 'Programa Open',
      'channel.ea': 'Enterprise Agreement (EA)',
      'channel.csp': 'Otro partner de CSP',
      'channel.syndication': 'Partner de sindicación',
      'channel.third-party': 'Tercero ajeno a CSP',
      'role.global-admin': 'Administrador global',
      'role.user-admin': 'Administrador de administración de usuarios',
      'role.sales-agent': 'Agente de ventas',
      'role.admin-agent': 'Agente de administración',
      'role.helpdesk-agent': 'Agente del departamento de soporte técnico',
      'role.billing-admin': 'Administrador de facturación',
      'ask.domain': 'su dominio principal, por ejemplo contoso.onmicrosoft.com',
      'ask.address': 'su dirección y su número de teléfono',
      'ask.offer': 'la oferta o el programa de la suscripción antigua, y su directorio (inquilino)',
      'ask.owner': 'quién posee y administra la suscripción antigua',
      'ask.segment':
        'su segmento: comercial, educación, administración pública u organización sin ánimo de lucro',
    },
  },
};

import type { LocaleSource } from '../locale-source.ts';

/** Spanish for the two mails of an onboarding. */
export const onboardingEs: LocaleSource['texts']['onboarding'] = {
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
  'do.agreement.reseller': 'Como revendedor indirecto no puede confirmarlo: lo hace su proveedor indirecto.',
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
  'do.roles': 'Conéctese al inquilino de {customer} y enumere las asignaciones de roles de la suscripción.',
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
};

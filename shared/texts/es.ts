import type { LocaleSource } from './locale-source.ts';
import { onboardingEs } from './onboarding/es.ts';

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
      'receipt.declined.again':
        'Si cambia de opinión, escriba a {email}. {partner} podrá enviarle entonces una nueva solicitud.',
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
      'ask.again.title': 'Vuelva a elegir',
      'ask.again':
        'Esta página llevaba un tiempo abierta, por lo que su respuesta no se registró. Vuelva a elegir.',
      'ask.allow': 'Qué permitiría usted',
      'ask.subscriptions': 'Suscripciones afectadas',
      'ask.facts': 'Acerca de esta solicitud',
      'ask.decide': 'Su decisión',
      'ask.who':
        'Decida solo si es administrador global de {customer}. Si no lo es, haga llegar este vínculo a uno. Aquí no necesita ninguna contraseña.',
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
        'La ha rechazado. {partner} no obtiene el permiso y nada cambia para usted. Puede cerrar esta página.',
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
    onboarding: onboardingEs,
  },
};
